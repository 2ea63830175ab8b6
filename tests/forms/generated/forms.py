"""Draw a form from a seed and write it as one of the programs does that people fill forms in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.forms.generated import others, word, writer
from tests.forms.generated.layouts import LAYOUTS, PLAIN, TABLES, laid_out
from tests.forms.generated.plans import Plan, Written, planned

WORDS = {"Word": word.broken, "plain Word": word.whole, "strict Word": word.strict}
PRODUCERS = ("Word", "plain Word", "strict Word", "LibreOffice", "PDF fields", "workbook", "letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form as a file, with the truth beside it."""

    name: str
    data: bytes
    truth: Mapping[str, Written]
    plan: Plan
    layout: str
    producer: str


def form(seed: int) -> Form:
    """The form of a seed."""
    dice = Random(seed)
    plan = planned(dice)
    producer = dice.choice(PRODUCERS)
    layout = _layout(dice, producer)
    ending, data = _written(dice, plan, producer, layout)
    return Form(
        name=f"anketa-{seed}.{ending}", data=data, truth=plan.truth, plan=plan, layout=layout, producer=producer
    )


def _layout(dice: Random, producer: str) -> str:
    if producer == "PDF fields":
        return "fields"
    allowed = (
        PLAIN
        if producer == "letter"
        else TABLES - {"table of places", "table, label over value"}
        if producer == "workbook"
        else LAYOUTS
    )
    return dice.choice(sorted(allowed))


def _written(dice: Random, plan: Plan, producer: str, layout: str) -> tuple[str, bytes]:
    if producer == "PDF fields":
        return "pdf", others.with_fields(dice, plan)
    blocks = tuple(laid_out(dice, plan, layout))
    if producer == "letter":
        return "eml", others.lettered(dice, plan, blocks)
    if producer == "workbook":
        return "xlsx", others.in_cells(blocks)
    if producer == "LibreOffice":
        return "odt", writer.written(dice, blocks)
    return "docx", WORDS[producer](dice, blocks)
