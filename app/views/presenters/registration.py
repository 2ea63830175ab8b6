"""Registering a patron: fields as on the paper form, every problem beside its field, and overriding where one may."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from app.db.queries.settings import policy_in_force
from app.desk.outcome import Outcome, Refused
from app.desk.patrons import Contact, Registered, register_patron
from app.desk.promises import Guarantor
from app.rules.blocks import Block, Why
from app.rules.identity import is_minor
from app.rules.policy import Policy
from app.views.presenters.alike import AlikePresenter, with_answer
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.line import QUIET, Line, Note, Tone
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes, overridable
from app.words import Words

PERSON = ("given", "family", "birth", "code", "category", "document")
CARD = ("card", "card_kind")
CONTACT = ("phone", "email")
GUARANTOR = (
    "guarantor_given",
    "guarantor_family",
    "guarantor_birth",
    "guarantor_code",
    "guarantor_phone",
    "guarantor_email",
    "guarantee_means",
    "guarantor_document",
)
ADDRESS = {
    "LV": ("street", "house", "flat", "village", "parish", "municipality", "town", "postcode"),
    "DK": ("street", "house", "flat", "postcode", "town"),
}
REQUIRED = frozenset({"given", "family"})
DAYS = ("birth", "guarantor_birth")
PERSONAL_CODE = "personal_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm:
    """What is to be filled in here: it differs between the countries.

    Attributes:
        kinds: Codes of kinds of cards, each with its name.
        categories: Likewise; first comes "", where the birth date decides.
        documents: Likewise, what was shown (L-07); first comes "" for nothing; `of_adults` without those of minors.
        means: Likewise, how a guarantor promises; the first is the usual one.
    """

    address: tuple[str, ...]
    kinds: Mapping[str, str]
    categories: Mapping[str, str]
    documents: Mapping[str, str]
    of_adults: Mapping[str, str]
    means: Mapping[str, str]

    @property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """The fields in which one of several is chosen; of each the first is the usual one."""
        return {
            "category": self.categories,
            "card_kind": self.kinds,
            "document": self.documents,
            "guarantor_document": self.of_adults,
            "guarantee_means": self.means,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationState:
    """What the form says.

    Attributes:
        complaints: By the name of a field: what is wrong with it.
        notes: Reasons to refuse that belong to no field.
        minor: Whether a guarantor is needed, as far as the birth date tells.
    """

    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    minor: bool = False
    may_override: bool = False
    asking: bool = False
    busy: bool = False


class RegistrationPresenter(Showing[RegistrationState]):
    """Reads the form and registers whom it describes."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(RegistrationState())
        self._service, self._words, self._stage = service, words, stage
        self.alike = AlikePresenter(service, words, stage)
        self.registered: Callable[[], object] = lambda: None
        self._values: Mapping[str, str] = {}
        self._blocks: tuple[Block, ...] = ()
        self._codes: frozenset[str] = frozenset()

    def form(self) -> RegistrationForm:
        policy, words = self._policy(), self._words
        kinds = [kind for kind in policy.number_kinds if kind != PERSONAL_CODE]
        none = {"": words("person.document.none")}
        documents = {kind: words(f"document.{kind}") for kind in policy.documents}
        return RegistrationForm(
            address=ADDRESS.get(policy.text("country"), ADDRESS["LV"]),
            kinds={kind: words(f"number.{kind}") for kind in kinds},
            categories={"": words("patrons.by-age")} | {name: words(f"category.{name}") for name in policy.categories},
            documents=none | documents,
            of_adults=none | {kind: name for kind, name in documents.items() if kind not in policy.documents_of_minors},
            means={means: words(f"promise.{means}") for means in policy.text("guarantee_means").split()},
        )

    def _policy(self) -> Policy:
        place = self._service.place
        return policy_in_force(self._service.database, self._service.today(), place.branch if place else 0)

    def begin(self) -> None:
        """Begin with an empty form."""
        self._values, self._blocks, self._codes = {}, (), frozenset()
        self.alike.begin()
        self.change(complaints={}, notes=(), minor=False, may_override=False, asking=False, busy=False)

    def look_at_birth(self, text: str) -> None:
        """Ask for a guarantor as soon as the birth date calls for one."""
        try:
            birth_on = read_day(text)
        except NoDay:
            return
        years = self._policy().number("guarantee_until_years")
        self.change(minor=is_minor(birth_on, self._service.today(), years))

    def register(self, values: Mapping[str, str]) -> None:
        """Register whom these values describe."""
        if self.state.busy:
            return
        self._values = {name: " ".join(value.split()) for name, value in values.items()}
        self.alike.look(self._values)
        self._attempt(codes=(), reason="")

    def ask_reason(self) -> None:
        if self.state.may_override:
            self.change(asking=True)

    def override(self, reason: str) -> None:
        """Register in spite of what was refused, for a reason."""
        if reason.strip():
            self._attempt(codes=self._codes, reason=reason)

    def another(self) -> None:
        """Say that whoever looks alike is somebody else; what else was refused stays to be settled."""
        self.alike.another()
        if self._blocks:
            left = [found for found in self._blocks if found.why is not Why.LOOKS_ALIKE]
            self._show_refused(left)
            self._stage.say(Line(tone=Tone.PLAIN, text=self._words.block(left[0])) if left else QUIET)

    def step_back(self) -> bool:
        """Close the question for a reason; tell whether it was open."""
        was_open = self.state.asking
        self.change(asking=False)
        return was_open

    def _attempt(self, *, codes: Collection[str], reason: str) -> None:
        values = self._values
        try:
            days = {name: read_day(values.get(name, "")) for name in DAYS}
        except NoDay:
            self._complain_of_days()
            return
        self.change(busy=True, complaints={}, notes=())
        overridden, why = with_answer(codes, reason, self.alike.settled())
        deed = partial(
            register_patron,
            given=values.get("given", ""),
            family=values.get("family", ""),
            birth_on=days["birth"],
            code=values.get("code", ""),
            card=values.get("card", ""),
            card_kind=values.get("card_kind") or next(iter(self.form().kinds), ""),
            category=values.get("category", ""),
            contact=Contact(**{name: values.get(name, "") for name in Contact.__dataclass_fields__}),
            school=values.get("school", ""),
            document=values.get("document", ""),
            guarantor=self._guarantor(values, days["guarantor_birth"]),
            override=overridden,
            reason=why,
        )
        self._service.do(deed, done=self._registered, failed=self._failed)

    def _complain_of_days(self) -> None:
        wrong = {name for name in DAYS if not _is_day(self._values.get(name, ""))}
        self.change(complaints={name: self._words("patrons.no-day") for name in wrong})

    def _guarantor(self, values: Mapping[str, str], birth_on: date | None) -> Guarantor | None:
        if not values.get("guarantor_family"):
            return None
        return Guarantor(
            given=values.get("guarantor_given", ""),
            family=values["guarantor_family"],
            code=values.get("guarantor_code", ""),
            birth_on=birth_on,
            phone=values.get("guarantor_phone", ""),
            email=values.get("guarantor_email", ""),
            means=values.get("guarantee_means", ""),
            document=values.get("guarantor_document", ""),
        )

    def _registered(self, outcome: Outcome[Registered]) -> None:
        self.change(busy=False, asking=False)
        if isinstance(outcome, Refused):
            self._refused(outcome.blocks)
            return
        record, doubts = outcome.record, " ".join(self._words.block(notice) for notice in outcome.notices)
        self.begin()
        self.registered()
        self._stage.open_patron(record.number)
        text = self._words("patrons.registered", name=record.name)
        self._stage.say(Line(tone=Tone.ATTENTION if doubts else Tone.OK, text=text, todo=doubts))

    def _refused(self, blocks: Sequence[Block]) -> None:
        self._show_refused(blocks)
        self._stage.say(Line(tone=Tone.REFUSED, text=self._words.block(blocks[0])))

    def _show_refused(self, blocks: Sequence[Block]) -> None:
        """Say beside each field what is wrong with it, and above the form what belongs to none and is asked nowhere."""
        self._blocks = tuple(blocks)
        open_ = self.alike.not_asked_here(blocks)
        at_fields = {str(dict(found.figures).get("field", "")): found for found in open_ if _names_field(found)}
        rest = [found for found in open_ if not _names_field(found)]
        acting = self._service.acting
        self._codes = overridable(open_, acting)
        self.change(
            complaints={name: self._words.block(found) for name, found in at_fields.items()},
            notes=block_notes(self._words, rest, acting),
            minor=self.state.minor or any(found.why is Why.GUARANTEE_MISSING for found in blocks),
            may_override=bool(rest)
            and not self.alike.state.asks
            and {found.why.value for found in open_} == self._codes,
        )

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)


def _names_field(found: Block) -> bool:
    return found.why in {Why.FIELD_MISSING, Why.FIELD_INVALID, Why.FIELD_TOO_LONG}


def _is_day(text: str) -> bool:
    try:
        read_day(text)
    except NoDay:
        return False
    return True
