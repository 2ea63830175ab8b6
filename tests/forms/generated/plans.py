"""What one form asks and what was answered, before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

from tests.forms.generated.labels import HEADINGS, printed
from tests.forms.generated.values import EMPTY, Answer, Somebody

Language = Literal["lv", "da"]
Kind = Literal["adult", "guarantee", "consent"]

TITLES = {
    ("lv", "adult"): ("Lietotāja reģistrācijas anketa", "LASĪTĀJA REĢISTRĀCIJAS ANKETA", "Lasītāja reģistrācijas kartīte",
        "Reģistrācijas pieteikums", "Bibliotēkas lietotāja reģistrācijas veidlapa"),
    ("lv", "guarantee"): ("Lietotāja reģistrācijas anketa – Galvojums", "GALVOJUMS", "Vecāku galvojums", "Iesniegums – galvojums"),
    ("da", "adult"): ("Indmeldelsesblanket", "INDMELDELSE", "Bliv låner – indmeldelsesblanket"),
    ("da", "consent"): ("Samtykkeerklæring", "Værgeblanket", "Indmeldelse af barn på biblioteket", "Samtykkeerklæring for børn under 18 år"),
}  # fmt: skip
LETTERHEADS = {
    "lv": ("Brīvzemes novada bibliotēka", "Brīvzemes bibliotēka, Torņa iela 7, Brīvzeme, LV-9999", "Tālr. 64999999, e-pasts: biblioteka@brivzeme.example"),
    "da": ("Nordstrand Bibliotek", "Torvet 7, 9999 Nordstrand", "Tlf. 99 99 99 99 · bibliotek@nordstrand.example"),
}  # fmt: skip
PROSE = {
    "lv": ("Lūdzu aizpildīt drukātiem burtiem.", "Bibliotēka apstrādā personas datus saskaņā ar Vispārīgo datu aizsardzības regulu.",
        "Anketa pēc datu ievadīšanas tiek iznīcināta.", "Uzņemos atbildību par personas datu patiesumu."),
    "da": ("Udfyld venligst med blokbogstaver.", "Biblioteket behandler dine oplysninger efter databeskyttelsesloven.",
        "Blanketten makuleres, når oplysningerne er tastet ind.", "Medbring gyldig legitimation."),
}  # fmt: skip
WISHES = {
    ("lv", "card"): ("Vēlos saņemt lietotāja karti", "Vēlos lasītāja karti", "Lūdzu izsniegt bibliotēkas karti", "Vēlos saņemt bibliotēkas karti"),
    ("lv", "consent"): ("Esmu iepazinies ar bibliotēkas lietošanas noteikumiem un apņemos tos ievērot", "Piekrītu bibliotēkas lietošanas noteikumiem",
        "Ar bibliotēkas lietošanas noteikumiem iepazinos", "Apliecinu, ka esmu iepazinusies ar noteikumiem"),
    ("lv", "guarantee"): ("Piekrītu, ka mans bērns tiek reģistrēts kā bibliotēkas lietotājs", "Galvoju par sava bērna saistībām pret bibliotēku",
        "Apliecinu, ka atļauju savam bērnam izmantot bibliotēku"),
    ("da", "card"): ("Jeg ønsker et lånerkort", "Jeg vil gerne have et plastkort", "Bibliotekskort ønskes", "Ønsker særligt lånerkort"),
    ("da", "consent"): ("Jeg accepterer bibliotekets reglement", "Jeg accepterer bibliotekets regler", "Jeg har læst og accepterer bibliotekets låneregler"),
    ("da", "guarantee"): ("Jeg giver tilladelse til, at mit barn må låne på biblioteket", "Jeg giver samtykke til, at mit barn bliver låner",
        "Jeg indestår for materialer, som mit barn låner"),
}  # fmt: skip
OTHER_WISHES = {
    "lv": ("Piekrītu saņemt jaunumus e-pastā", "Piekrītu fotografēšanai bibliotēkas pasākumos"),
    "da": ("Jeg vil gerne modtage nyhedsbrev", "Jeg giver samtykke til, at mit barn fotograferes"),
}
OTHERS = {
    "lv": (("Nodarbošanās", "skolotāja"), ("Klase", "7.b"), ("Izglītība", "vidējā"), ("Datums", "20.11.2026.")),
    "da": (("Klasse", "4. B"), ("Ønsket pinkode", "4711"), ("Stilling", "pædagog"), ("Dato", "20-11-2026")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A label and what was written to it."""

    label: str
    base: str
    role: str
    answer: Answer

    @property
    def field(self) -> str:
        """The program's own name for the field, where there is one."""
        return f"guarantor_{self.base}" if self.role == "guarantor" else self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A sentence to be ticked or not; `base` is empty for what the program has no field for."""

    words: str
    base: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str
    questions: tuple[Question, ...]


class Written(NamedTuple):
    """What a field should hold, and how it stands on the paper."""

    value: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One form: what it is, what it prints, what was filled in, and what a reader should find."""

    kind: Kind
    language: Language
    letterhead: tuple[str, ...]
    title: str
    prose: tuple[str, ...]
    sections: tuple[Section, ...]
    wishes: tuple[Wish, ...]
    truth: Mapping[str, Written]


def planned(dice: Random) -> Plan:
    """Draw a form."""
    language: Language = dice.choice(("lv", "da"))
    child = dice.random() < 0.5
    kind: Kind = ("guarantee" if language == "lv" else "consent") if child else "adult"
    sections = tuple(_sections(dice, language, child=child))
    wishes = tuple(_wishes(dice, language, child=child))
    letterhead = LETTERHEADS[language][: dice.randrange(4)] if dice.random() < 0.5 else ()
    return Plan(
        kind=kind,
        language=language,
        letterhead=letterhead,
        title=dice.choice(TITLES[language, kind]),
        prose=tuple(dice.sample(PROSE[language], dice.randrange(3))),
        sections=sections,
        wishes=wishes,
        truth=dict(_truth(sections, wishes)),
    )


def _sections(dice: Random, language: str, *, child: bool) -> Iterator[Section]:
    reader = Somebody(dice, language, child=child)
    if not child:
        yield Section(heading="", questions=tuple(_adult(dice, language, reader)))
        return
    parent = Somebody(dice, language, child=False)
    headed = dice.random() < 0.6
    people = [
        ("applicant", _of_child(dice, language, reader, headed=headed)),
        ("guarantor", _of_parent(dice, language, parent, headed=headed)),
    ]
    for role, questions in people if dice.random() < 0.6 else reversed(people):
        yield Section(heading=dice.choice(HEADINGS[language, role]) if headed else "", questions=tuple(questions))


def _adult(dice: Random, language: str, who: Somebody) -> Iterator[Question]:
    rest = [
        lambda: _code_and_birth(dice, language, who, ""),
        lambda: _address(dice, language, who, ""),
        lambda: _contact(dice, language, who, ""),
    ]
    dice.shuffle(rest)
    yield from _name(dice, language, who, "", "")
    for each in rest:
        yield from each()
    yield from _other(dice, language)


def _of_child(dice: Random, language: str, who: Somebody, *, headed: bool) -> Iterator[Question]:
    said, role = "" if headed else "applicant", "applicant"
    yield from _name(dice, language, who, said, role)
    yield from _code_and_birth(dice, language, who, said, role)
    if dice.random() < 0.7:
        yield from _address(dice, language, who, said, role)
    if dice.random() < 0.6:
        yield _question(dice, language, "school", said, role, who.school())
    if dice.random() < 0.3:
        yield from _contact(dice, language, who, said, role)


def _of_parent(dice: Random, language: str, who: Somebody, *, headed: bool) -> Iterator[Question]:
    said, role = "" if headed else "guarantor", "guarantor"
    yield from _name(dice, language, who, said, role)
    if dice.random() < 0.8:
        yield _question(dice, language, "code", said, role, who.code())
    yield from _contact(dice, language, who, said, role)


def _name(dice: Random, language: str, who: Somebody, said: str, role: str) -> Iterator[Question]:
    order = dice.choice(
        ("parts", "full", "full", "reversed") if language == "lv" else ("parts", "full", "name", "name", "reversed")
    )
    if order == "parts":
        bases = ("given", "family") if dice.random() < 0.7 else ("family", "given")
        yield from (_question(dice, language, base, said, role, who.alone(base)) for base in bases)
    else:
        yield _question(dice, language, order, said, role, who.names("reversed" if order == "reversed" else order))


def _code_and_birth(dice: Random, language: str, who: Somebody, said: str, role: str = "") -> Iterator[Question]:
    drawn = dice.random()
    if drawn < 0.08:
        yield _question(dice, language, "code_or_birth", said, role, who.code_or_birth())
        return
    if drawn < 0.9:
        yield _question(dice, language, "code", said, role, who.code())
    if drawn > 0.45:
        yield _question(dice, language, "birth", said, role, who.birth())


def _contact(dice: Random, language: str, who: Somebody, said: str, role: str = "") -> Iterator[Question]:
    if dice.random() < 0.12:
        yield _question(dice, language, "contact", said, role, who.contact())
        return
    asked = [("phone", who.phone()), ("email", who.email())]
    if dice.random() < 0.4:
        asked.reverse()
    for base, answer in asked:
        yield _question(dice, language, base, said, role, answer if dice.random() > 0.12 else EMPTY)


def _address(dice: Random, language: str, who: Somebody, said: str, role: str = "") -> Iterator[Question]:
    if dice.random() < 0.6 or said:
        yield _question(dice, language, "address", said, role, who.address())
        return
    place = who.place()
    if language == "da" and dice.random() < 0.6:
        post = f"{place['postcode']} {place['town']}"
        flat = f", {place['flat']}" if "flat" in place else ""
        street = {base: place[base] for base in ("street", "house", "flat") if base in place}
        yield Question(
            label="Vej og nr.",
            base="address",
            role=role,
            answer=Answer(written=f"{place['street']} {place['house']}{flat}", fields=street),
        )
        yield _question(
            dice,
            language,
            "post_town",
            "",
            role,
            Answer(written=post, fields={base: place[base] for base in ("postcode", "town")}),
        )
        return
    for base, value in place.items():
        yield _question(dice, language, base, "", role, Answer(written=value, fields={base: value}))


def _other(dice: Random, language: str) -> Iterator[Question]:
    for label, written in dice.sample(OTHERS[language], dice.randrange(3)):
        yield Question(label=label, base="", role="", answer=Answer(written=written))


def _question(dice: Random, language: str, base: str, said: str, role: str, answer: Answer) -> Question:
    return Question(label=printed(dice, language, base, said), base=base, role=role, answer=answer)


def _wishes(dice: Random, language: str, *, child: bool) -> Iterator[Wish]:
    if dice.random() < 0.6:
        yield Wish(words=dice.choice(WISHES[language, "card"]), base="card", ticked=dice.random() < 0.6)
    if dice.random() < 0.7:
        yield Wish(
            words=dice.choice(WISHES[language, "guarantee" if child else "consent"]),
            base="consent",
            ticked=dice.random() < 0.8,
        )
    if dice.random() < 0.25:
        yield Wish(words=dice.choice(OTHER_WISHES[language]), base="", ticked=dice.random() < 0.5)


def _truth(sections: tuple[Section, ...], wishes: tuple[Wish, ...]) -> Iterator[tuple[str, Written]]:
    for section in sections:
        for question in section.questions:
            prefix = "guarantor_" if question.role == "guarantor" else ""
            yield from (
                (prefix + base, Written(value, question.answer.written))
                for base, value in question.answer.fields.items()
            )
    yield from ((wish.base, Written("yes" if wish.ticked else "no", "")) for wish in wishes if wish.base)
