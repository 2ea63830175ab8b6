"""Whom the library is to forget, as a list, and as sentences on somebody's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from app.db.database import Database
from app.db.queries.forgetting import REQUEST, ToForget, to_forget
from app.db.queries.retention import ErasureShown, Standing
from app.db.queries.settings import policy_in_force
from app.desk.erasures import PERMISSION, propose_unused, withdraw_erasure
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import (
    ROWS_MAX,
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
from app.views.presenters.question import Question
from app.words import Words

Local = Callable[[int], datetime]


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=130),
        TabColumn(id="why", heading=words("lists.forgetting.why"), weight=2),
        TabColumn(id="standing", heading=words("column.status"), weight=3),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    policy, zone = policy_in_force(database, asked.today, asked.here), ZoneInfo(asked.zone)
    found = to_forget(
        database,
        policy,
        today=asked.today,
        now_ms=asked.now_ms,
        zone=asked.zone,
        branch=asked.branch,
        most=ROWS_MAX,
    )
    shown = {_key(one): one for one in found.people}
    counts = (
        words("lists.forgetting.to-propose", count=found.due),
        words("lists.forgetting.count", count=found.waiting),
    )
    return ListRead(
        rows=tuple(
            _row(one, words, lambda ms: datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone))
            for one in shown.values()
        ),
        count=found.due,
        headline=" · ".join(counts),
        scans={key: f"#{one.patron}" for key, one in shown.items() if one.name},
        found=shown,
        whole=found.due,
    )


def _key(one: ToForget) -> str:
    return f"{one.patron}-{one.erasure.proposal if one.erasure else ''}"


def _row(one: ToForget, words: Words, local: Local) -> TabRow:
    gone = one.erasure is not None and one.erasure.standing is Standing.DONE
    number = words("desk.no-card") if one.number.startswith("#") else one.number
    return TabRow(
        key=_key(one),
        cells=(
            words("lists.forgetting.nobody") if gone else one.name,
            "" if gone else number,
            _why(one, words),
            proposal_sentence(one.erasure, words, local) if one.erasure else _to_do(one, words),
            one.branch,
        ),
        tone=_tone(one),
    )


def _why(one: ToForget, words: Words) -> str:
    if one.since is None:
        return words(f"retention.cause.{one.cause}")
    return words("lists.forgetting.wished" if one.cause == REQUEST else "lists.forgetting.unused", on=one.since)


def _to_do(one: ToForget, words: Words) -> str:
    return words("lists.forgetting.open", count=one.loans) if one.loans else words("lists.forgetting.due")


def _tone(one: ToForget) -> Tone:
    if one.erasure is None:
        return Tone.REFUSED if one.loans else Tone.ATTENTION
    return {Standing.WAITING: Tone.PLAIN, Standing.DONE: Tone.OK}.get(one.erasure.standing, Tone.REFUSED)


def proposal_sentence(shown: ErasureShown, words: Words, local: Local) -> str:
    """Return since when somebody is proposed to be erased, and what that waits for."""
    on = words("lists.forgetting.proposed", on=local(shown.at_ms).date())
    loans = words("lists.forgetting.open", count=shown.loans) if shown.loans else ""
    standing = loans or words(f"retention.{shown.standing}")
    waits = words("retention.waits-for", names="; ".join(shown.waits_for)) if shown.waits_for else ""
    return " ".join(filter(None, (f"{on}:", standing, waits)))


# What is done.


def _may_propose(here: Here) -> bool:
    """Tell whether there is anybody; the deed is about the whole network, and so must be what is in sight."""
    return not here.asked.branch and bool(here.read.whole)


def _propose(doing: ListDoing, here: Here) -> None:
    """Propose to erase all who wish to stop and have settled, and all who have not come for years; asked first."""
    words = doing.words
    question = Question(
        title=words("lists.forgetting.propose", count=here.read.whole),
        confirm=words("command.propose-erasures"),
        hint=words("lists.forgetting.propose.hint"),
    )
    doing.ask(
        question,
        lambda _: propose_unused,
        lambda done: words("cli.retention.propose.done", count=len(done.record)),
    )


def _may_withdraw(here: Here) -> bool:
    one = here.one
    return one is not None and one.erasure is not None and one.erasure.standing is not Standing.DONE


def _withdraw(doing: ListDoing, here: Here) -> None:
    """Take back that the chosen one is to be erased; asked first."""
    words = doing.words
    question = Question(
        title=words("lists.forgetting.withdraw", name=here.one.name),
        confirm=words("command.withdraw-erasure"),
    )
    doing.ask(
        question,
        lambda _: partial(withdraw_erasure, proposal=here.one.erasure.proposal),
        lambda _: words("cli.retention.withdraw.done"),
    )


FORGETTING = WorkList(
    kind=ListKind.FORGETTING,
    group=Group.RECORDS,
    tab=Tab.DATA,
    counted=False,
    permission=PERMISSION,
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(id="propose-erasures", key="F8", icon="eraser", may=_may_propose, begin=_propose),
            ListDeed(id="withdraw-erasure", key="F9", icon="x-lg", may=_may_withdraw, begin=_withdraw),
        ),
    ),
)
