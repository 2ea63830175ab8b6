"""Who owes and who is to be told of an exclusion, as a list."""

from __future__ import annotations

from app.db.database import Database
from app.db.queries.debtors import DebtorShown, Step, debtors
from app.db.queries.settings import policy_in_force
from app.desk.outcome import Touched
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ROWS_MAX, Group, ListAsked, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=130),
        TabColumn(id="balance", heading=words("column.balance"), most=130),
        TabColumn(id="oldest", heading=words("column.oldest"), most=120),
        TabColumn(id="step", heading=words("column.status"), weight=2),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    currency = policy_in_force(database, asked.today, asked.here).text("currency")
    known = debtors(database, today=asked.today, branch=asked.branch)
    found = [one for one in known if not one.died]  # They stand on a list of their own: nobody is asked for it.
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, currency, words) for one in shown),
        count=len(found),
        headline=words("lists.debtors.count", count=len(found)),
        scans={str(one.patron): f"#{one.patron}" for one in shown},
    )


def _row(one: DebtorShown, currency: str, words: Words) -> TabRow:
    number = words("desk.no-card") if one.number.startswith("#") else one.number
    step = words(f"debtor.{one.step}") if one.step else ""
    since = words("debtor.from", on=one.from_on) if one.from_on else ""
    return TabRow(
        key=str(one.patron),
        cells=(
            one.name,
            number,
            words.money(one.balance_minor, currency),
            words.day(one.oldest_on) if one.oldest_on else "",
            " ".join(filter(None, (step, since))),
            one.branch,
        ),
        tone=_TONES[one.step],
    )


_TONES = {
    Step.NONE: Tone.PLAIN,
    Step.TO_NOTIFY: Tone.ATTENTION,
    Step.NOTIFIED: Tone.ATTENTION,
    Step.EXCLUDED: Tone.REFUSED,
}

DEBTORS = WorkList(
    kind=ListKind.DEBTORS,
    group=Group.MONEY,
    tab=Tab.FEES,
    counted=False,
    touched=frozenset({Touched.PATRON, Touched.MONEY, Touched.SETTING}),
    listing=Listing(columns=_columns, read=_read),
)
