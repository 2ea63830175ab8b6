"""Records that may be of one person: two of them side by side, joined, told apart, and parted again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from app.db.database import Database
from app.db.queries.pairs import PairShown, asked_pairs, joined_pairs
from app.db.queries.people import NumberShown, PatronShown, show_patron
from app.desk.outcome import Done
from app.desk.persons import Merged, Parted, merge_patrons, part_patrons, tell_apart
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import (
    ROWS_MAX,
    ComparedRow,
    Group,
    Here,
    ListAsked,
    ListDeed,
    Listing,
    ListKind,
    ListRead,
    WorkList,
)
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words

ASKED, JOINED = "asked", "joined"


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="names", heading=words("lists.pairs.names"), weight=3),
        TabColumn(id="what", heading=words("lists.pairs.what"), weight=2),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    find = asked_pairs if asked.show == ASKED else joined_pairs
    found = find(database, asked.branch)
    shown = {_key(one): one for one in found[:ROWS_MAX]}
    return ListRead(
        rows=tuple(_row(one, words) for one in shown.values()),
        count=len(found),
        headline=words(f"lists.pairs.{asked.show}.count", count=len(found)),
        scans={key: f"#{one.one}" for key, one in shown.items()},
        found=shown,
    )


def _key(pair: PairShown) -> str:
    return f"{pair.one}-{pair.other}-{pair.merge or ''}"


def _row(pair: PairShown, words: Words) -> TabRow:
    one, other = pair.names
    return TabRow(
        key=_key(pair),
        cells=(one if one == other else f"{one}  ·  {other}", _what(pair, words), pair.branch),
        tone=Tone.PLAIN if pair.merge else Tone.ATTENTION,
    )


def _what(pair: PairShown, words: Words) -> str:
    if pair.on_day is not None:
        return "  ·  ".join(filter(None, (words.day(pair.on_day), pair.staff)))
    return words(f"likeness.{pair.likeness}") if pair.likeness else ""


def compared(one: PatronShown, other: PatronShown, words: Words) -> tuple[ComparedRow, ...]:
    """Return what is known of two people side by side; what is known of neither is left out."""
    rows = zip(_known(one, words), _known(other, words), strict=True)
    return tuple(
        ComparedRow(label=label, one=mine, other=theirs, tone=_tone(mine, theirs, weighs=weighs))
        for (label, mine, weighs), (_, theirs, _) in rows
        if mine or theirs
    )


def _tone(one: str, other: str, *, weighs: bool) -> Tone:
    if not (weighs and one and other):
        return Tone.PLAIN
    return Tone.OK if one.casefold() == other.casefold() else Tone.ATTENTION


def _known(shown: PatronShown, words: Words) -> Iterator[tuple[str, str, bool]]:
    """Yield what is known of one, always as much: a label, what it says, and whether it tells people apart."""
    yield words("column.name"), shown.name, True
    yield words("patrons.birth"), words.day(shown.birth_on) if shown.birth_on else "", True
    yield words("column.phone"), shown.phone, True
    yield words("column.email"), shown.email, True
    address = words("patron.address-protected") if shown.address_protected else shown.address
    yield words("patrons.address"), address, not shown.address_protected
    yield words("column.school"), shown.school, True
    yield words("column.guarantor"), shown.guarantor, True
    yield words("person.number"), " · ".join(_number(one, words) for one in shown.numbers), False
    yield words("patrons.home"), shown.branch, False
    yield words("patrons.loans"), words("desk.loans.count", count=len(shown.loans)), False


def _number(number: NumberShown, words: Words) -> str:
    return f"{number.value} ({words(f'number.{number.kind}')})"


def _beside(doing: ListDoing, here: Here) -> tuple[ComparedRow, ...]:
    """Return what is known of two people, side by side; each of two that are one by now is the same person."""
    if not _may_settle(here):
        return ()
    one, other = (_person(doing, record) for record in (here.one.one, here.one.other))
    return compared(one, other, doing.words) if one is not None and other is not None else ()


def _person(doing: ListDoing, record: int) -> PatronShown | None:
    service = doing.service
    branch = service.place.branch if service.place else 0
    return show_patron(service.database, f"#{record}", today=service.today(), branch=branch)


# What is done.


def _may_settle(here: Here) -> bool:
    return here.one is not None and here.one.merge is None


def _merge(here: Here) -> int | None:
    """Return what can be taken back: that the chosen two are one, or that those are who were just joined here."""
    merge: int | None = here.one.merge if here.one is not None else None
    return here.kept if merge is None else merge


def _join(doing: ListDoing, here: Here) -> None:
    def say(done: Done[Merged]) -> str:
        doing.kept = done.record.merge
        return doing.words("lists.pairs.joined.done", name=done.record.name)

    doing.do(lambda _: partial(merge_patrons, patron=f"#{here.one.one}", other=f"#{here.one.other}"), say)


def _tell_apart(doing: ListDoing, here: Here) -> None:
    doing.do(
        lambda _: partial(tell_apart, patron=f"#{here.one.one}", other=f"#{here.one.other}"),
        lambda _: doing.words("cli.patron.distinct.done"),
    )


def _part(doing: ListDoing, here: Here) -> None:
    def say(_: Done[Parted]) -> str:
        doing.kept = None
        return doing.words("cli.patron.part.done")

    if (merge := _merge(here)) is not None:
        doing.do(lambda _: partial(part_patrons, merge=merge), say)


PAIRS = WorkList(
    kind=ListKind.PAIRS,
    group=Group.RECORDS,
    tab=Tab.DATA,
    shows=(ASKED, JOINED),
    beside=_beside,
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(id="join-records", key="F8", icon="people-fill", may=_may_settle, begin=_join),
            ListDeed(id="tell-apart", key="F9", icon="person-plus", may=_may_settle, begin=_tell_apart),
            ListDeed(
                id="part-records",
                key="F6",
                icon="arrow-counterclockwise",
                may=lambda here: _merge(here) is not None,
                begin=_part,
            ),
        ),
    ),
)
