"""Who owes and who is to be told of an exclusion, as a list."""

from __future__ import annotations

from app.db.queries.debtors import DebtorShown, Step
from app.views.presenters.line import Tone
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words


def debtor_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=130),
        TabColumn(id="balance", heading=words("column.balance"), most=130),
        TabColumn(id="oldest", heading=words("column.oldest"), most=120),
        TabColumn(id="step", heading=words("column.status"), weight=2),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def debtor_row(one: DebtorShown, currency: str, words: Words) -> TabRow:
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
