"""Turn a value into fields, by what its label asks for. What does not fit stays over, and a problem says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from app.forms import addresses, names
from app.forms.days import is_ambiguous, iso_day
from app.forms.events import Entry
from app.forms.folding import tidy
from app.forms.problems import NAME_UNCLEAR, NOT_A_DAY
from app.forms.vocabulary import Meaning, Vocabulary

VALUE_CHARS_MAX = 300
PHONE_FIGURES_MIN = 5  # "+371" alone is what the form's author put there.
FIGURE = re.compile(r"\d")
FIGURES = frozenset({"phone", "code", "postcode", "post_town"})
PARTED = re.compile(r"\d\s*[./]\s*\d")
LETTER = re.compile(r"[^\W\d_]")
LABEL_INSIDE = re.compile(r"[^\W\d_]{2,}:\s")
MAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
PHONE = re.compile(r"\(?\+?\(?\d[\d\s()/.\-]{4,}\d")
CODE = re.compile(r"\s*(\d{6}\s*[-\N{EN DASH}]?\s*\d{4,5})\s*(?:[,;]\s*(.*))?", re.DOTALL)
POSTCODE = re.compile(r"(?:(?:LV|DK)\s*[-\N{EN DASH}]?\s*)?\d{4}", re.IGNORECASE)
PLAIN = ("house", "school")
WORDS = ("given", "family", "village", "parish", "municipality", "town")
"""Names of people and places, in which no figure stands."""
ORDERS: dict[str, names.Order] = {"name": "unstated", "full": "given first", "reversed": "family first"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one value says.

    Attributes:
        fields: A value for each base name of a field, without anybody's role.
        rest: What of the value did not fit anywhere.
        problem: Which base was meant, and the code of why it cannot be read so; empty if it can.
    """

    fields: dict[str, str] = field(default_factory=dict)
    rest: str = ""
    problem: tuple[str, str] = ("", "")


def claim(meaning: Meaning, entry: Entry, vocabulary: Vocabulary) -> Claim:
    """Read the entry's value as what its label asks for."""
    one_line = " ".join(tidy(entry.value).split())
    if len(one_line) > VALUE_CHARS_MAX or vocabulary.meaning(one_line) is not None:
        return Claim(rest=one_line)  # Nobody writes so much; or it is the label of something else.
    if LABEL_INSIDE.search(one_line) or (meaning.base in FIGURES and not FIGURE.search(one_line)):
        return Claim(rest=one_line)  # A label stands in the value, or a word where only figures can be.
    match meaning.base:
        case "address" | "street":
            return _address(entry.value, meaning)
        case "birth" | "code_or_birth":
            return _day(one_line, entry, meaning)
        case "card" | "consent":
            return _answer(one_line, meaning, vocabulary)
        case base:
            return READERS[base](one_line) if base in READERS else Claim(rest=one_line)


def _name(text: str, order: names.Order) -> Claim:
    parts = names.parted(text, order)
    if parts is None:
        return Claim(rest=text, problem=("given", NAME_UNCLEAR))
    given, family = parts
    return Claim(fields={"given": given, "family": family})


def _address(text: str, meaning: Meaning) -> Claim:
    """A label for the street alone is believed even where the address does not say so itself."""
    found = addresses.parted(tidy(text), danish="da" in meaning.languages and "lv" not in meaning.languages)
    if meaning.base == "street" and "street" not in found.parts:
        return Claim(fields={"street": " ".join(tidy(text).split())})
    return Claim(fields=found.parts, rest=", ".join(found.rest))


def _day(text: str, entry: Entry, meaning: Meaning) -> Claim:
    """A day; the one a date control keeps counts where the shown one could be read in two ways."""
    day, problem = iso_day(text)
    if entry.day and (problem or is_ambiguous(text)):
        day, problem = entry.day, ""
    if day:
        return Claim(fields={"birth": day})
    if meaning.base == "code_or_birth":
        return _code(text)
    return Claim(rest=text, problem=("birth", problem or NOT_A_DAY))


def _answer(text: str, meaning: Meaning, vocabulary: Vocabulary) -> Claim:
    answer = vocabulary.answer(text)
    return Claim(rest=text) if answer is None else Claim(fields={meaning.base: "yes" if answer else "no"})


def _code(text: str) -> Claim:
    """The code as written, its spaces removed; what follows behind a comma is something else."""
    plain = CODE.fullmatch(text)
    code, rest = (plain.group(1), plain.group(2) or "") if plain else (text, "")
    day, _ = iso_day(text) if plain is None else ("", "")
    if day:
        return Claim(fields={"birth": day})
    if plain is None and PARTED.search(text):
        return Claim(rest=text, problem=("birth", NOT_A_DAY))
    if LETTER.search(code):
        return Claim(rest=text)
    return Claim(fields={"code": "".join(code.split())}, rest=rest)


def _phone(text: str) -> Claim:
    if "@" in text:
        return _contact(text)
    figures = len(FIGURE.findall(text))
    return Claim(fields={"phone": text}) if figures >= PHONE_FIGURES_MIN else Claim(rest=text)


def _mail(text: str) -> Claim:
    if MAIL.fullmatch(text):
        return Claim(fields={"email": text})
    return _contact(text)


def _contact(text: str) -> Claim:
    """Phone and address in one value, each known by its shape; two of a kind stay over."""
    mails, left = MAIL.findall(text), MAIL.sub(" ", text)
    phones = PHONE.findall(left)
    if len(mails) > 1 or len(phones) > 1 or not (mails or phones):
        return Claim(rest=text)
    fields = {"email": mails[0]} if mails else {}
    if phones:
        fields["phone"] = " ".join(phones[0].split())
    rest = PHONE.sub(" ", left).strip(" ,;/.")
    return Claim(fields=fields, rest=rest if any(sign.isalnum() for sign in rest) else "")


def _post_town(text: str) -> Claim:
    found = addresses.parted(text, danish=True)
    return Claim(fields=found.parts, rest=", ".join(found.rest))


def _postcode(text: str) -> Claim:
    """Only what is a postcode: behind "adrese, pasta indekss" stands a whole address."""
    return Claim(fields={"postcode": text}) if POSTCODE.fullmatch(text) else Claim(rest=text)


def _flat(text: str) -> Claim:
    """Only what numbers a flat: the end of an address that a label has cut stays over."""
    return Claim(fields={"flat": text}) if addresses.is_flat(text) else Claim(rest=text)


def _plain(text: str, base: str) -> Claim:
    told = MAIL.search(text) or PHONE.fullmatch(text) or CODE.fullmatch(text)
    return Claim(rest=text) if told else Claim(fields={base: text})


def _word(text: str, base: str) -> Claim:
    return Claim(rest=text) if FIGURE.search(text) or "@" in text else Claim(fields={base: text})


READERS: dict[str, Callable[[str], Claim]] = {
    **{base: partial(_name, order=order) for base, order in ORDERS.items()},
    "code": _code,
    "phone": _phone,
    "email": _mail,
    "contact": _contact,
    "post_town": _post_town,
    "postcode": _postcode,
    "flat": _flat,
    **{base: partial(_plain, base=base) for base in PLAIN},
    **{base: partial(_word, base=base) for base in WORDS},
}
