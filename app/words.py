"""Every sentence that is shown, by its code, in Latvian, Danish and English.

The sentences stand in `app/locale/<language>/LC_MESSAGES/lete.po`; the code is the message id. Days, times and money
are written as the language writes them. A code that no catalogue knows is shown as it is, and a test finds it first.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.rules.blocks import Block
    from app.rules.hours import Spans

LANGUAGES: Mapping[str, str] = {"lv": "Latviešu", "da": "Dansk", "en": "English"}
"""The languages, each by its own name."""

NO_LIMIT_AT_NOUGHT = frozenset({"loans_max", "group_max", "material_max", "high_demand_max"})
YES_OR_NO = frozenset({"renew_in_queue", "lendable", "reservable", "newest_stays", "high_demand"})
"""Terms of lending whose values have words of their own."""

_DAY = {"lv": "dd.MM.yyyy.", "da": "dd.MM.yyyy", "en": "d MMM yyyy"}
_LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("lete", str(_LOCALE), languages=[language])


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    language: str

    def __call__(self, code: str, /, **figures: object) -> str:
        """Return the sentence for a code. A figure named `count` chooses between one, many and none."""
        catalogue, said = _catalogue(self.language), code
        count = figures.get("count")
        if isinstance(count, int):
            said = catalogue.ngettext(code, code, count)
        if said == code:
            said = catalogue.gettext(code)
        return said.format_map(_Figures({name: self._figure(value) for name, value in figures.items()}))

    def knows(self, code: str) -> bool:
        return self(code) != code or self(code, count=1) != code

    def block(self, block: Block) -> str:
        """Return the sentence of a block."""
        figures = {name: self._named(name, value) for name, value in self._amounts(block).items()}
        code = ".".join(("block", block.why, *_variant(figures)))
        return self(code, **figures)

    def _amounts(self, block: Block) -> dict[str, object]:
        """Return a block's figures; amounts are written with the currency that stands among them."""
        figures: dict[str, object] = dict(block.figures)
        currency = str(figures.get("currency", ""))
        money = {
            name: self.money(value, currency)
            for name, value in figures.items()
            if currency and name.endswith("_minor") and isinstance(value, int)
        }
        return {**figures, **money}

    def form_problem(self, field: str, code: str, value: str) -> str:
        """Return the sentence of what could not be read of a form: of a field, or of a part of its file."""
        if field:
            return self(f"form.{code}", field=self(f"field.{field}"), value=value)
        return self(f"error.{code}", name=value)

    def problem(self, code: str, figures: Mapping[str, object]) -> tuple[str, str]:
        """Return the sentence of a problem between the desks, and what to do next."""
        desk = self("problem.desk", replica=figures.get("replica", ""))
        named = {"desk": desk, **{name: self._named(name, value) for name, value in figures.items()}}
        return self(f"problem.{code}", **named), self(f"problem.{code}.hint", **named)

    def _named(self, name: str, value: object) -> object:
        """Fields, permissions, groups of material, tables, likenesses and means of paying have names of their own."""
        if name in {"field", "permission", "group", "material", "table", "likeness", "payment_means"} and value:
            return self.group(str(value)) if name == "group" else self(f"{name}.{value}")
        return value

    def group(self, code: str) -> str:
        """Return the name of a group of materials, or of a material that is counted by itself."""
        return self(f"group.{code}" if self.knows(f"group.{code}") else f"material.{code}")

    def term(self, name: str, value: str) -> str:
        """Return the value of a term of lending as people say it: so many days, yes, no, any number."""
        if name.endswith("_days") and value.isdecimal():
            return self("rules.days", count=int(value))
        if name in NO_LIMIT_AT_NOUGHT and value == "0":
            return self("rules.value.any")
        said = {"0": "no", "1": "yes"}.get(value, value) if name in YES_OR_NO else value
        return self(f"rules.value.{said}") if self.knows(f"rules.value.{said}") else value

    def _figure(self, value: object) -> object:
        if isinstance(value, datetime):
            return f"{self.day(value.date())} {self.time(value)}"
        return self.day(value) if isinstance(value, date) else value

    def day(self, day: date) -> str:
        from babel.dates import format_date  # noqa: PLC0415  # Here and below: the door shows no day, and opens sooner.

        return format_date(day, _DAY[self.language], locale=self.language)

    def long_day(self, day: date) -> str:
        from babel.dates import format_date  # noqa: PLC0415  # As above.

        said = format_date(day, "full", locale=self.language)
        return said[:1].upper() + said[1:]

    def month(self, day: date) -> str:
        from babel.dates import format_skeleton  # noqa: PLC0415  # As above.

        said = format_skeleton("yMMMM", day, locale=self.language)
        return said[:1].upper() + said[1:]

    def weekday(self, iso: int) -> str:
        """Return the name of a weekday, 1 for Monday, as it stands in a list."""
        from babel.dates import get_day_names  # noqa: PLC0415  # As above.

        name: str = get_day_names("wide", context="stand-alone", locale=self.language)[iso - 1]
        return name.lower() if self.language != "en" else name

    def hours(self, hours: Mapping[int, Spans]) -> str:
        """Return hours of opening, days that follow each other together; "" where nobody has said any times."""
        from app.rules.hours import together  # noqa: PLC0415  # As above.

        said = []
        for days, spans in together(hours):
            names = dict.fromkeys((self.weekday(days[0]), self.weekday(days[-1])))
            said += [f"{'–'.join(names)} {', '.join(spans)}"] if spans else []
        return "; ".join(said)

    def time(self, moment: datetime) -> str:
        from babel.dates import format_time  # noqa: PLC0415  # As above.

        return format_time(moment, "HH:mm", locale=self.language)

    def moment(self, moment: datetime) -> str:
        from babel.dates import format_datetime  # noqa: PLC0415  # As above.

        return format_datetime(moment, f"{_DAY[self.language]} HH:mm", locale=self.language)

    def amount(self, minor: int) -> str:
        """Return an amount as it stands in a field: 12,50, or 12.50 where a point parts it."""
        from decimal import Decimal  # noqa: PLC0415  # As above.

        from babel.numbers import format_decimal  # noqa: PLC0415  # As above.

        return format_decimal(Decimal(minor).scaleb(-2), "0.00", locale=self.language)

    def money(self, minor: int, currency: str) -> str:
        from decimal import Decimal  # noqa: PLC0415  # As above.

        from babel.numbers import format_currency  # noqa: PLC0415  # As above.

        return format_currency(Decimal(minor).scaleb(-2), currency, locale=self.language)


def _variant(figures: Mapping[str, object]) -> tuple[str, ...]:
    """Some blocks say something else by one of their figures: who has the copy, what became of the card."""
    for name in ("to", "standing"):
        if name in figures:
            return (str(figures[name]),)
    return ("group",) if figures.get("group") else ()


class _Figures(dict[str, object]):
    """A sentence may name a figure that is not there; then it stands unfilled, and nobody meets a traceback."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
