"""Hold what was read against what was written, and count it by kind, layout and producer."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.desk.applications import FIELDS, Application
from tests.forms.generated.plans import Written
from tests.forms.generated.values import UNREADABLE

Verdict = Literal["right", "flagged", "missing", "silent"]
VERDICTS: tuple[Verdict, ...] = ("right", "flagged", "missing", "silent")
NOTHING = Written("", "")
TICKS = frozenset({"☒", "☐", "jā", "nē", "ja", "nej", "Jā", "Nē", "Ja", "Nej"})
FIGURES = frozenset({"code", "guarantor_code", "phone", "guarantor_phone"})
CLOSE = str.maketrans("", "", " -\N{EN DASH}\"'„”“.,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of one field."""

    field: str
    verdict: Verdict
    wanted: str
    got: str


def judged(truth: Mapping[str, Written], seen: Application | None) -> Iterator[Found]:
    """Every field that was written, and every field that was taken.

    Right is what was written, or a clear word that it cannot be read where nobody could; flagged is told or shown;
    missing is neither filed nor shown; silent is a value that nobody wrote there, with no word about it.
    """
    for field in FIELDS:
        wanted, got = truth.get(field, NOTHING), seen.fields.get(field, "") if seen else ""
        if wanted.value or got:
            yield Found(field=field, verdict=_verdict(field, wanted, got, seen), wanted=wanted.value, got=got)


def _verdict(field: str, wanted: Written, got: str, seen: Application | None) -> Verdict:
    told = seen is not None and any(problem.field == field for problem in seen.problems)
    if wanted.value == UNREADABLE:
        return "right" if told and not got else "silent" if got else "missing"
    if got and _same(field, wanted.value, got):
        return "right"
    if got:
        return "flagged" if told else "silent"
    return "flagged" if told or (seen is not None and _is_shown(wanted, seen)) else "missing"


def _same(field: str, wanted: str, got: str) -> bool:
    if field in FIGURES:
        return _figures(wanted) == _figures(got)
    return _bare(wanted) == _bare(got)


def _is_shown(wanted: Written, seen: Application) -> bool:
    shown = [*(one.value for one in seen.unread), *(problem.value for problem in seen.problems)]
    if not wanted.written:
        return any(value in TICKS for value in shown)
    return any(_bare(said) in _bare(value) for value in shown for said in wanted)


def _figures(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign == "+")


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().translate(CLOSE)


def table(counts: Mapping[tuple[str, ...], Counter[str]]) -> str:
    """The counts as lines of a table, the worst rows first."""
    lines = [f"{'':48} {'fields':>7} {'right':>7} {'%':>6} {'flagged':>7} {'missing':>7} {'silent':>7}"]
    for key, counted in sorted(counts.items(), key=lambda each: each[1]["right"] / max(1, each[1].total())):
        share = 100 * counted["right"] / max(1, counted.total())
        told = " ".join(f"{counted[verdict]:7}" for verdict in VERDICTS[1:])
        lines.append(f"{' · '.join(key):48} {counted.total():7} {counted['right']:7} {share:6.1f} {told}")
    return "\n".join(lines)


def summed(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counted in counts:
        total.update(counted)
    return total
