"""What is asked before a deed about a person: the fields of each question, as the house rules have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from app.desk.ending import MEANS
from app.desk.erasures import PERMISSION
from app.desk.identity import GUARANTOR, PATRON
from app.desk.patrons import LIBRARY_CARD
from app.rules.identity import CODE_KINDS
from app.rules.policy import Policy
from app.views.presenters.days import written_day
from app.views.presenters.person_state import Offer
from app.views.presenters.person_tabs import PersonRead
from app.views.presenters.question import Asked, Kind, Question
from app.views.presenters.registration import ADDRESS
from app.words import LANGUAGES, Words

STANDINGS = ("lost", "stolen", "blocked")
PERSON = ("given", "family", "birth_on", "code", "category", "school", "language", "address_protected", "died_on")
OF_PERSONS = frozenset({"given", "birth_on", "code", "school", "died_on"})
"""What an institution has not (D-11)."""
GUARANTORS = (
    "guarantor_given",
    "guarantor_family",
    "guarantor_birth",
    "guarantor_code",
    "guarantor_phone",
    "guarantor_email",
)
DAYS = frozenset({"birth_on", "died_on", "guarantor_birth"})


def label(name: str, words: Words) -> str:
    """Return the name of a field as a label has it."""
    said = words(f"field.{name}")
    return said[:1].upper() + said[1:]


def _text(name: str, words: Words, value: str = "") -> Asked:
    kind = Kind.DAY if name in DAYS else Kind.TEXT
    return Asked(name=name, label=label(name, words), kind=kind, value=value)


def _named(names: Iterable[str], family: str, words: Words) -> dict[str, str]:
    return {name: words(f"{family}.{name}") for name in names}


def _one_of(name: str, options: Mapping[str, str], words: Words, *, kind: Kind = Kind.CHOICE, value: str = "") -> Asked:
    first = value if value in options else next(iter(options), "")
    return Asked(name=name, label=label(name, words), kind=kind, value=first, options=options)


# Cards and numbers.


def order_question(read: PersonRead, words: Words) -> Question:
    """Ask which kind of card is wanted; a later one has a price."""
    kinds = _named((one for one in read.policy.number_kinds if one not in CODE_KINDS), "number", words)
    again = any(one.kind == LIBRARY_CARD for one in read.shown.numbers)
    minor = read.policy.number("card_replacement_minor") if again else 0
    price = words("card.order.price", price=words.money(minor, read.policy.text("currency")))
    said = (
        words("person.order.days", count=read.policy.number("card_days")),
        price if minor else words("card.order.free"),
    )
    return Question(
        title=words("person.do.order-card"),
        confirm=words("person.confirm.order-card"),
        hint=" ".join(said),
        fields=(_one_of("card_kind", kinds, words, kind=Kind.LIST, value=LIBRARY_CARD),),
    )


def number_question(read: PersonRead, words: Words) -> Question:
    """Ask for a number of whatever kind: it is scanned into the first field."""
    kinds = _named(read.policy.number_kinds, "number", words)
    return Question(
        title=words("person.do.bind-number"),
        confirm=words("person.confirm.bind-number"),
        hint=words("person.bind-number.hint"),
        fields=(
            _text("number", words),
            _one_of("card_kind", kinds, words, kind=Kind.LIST),
            _text("issuer", words),
            Asked(name="valid_until", label=label("valid_until", words), kind=Kind.DAY),
        ),
    )


def report_question(read: PersonRead, chosen: str, words: Words) -> Question:
    number = read.number(chosen)
    return Question(
        title=words("person.report.title", number=number.value if number else ""),
        confirm=words("person.confirm.report-card"),
        hint=words("person.report.hint"),
        fields=(_one_of("standing", _named(STANDINGS, "patrons.standing", words), words),),
    )


def sure_question(offer: Offer, about: str, words: Words) -> Question:
    """Ask whether it is meant."""
    return Question(title=f"{offer.label}: {about}", confirm=words(f"person.confirm.{offer.id}"))


def hand_over_question(read: PersonRead, chosen: str, words: Words) -> Question:
    """Ask for the number on the card, to be scanned from the card itself."""
    order = read.order(chosen)
    return Question(
        title=words("person.do.hand-over"),
        confirm=words("person.confirm.hand-over"),
        hint=words("person.hand-over.hint"),
        fields=(_text("number", words, order.number if order else ""),),
    )


def pin_question(read: PersonRead, words: Words) -> Question:
    digits = read.policy.number("pin_digits")
    return Question(
        title=words("person.do.set-pin"),
        confirm=words("person.confirm.set-pin"),
        hint=words("person.pin.hint", count=digits),
        fields=(
            Asked(name="pin", label=words("person.pin"), kind=Kind.HIDDEN),
            Asked(name="pin_again", label=words("person.pin.again"), kind=Kind.HIDDEN),
        ),
    )


# Contact and identity.


def contact_names(read: PersonRead) -> tuple[str, ...]:
    """Return the fields by which somebody is reached, as the country writes an address."""
    return ("phone", "email", *ADDRESS.get(read.policy.text("country"), ADDRESS["LV"]), "care_of")


def contact_question(
    read: PersonRead, written: Mapping[str, str], words: Words, *, told: Mapping[str, str] | None = None
) -> Question:
    """Ask for what is different; a protected address is not shown, and stays as it is where nothing is typed.

    Args:
        told: Of somebody who came to register and is known: what they have just told, filled in over what is written.
    """
    protected = words("person.protected.hint") if read.shown.address_protected else ""
    known = words("person.known.hint") if told is not None else ""
    values = {**written, **(told or {})}
    return Question(
        title=words("person.do.change-contact"),
        confirm=words("person.confirm.change-contact"),
        hint=" ".join(filter(None, (known, protected))),
        fields=tuple(_text(name, words, values.get(name, "")) for name in contact_names(read)),
    )


def document_question(policy: Policy, words: Words, *, minor: bool, subject: str = PATRON) -> Question:
    """Ask which document is shown: what proves the identity of minors alone is left out for others (L-40)."""
    of_minors = policy.documents_of_minors
    kinds = [one for one in policy.documents if one not in of_minors or (minor and subject != GUARANTOR)]
    done = "guarantor-document" if subject == GUARANTOR else "note-document"
    return Question(
        title=words(f"person.do.{done}"),
        confirm=words("person.confirm.note-document"),
        hint=words("person.document.hint"),
        fields=(_one_of("document", _named(kinds, "document", words), words),),
    )


def rules_question(read: PersonRead, words: Words) -> Question:
    means = _named(read.policy.text("acceptance_means").split(), "promise", words)
    return Question(
        title=words("person.rules.title", version=read.policy.text("rules_version")),
        confirm=words("person.confirm.accept-rules"),
        fields=(_one_of("accepted", means, words),),
    )


def person_question(read: PersonRead, written: Mapping[str, str], words: Words) -> Question:
    """Ask for what is written about the person beside how they are reached."""
    wanted = [name for name in PERSON if not (read.institution and name in OF_PERSONS)]
    return Question(
        title=words("person.do.change-person"),
        confirm=words("person.confirm.change-person"),
        hint=words("person.code.hint") if "code" in wanted else "",
        fields=tuple(_of_person(name, read, written, words) for name in wanted),
    )


def _of_person(name: str, read: PersonRead, written: Mapping[str, str], words: Words) -> Asked:
    value = written.get(name, "")
    if name == "category":
        return _one_of(name, _named(read.policy.categories, "category", words), words, kind=Kind.LIST, value=value)
    if name == "language":
        return _one_of(name, {"": words("person.language.usual"), **LANGUAGES}, words, kind=Kind.LIST, value=value)
    if name == "address_protected":
        options = {"no": words("person.no"), "yes": words("person.yes")}
        protected = "yes" if read.shown.address_protected else "no"
        return _one_of(name, options, words, kind=Kind.LIST, value=protected)
    if name in DAYS and value:
        value = written_day(date.fromisoformat(value))
    return _text(name, words, value)


# Who answers, who speaks, and notes.


def guarantor_question(read: PersonRead, words: Words) -> Question:
    means = _named(read.policy.text("guarantee_means").split(), "promise", words)
    adults = (one for one in read.policy.documents if one not in read.policy.documents_of_minors)
    documents = {"": words("person.document.none"), **_named(adults, "document", words)}
    return Question(
        title=words("person.do.add-guarantor"),
        confirm=words("person.confirm.add-guarantor"),
        fields=(
            *(_text(name, words) for name in GUARANTORS),
            _one_of("guarantee_means", means, words, kind=Kind.LIST),
            _one_of("guarantor_document", documents, words, kind=Kind.LIST),
        ),
    )


def speaker_question(words: Words) -> Question:
    options = {"yes": words("person.yes"), "no": words("person.no")}
    borrows = Asked(name="borrows", label=words("person.borrows"), kind=Kind.LIST, value="yes", options=options)
    return Question(
        title=words("person.do.add-contact"),
        confirm=words("person.confirm.add-contact"),
        fields=(*(_text(name, words) for name in ("given", "family", "duty", "phone", "email")), borrows),
    )


def remark_question(words: Words, *, warning: bool) -> Question:
    done = "add-warning" if warning else "add-note"
    return Question(
        title=words(f"person.do.{done}"),
        confirm=words("person.confirm.add-note"),
        hint=words("person.warning.hint" if warning else "person.note.hint"),
        fields=(_text("body", words), Asked(name="until", label=label("until", words), kind=Kind.DAY)),
    )


# What is kept, and for how long.


def end_question(read: PersonRead, words: Words) -> Question:
    """Ask since when, and how they told; whoever may erase is asked whether to propose that at once."""
    erase = {"no": words("person.no"), "yes": words("person.yes")}
    fields = (
        Asked(name="on_day", label=label("on_day", words), kind=Kind.DAY, value=written_day(read.today)),
        _one_of("means", _named(MEANS, "end-use.means", words), words, kind=Kind.LIST),
    )
    proposes = (_one_of("erase", erase, words, kind=Kind.LIST),) if PERMISSION in read.permissions else ()
    return Question(
        title=words("person.do.end-use"),
        confirm=words("person.confirm.end-use"),
        hint=words("person.end-use.hint"),
        fields=(*fields, *proposes),
    )


def erase_question(read: PersonRead, words: Words) -> Question:
    """Ask why; what the person has at home comes back first."""
    return Question(
        title=f"{words('person.do.erase')}: {read.shown.name}",
        confirm=words("person.confirm.erase"),
        hint=words("person.erase.hint"),
        fields=(_text("reason", words),),
    )
