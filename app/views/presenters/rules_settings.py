"""The terms of lending on the screen: what holds somewhere, who says so, what comes; and writing another value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from app.db.queries.settings import policy_in_force
from app.db.queries.terms import RowShown, TermShown, departments, stronger_rows, terms_in_force
from app.desk.outcome import Done, Refused, Touched
from app.desk.terms import set_term, wrong_value
from app.rules.blocks import Why, block
from app.rules.terms import BY_GROUP, CLOSING, DAYS, NEXT_OPENING, NUMBER, OF_THE_PERSON, TERMS, YES_NO, TermKey
from app.views.presenters.days import written_day
from app.views.presenters.question import Answer, Answered, Asked, Kind, Question, QuestionState, deed
from app.views.presenters.service import Failed, Service
from app.views.presenters.settings_tab import TabPresenter
from app.views.presenters.stage import Stage
from app.words import Words

BRANCH, DEPARTMENT, MATERIAL, CATEGORY = "branch", "department", "material", "category"
PLACE = (BRANCH, DEPARTMENT, MATERIAL, CATEGORY)
"""For what terms are looked at, and written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A line of the table."""

    name: str
    term: str
    value: str
    why: str
    since: str
    coming: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesState:
    """What is shown.

    Attributes:
        place: For what: a code by each of `PLACE`; "" for none in particular.
        options: What may be chosen for each, codes with their names.
    """

    rows: tuple[TermRow, ...] = ()
    place: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asked: QuestionState = field(default_factory=QuestionState)


class RulesPresenter(TabPresenter[RulesState]):
    """Shows what holds for a place, and writes a term from a day on once somebody has seen what follows."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(RulesState(), service, words, stage)
        self._terms: dict[str, TermShown] = {}

    # What is shown.

    def refresh(self) -> None:
        """Read what holds for the place that is chosen; at first that is this branch."""
        options = self._options()
        own = self._branch("")
        usual = {BRANCH: own.code if own else ""}
        place = {name: self.state.place.get(name, usual.get(name, "")) for name in PLACE}
        place = {name: code if code in options[name] else "" for name, code in place.items()}
        ids = {one.code: one.branch for one in self._branches()}
        found = terms_in_force(
            self._service.database,
            self._service.today(),
            ids.get(place[BRANCH]),
            department=place[DEPARTMENT],
            material=place[MATERIAL],
            category=place[CATEGORY],
        )
        self._terms = {f"{one.name} {one.subject}": one for one in found}
        rows = tuple(self._row(name, one) for name, one in self._terms.items())
        self.change(rows=rows, place=place, options=options)

    def _options(self) -> dict[str, dict[str, str]]:
        words, own = self._words, self._service.place
        policy = policy_in_force(self._service.database, self._service.today(), own.branch if own else 0)
        named = {
            BRANCH: {one.code: one.name for one in self._branches()},
            DEPARTMENT: {name: name for name in departments(self._service.database)},
            MATERIAL: {code: words(f"material.{code}") for code in policy.materials},
            CATEGORY: {code: words(f"category.{code}") for code in policy.categories},
        }
        return {name: {"": words(f"rules.any.{name}"), **options} for name, options in named.items()}

    def _row(self, name: str, one: TermShown) -> TermRow:
        words, row = self._words, one.row
        since = "" if row is None else words.day(row.since) if row.since else words("rules.profile")
        coming = words("rules.coming", value=words.term(one.name, one.coming), first=one.coming_on)
        group = f" ({words.group(one.subject)})" if one.name == BY_GROUP else ""
        return TermRow(
            name=name,
            term=_capital(words(f"rules.term.{one.name}")) + group,
            value=words.term(one.name, one.value),
            why=self._scope(row) if row else words("rules.unsaid"),
            since=since,
            coming=coming if one.coming_on else "",
        )

    def _scope(self, row: RowShown) -> str:
        words, key = self._words, row.key
        parts = (
            self.state.options.get(BRANCH, {}).get(row.branch, row.branch) if row.branch else "",
            key.department,
            words(f"category.{key.category}") if key.category else "",
            words.group(key.subject) if key.subject else "",
        )
        return ", ".join(filter(None, parts)) or words("rules.all")

    def choose(self, name: str, code: str) -> None:
        """Look at another place."""
        self.change(place={**self.state.place, name: code})
        self.refresh()

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.SETTING, Touched.BRANCH, Touched.ITEM} & set(kinds) and self.state.options:
            self.refresh()

    # Writing.

    def ask_change(self, name: str) -> None:
        """Ask for another value of a term, from when it holds, and for what."""
        one, words = self._terms[name], self._words
        question = Question(
            title=_capital(words(f"rules.term.{one.name}")),
            hint=words(f"rules.hint.{TERMS[one.name]}"),
            confirm=words("rules.go-on"),
            fields=(*self._asked_value(one), self._asked_from(), *self._asked_place(one)),
        )
        self.asking.ask(question, partial(self._checked, one), lambda _: None)

    def _asked_value(self, one: TermShown) -> tuple[Asked, ...]:
        """Ask for the value in words, not in codes: for how long, yes or no, or a number."""
        words, kind, withdraw = self._words, TERMS[one.name], {"": self._words("rules.withdraw")}
        if kind == YES_NO:
            options = {"1": words("rules.value.yes"), "0": words("rules.value.no"), **withdraw}
            return (Asked(name="value", label=words("rules.value"), kind=Kind.LIST, value=one.value, options=options),)
        if kind == NUMBER:
            return (Asked(name="value", label=words("rules.value"), value=one.value),)
        until = {code: words(f"rules.value.{code}") for code in (NEXT_OPENING, CLOSING)}
        options = {DAYS: words("rules.how.days"), **until, **withdraw}
        how, days = (one.value, "") if one.value in until else (DAYS, one.value)
        return (
            Asked(name="how", label=words("rules.how"), kind=Kind.LIST, value=how, options=options),
            Asked(name="value", label=words("rules.number-of-days"), value=days),
        )

    def _read(self, one: TermShown, answer: Answer) -> Answer:
        """Return the answer with the value as it is kept; days that were left empty are none."""
        if TERMS[one.name] != DAYS:
            return answer
        value = (answer["value"] or "0") if answer["how"] == DAYS else answer["how"]
        return replace(answer, values={**answer.values, "value": value})

    def _asked_from(self) -> Asked:
        words = self._words
        return Asked(name="from_on", label=words("rules.from"), kind=Kind.DAY, value=written_day(self._service.today()))

    def _asked_place(self, one: TermShown) -> tuple[Asked, ...]:
        """Ask for what the term is to hold; for all that somebody has, there is no department and no material."""
        names = [name for name in PLACE if one.name != OF_THE_PERSON or name in {BRANCH, CATEGORY}]
        names = [name for name in names if one.name != BY_GROUP or name != MATERIAL]
        return tuple(
            Asked(
                name=name,
                label=self._words(f"rules.{name}"),
                kind=Kind.LIST,
                value=self.state.place.get(name, ""),
                options=self.state.options[name],
            )
            for name in names
        )

    def _checked(self, one: TermShown, answer: Answer, done: Answered, _: Failed) -> None:
        """Say what follows before anything is written; what cannot be is refused beside its field."""
        since = answer.day("from_on") or self._service.today()
        answer = self._read(one, answer)
        blocks = list(wrong_value(one.name, answer["value"]))
        if since < self._service.today():
            blocks.append(block(Why.FIELD_INVALID, field="from_on"))
        if blocks:
            done(Refused(blocks=tuple(blocks)))
            return
        self._confirm(one, answer, since)

    def _confirm(self, one: TermShown, answer: Answer, since: date) -> None:
        words = self._words
        subject = one.subject if one.name == BY_GROUP else answer[MATERIAL]
        key = TermKey(one.name, subject, answer[CATEGORY], answer[DEPARTMENT])
        new = RowShown(key=key, branch=answer[BRANCH], value=answer["value"], since=since)
        ids = {found.code: found.branch for found in self._branches()}
        above = stronger_rows(
            self._service.database, self._service.today(), key, branch=ids.get(new.branch), from_on=since
        )
        question = Question(
            title=words("rules.sure", term=words(f"rules.term.{one.name}"), value=self._value(new), first=since),
            hint=self._follows(one, new, above),
            confirm=words("rules.write"),
        )
        make = partial(
            set_term,
            term=one.name,
            value=new.value,
            subject=subject,
            category=key.category,
            department=key.department,
            branch=new.branch,
            from_on=since,
        )
        self.asking.ask(question, deed(self._service, lambda _: make), self._written)

    def _follows(self, one: TermShown, new: RowShown, above: Collection[RowShown]) -> str:
        """Return for what it will hold, what held, and which narrower rows stay."""
        words = self._words
        said = [words("rules.for", what=self._scope(new)), words("rules.now", value=words.term(one.name, one.value))]
        if above:
            stay = "; ".join(f"{self._value(row)} ({self._scope(row)})" for row in above)
            said.append(f"{words('rules.stronger')} {stay}.")
        return " ".join([*said, words("rules.loans-stay")])

    def _value(self, row: RowShown) -> str:
        return self._words.term(row.key.name, row.value) if row.value else self._words("rules.withdrawn")

    def _written(self, _: Done[Any]) -> None:
        self.refresh()
        self._say(self._words("rules.written"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
