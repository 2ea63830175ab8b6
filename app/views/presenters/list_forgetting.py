"""Whom the library is to forget, as a list, and as sentences on somebody's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.db.queries.forgetting import REQUEST, ToForget
from app.db.queries.retention import ErasureShown, Standing
from app.views.presenters.line import Tone
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words

Local = Callable[[int], datetime]


def forgetting_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=130),
        TabColumn(id="why", heading=words("lists.forgetting.why"), weight=2),
        TabColumn(id="standing", heading=words("column.status"), weight=3),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def forgetting_key(one: ToForget) -> str:
    return f"{one.patron}-{one.erasure.proposal if one.erasure else ''}"


def forgetting_row(one: ToForget, words: Words, local: Local) -> TabRow:
    gone = one.erasure is not None and one.erasure.standing is Standing.DONE
    number = words("desk.no-card") if one.number.startswith("#") else one.number
    return TabRow(
        key=forgetting_key(one),
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
