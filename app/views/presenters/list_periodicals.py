"""Periodicals: which issue is expected or missing, and taking in the next one."""

from __future__ import annotations

from functools import partial

from app.db.database import Database
from app.db.queries.periodicals import IssueShown, PeriodicalShown, periodical_with, periodicals
from app.desk.items import Added
from app.desk.outcome import Done, Touched
from app.desk.periodicals import add_issue
from app.views.presenters.copy_fields import copy_label
from app.views.presenters.days import written_day
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
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words

MISSING_SHOWN = 3


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="newest", heading=words("lists.periodicals.newest"), weight=1),
        TabColumn(id="on", heading=words("lists.periodicals.issued"), most=110),
        TabColumn(id="every", heading=words("lists.periodicals.every"), most=100, optional=True),
        TabColumn(id="next", heading=words("lists.periodicals.next"), most=110),
        TabColumn(id="missing", heading=words("lists.periodicals.missing"), weight=2),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = periodicals(database, today=asked.today, branch=asked.branch)
    shown = found[:ROWS_MAX]
    wanting = sum(_is_late(one, asked) for one in found)
    counts = (words("lists.periodicals.count", count=len(found)), words("lists.periodicals.late", count=wanting))
    return ListRead(
        rows=tuple(_row(one, asked, words) for one in shown),
        count=wanting,
        headline=" · ".join(counts[: 2 if wanting else 1]),
        found={_key(one): one for one in shown},
    )


def _key(one: PeriodicalShown) -> str:
    """Return what stands for a periodical at a branch: its newest issue."""
    return f"#{one.issues[0].item}"


def _is_late(one: PeriodicalShown, asked: ListAsked) -> bool:
    return bool(one.rhythm.missing) or (one.rhythm.next_on is not None and one.rhythm.next_on < asked.today)


def _row(one: PeriodicalShown, asked: ListAsked, words: Words) -> TabRow:
    newest, rhythm = one.issues[0], one.rhythm
    missing = [words.day(day) for day in rhythm.missing]
    more = "…" if len(missing) > MISSING_SHOWN else ""
    return TabRow(
        key=_key(one),
        cells=(
            one.title,
            newest.issue,
            words.day(newest.issued_on),
            words("lists.periodicals.days", count=rhythm.every_days) if rhythm.every_days else "",
            words.day(rhythm.next_on) if rhythm.next_on else "",
            "; ".join((*missing[-MISSING_SHOWN:], *([more] if more else []))),
            newest.branch,
        ),
        tone=Tone.ATTENTION if _is_late(one, asked) else Tone.PLAIN,
    )


# The issues of one.


def _issue_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="issue", heading=words("lists.periodicals.issue"), weight=2),
        TabColumn(id="on", heading=words("lists.periodicals.issued"), most=120),
        TabColumn(id="barcode", heading=words("column.barcode"), most=160),
        TabColumn(id="standing", heading=words("column.status"), weight=2),
    )


def _read_issues(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = periodical_with(database, int(asked.inside.removeprefix("#")), today=asked.today)
    issues = found.issues if found is not None else ()
    return ListRead(
        rows=tuple(_issue(one, words, is_newest=place == 0) for place, one in enumerate(issues)),
        count=len(issues),
        headline=words("lists.periodicals.issues", count=len(issues)),
        found={f"#{one.item}": one for one in issues},
        whole=found,
    )


def _issue(one: IssueShown, words: Words, *, is_newest: bool) -> TabRow:
    standing = words("lists.periodicals.is-newest") if is_newest else words("item.on_shelf")
    if one.due_on is not None:
        standing = words("stock.due", due=one.due_on)
    return TabRow(key=f"#{one.item}", cells=(one.issue, words.day(one.issued_on), one.barcode, standing))


# What is done.


def _receive(doing: ListDoing, here: Here) -> None:
    """Take in the next issue, with the day on which it was to come."""
    words, one = doing.words, here.one if not here.asked.inside else here.read.whole
    day = one.rhythm.next_on or doing.service.today()
    like = f"#{one.issues[0].item}"
    question = Question(
        title=words("lists.periodicals.receive", title=one.title),
        confirm=words("command.receive-issue"),
        hint=words("lists.periodicals.last", issue=one.issues[0].issue, on=one.issues[0].issued_on),
        fields=(
            Asked(name="issue", label=words("lists.periodicals.issue")),
            Asked(name="issued_on", label=words("lists.periodicals.issued"), kind=Kind.DAY, value=written_day(day)),
            Asked(name="barcode", label=copy_label(words, "barcode")),
        ),
    )

    def make(answer: Answer) -> Deed[Added]:
        return partial(
            add_issue,
            like=like,
            barcode=answer["barcode"],
            issue=answer["issue"],
            issued_on=answer.day("issued_on"),
        )

    def say(outcome: Done[Added]) -> str:
        doing.wanted = f"#{outcome.record.item}"
        return words("stock.added", barcode=outcome.record.barcode)

    doing.ask(question, make, say)


def _may_receive(here: Here) -> bool:
    return here.one is not None or bool(here.asked.inside and here.read.whole)


RECEIVE = ListDeed(id="receive-issue", key="F8", icon="box-arrow-in-down", may=_may_receive, begin=_receive)

PERIODICALS = WorkList(
    kind=ListKind.PERIODICALS,
    group=Group.STOCK,
    at_home=True,
    counted=False,
    touched=frozenset({Touched.ITEM, Touched.LOAN, Touched.BRANCH}),
    listing=Listing(columns=_columns, read=_read, deeds=(RECEIVE,)),
    inside=Listing(columns=_issue_columns, read=_read_issues, deeds=(RECEIVE,)),
)
