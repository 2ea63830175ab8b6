"""Registration forms: what was read beside what is printed, a second look, and the form is destroyed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.db.queries.settings import settings_in_force
from app.desk.applications import FIELDS, Unread
from app.desk.outcome import Outcome, Refused, Touched
from app.errors import LibraryError
from app.rules.blocks import Block, Why
from app.rules.forms import GUARANTEES
from app.station.blank_plans import sheets
from app.station.signatures import signature_lines
from app.views.presenters.alike import AlikePresenter, with_answer
from app.views.presenters.days import NoDay, read_day, written_day
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.registration import ADDRESS, CONTACT, DAYS, GUARANTOR
from app.views.presenters.service import BlankOrder, Confirmation, DraftShown, FormEntered, FormsRead, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes, overridable
from app.views.presenters.trouble import error_line
from app.words import LANGUAGES, Words

ANSWERS = ("card", "consent")
NOT_READ_MAX = 3
ALWAYS = ("given", "family", "code", "birth", *CONTACT)
"""Shown even where the form says nothing: what a registration needs, or nearly always has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One form in the list."""

    draft: int
    name: str
    kind: str
    file: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One field of a form.

    Attributes:
        value: As people write it: days day first.
        source: The label as printed on the form; "" where the form does not have it.
        written: What stands there, where it is not what `value` says; for several fields with the first alone.
        problem: What could not be read.
    """

    name: str
    label: str
    value: str
    source: str
    written: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSheet:
    """One form, side by side with what was read of it.

    Attributes:
        doubts: How much of it is to be looked at, before anything is entered; "" for nothing.
        signature: What its signatures say, the most important first.
        altered: Whether it was altered since it was signed.
        keeps: Whether the rules of the library keep forms of this kind; whoever confirms may decide otherwise.
    """

    draft: int
    title: str
    file: str
    path: Path
    doubts: str
    fields: tuple[FieldRow, ...]
    unread: tuple[Unread, ...]
    signature: tuple[str, ...]
    altered: bool
    keeps: bool
    to_destroy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A blank form that can be written; `file` is the name to offer."""

    kind: str
    language: str
    label: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsState:
    """Everything that the screen shows.

    Attributes:
        not_read: Of what came by itself and is no form we can read, the newest, each in a sentence.
    """

    rows: tuple[DraftRow, ...] = ()
    not_read: tuple[str, ...] = ()
    sheet: DraftSheet | None = None
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    may_override: bool = False
    asking: bool = False
    busy: bool = False


class FormsPresenter(Showing[FormsState]):
    """Reads forms, shows them side by side, and enters them."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(FormsState())
        self._service, self._words, self._stage = service, words, stage
        self.alike = AlikePresenter(service, words, stage)
        self._confirmation: Confirmation | None = None
        self._blocks: tuple[Block, ...] = ()
        self._codes: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Show the forms that wait; the one in sight stays there while it waits."""
        drafts = self._service.drafts()
        in_sight = self.state.sheet.draft if self.state.sheet else None
        chosen = next((one for one in drafts if one.draft == in_sight), drafts[0] if drafts else None)
        not_read = tuple(self._not_read(*one) for one in self._service.post.unread[:NOT_READ_MAX])
        self.change(rows=tuple(self._row(one) for one in drafts), not_read=not_read)
        if chosen is None or chosen.draft != in_sight:
            self._show(chosen)

    def choose(self, draft: int) -> None:
        chosen = next((one for one in self._service.drafts() if one.draft == draft), None)
        if chosen is not None:
            self._show(chosen)

    def forget(self) -> None:
        """Put everything away: nobody's form stays in sight."""
        self.change(rows=(), not_read=())
        self._show(None)

    def _show(self, draft: DraftShown | None) -> None:
        sheet = self._sheet(draft) if draft else None
        notes = self._of_the_file(draft)
        self._blocks = ()
        self.alike.begin()
        self.change(sheet=sheet, complaints={}, notes=notes, may_override=False, asking=False, busy=False)
        if sheet is not None:
            self.alike.look({field.name: field.value for field in sheet.fields})

    # Reading.

    def read(self, paths: Sequence[Path]) -> None:
        """Read files as drafts; nobody is registered yet."""
        if paths:
            self.change(busy=True)
            self._service.read_forms(paths, done=self._read, failed=self._failed)

    def _read(self, result: FormsRead) -> None:
        self.change(busy=False)
        self.refresh()
        if result.drafts:
            self.choose(result.drafts[0])
        refused = (self._refused_file(name, error) for name, error in result.refused)
        self.change(notes=(*self.state.notes, *refused))
        tone = Tone.REFUSED if result.refused else Tone.OK
        self._stage.say(Line(tone=tone, text=self._words("forms.read", count=len(result.drafts))))

    def _refused_file(self, name: str, error: Exception) -> Note:
        line = error_line(self._words, error)  # type: ignore[arg-type]  # Only known errors are told by file.
        return Note(tone=Tone.REFUSED, text=f"{name}: {line.text}", hint=line.todo)

    # Blank forms.

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The forms that the network has, in the language of this desk first."""
        own = self._words.language
        languages = sorted(LANGUAGES, key=lambda language: language != own)
        kinds = sheets(self._rules().get("country", ""))
        return tuple(self._blank(kind, language) for language in languages for kind in kinds)

    def _blank(self, kind: str, language: str) -> Blank:
        title = Words(language)(f"blank.{kind}.title")
        return Blank(kind=kind, language=language, label=f"{title} · {LANGUAGES[language]}", file=f"{title}.pdf")

    def write_blank(self, blank: Blank, path: Path) -> None:
        """Write a blank form, to be sent or printed."""
        order = BlankOrder(kind=blank.kind, language=blank.language, path=path)
        self.change(busy=True)
        self._service.write_blank(order, done=self._blank_written, failed=self._failed)

    def _blank_written(self, path: Path) -> None:
        self.change(busy=False)
        self._stage.say(Line(tone=Tone.OK, text=self._words("forms.blank.done", file=path.name)))
        self._stage.open_file(path)

    # Confirming.

    def confirm(self, values: Mapping[str, str], *, card: str = "", keep: bool = False) -> None:
        """Register whom the form describes, as corrected, and destroy the form unless it is kept."""
        sheet = self.state.sheet
        if sheet is None or self.state.busy:
            return
        fields, wrong = _as_fields(values)
        if wrong:
            self.change(complaints={name: self._words("patrons.no-day") for name in wrong})
            return
        self.alike.look(values)
        self._attempt(Confirmation(draft=sheet.draft, fields=fields, card=card.strip(), keep=keep))

    def set_aside(self) -> None:
        """Put the form in sight aside: it becomes nobody, and the other forms of its file are done without it."""
        sheet = self.state.sheet
        if sheet is None or sheet.to_destroy or self.state.busy:
            return
        name = next((row.name for row in self.state.rows if row.draft == sheet.draft), "")
        self.change(busy=True)
        self._service.set_aside_form(
            sheet.draft, done=lambda gone: self._aside(name, destroyed=gone), failed=self._failed
        )

    def _aside(self, name: str, *, destroyed: bool) -> None:
        self._show(None)
        self.refresh()
        code = "forms.aside.destroyed" if destroyed else "forms.aside"
        self._stage.say(Line(tone=Tone.OK, text=self._words(code, name=name)))

    def ask_reason(self) -> None:
        if self.state.may_override:
            self.change(asking=True)

    def override(self, reason: str) -> None:
        """Register in spite of what was refused, for a reason."""
        before = self._confirmation
        if reason.strip() and before is not None:
            self._attempt(replace(before, override=self._codes, reason=reason))

    def another(self) -> None:
        """Say that whoever looks alike is somebody else; what else was refused stays to be settled."""
        self.alike.another()
        if self._blocks:
            self._show_refused([found for found in self._blocks if found.why is not Why.LOOKS_ALIKE])

    def step_back(self) -> None:
        self.change(asking=False)

    def _attempt(self, confirmation: Confirmation) -> None:
        self._confirmation = confirmation
        self.change(busy=True, complaints={}, notes=())
        codes, reason = with_answer(confirmation.override, confirmation.reason, self.alike.settled())
        answered = replace(confirmation, override=codes, reason=reason)
        self._service.confirm_form(answered, done=self._confirmed, failed=self._failed)

    def _confirmed(self, outcome: Outcome[FormEntered]) -> None:
        self.change(busy=False, asking=False)
        if isinstance(outcome, Refused):
            self._refused(outcome.blocks)
            return
        text = self._entered(outcome.record)
        self._show(None)
        self.refresh()
        self._stage.say(Line(tone=Tone.OK, text=" ".join(text.split())))

    def _entered(self, entered: FormEntered) -> str:
        name = entered.registered.name
        if entered.destroyed or entered.kept:
            return self._words("forms.entered.destroyed" if entered.destroyed else "forms.entered.kept", name=name)
        return self._words("forms.entered.beside", name=name, count=entered.beside)

    def _refused(self, blocks: Sequence[Block]) -> None:
        self._show_refused(blocks)
        self._stage.say(Line(tone=Tone.REFUSED, text=self._words.block(blocks[0])))

    def _show_refused(self, blocks: Sequence[Block]) -> None:
        self._blocks = tuple(blocks)
        acting, open_ = self._service.acting, self.alike.not_asked_here(blocks)
        at_fields = {str(dict(one.figures)["field"]): one for one in open_ if _names_field(one)}
        rest = [one for one in open_ if not _names_field(one)]
        self._codes = overridable(open_, acting)
        self.change(
            complaints={name: self._words.block(one) for name, one in at_fields.items()},
            notes=block_notes(self._words, rest, acting),
            may_override=bool(rest) and not self.alike.state.asks and {one.why.value for one in open_} == self._codes,
        )

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self.refresh()
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.FORM} & set(kinds):
            self.refresh()

    # Telling.

    def _row(self, draft: DraftShown) -> DraftRow:
        name = " ".join(filter(None, (draft.application.fields.get("given"), draft.application.fields.get("family"))))
        altered = draft.application.signature_state == "altered"
        doubtful = draft.application.problems or draft.to_destroy or altered
        return DraftRow(
            draft=draft.draft,
            name=name or self._words("forms.to-destroy" if draft.to_destroy else "forms.no-name"),
            kind=self._words(f"form.kind.{draft.application.kind}"),
            file=draft.application.place_in(draft.path.name),
            tone=Tone.ATTENTION if doubtful else Tone.PLAIN,
        )

    def _not_read(self, name: str, error: LibraryError) -> str:
        said = error_line(self._words, error).text
        return said if name and name in said else ": ".join(filter(None, (name, said)))

    def _sheet(self, draft: DraftShown) -> DraftSheet:
        fields = () if draft.to_destroy else self._fields(draft)
        return DraftSheet(
            draft=draft.draft,
            title=self._words(f"form.kind.{draft.application.kind}"),
            file=draft.application.place_in(draft.path.name),
            path=draft.path,
            doubts=self._doubts(fields, draft.application.unread),
            fields=fields,
            unread=draft.application.unread,
            signature=() if draft.to_destroy else signature_lines(draft.application, self._words, self._service.local),
            altered=draft.application.signature_state == "altered",
            keeps=self._keeps(draft.application.kind),
            to_destroy=draft.to_destroy,
        )

    def _keeps(self, kind: str) -> bool:
        return kind in GUARANTEES and self._rules().get("destroy_guarantees", "0") == "0"

    def _rules(self) -> Mapping[str, str]:
        place = self._service.place
        return settings_in_force(self._service.database, self._service.today(), place.branch if place else 0)

    def _of_the_file(self, draft: DraftShown | None) -> tuple[Note, ...]:
        """What of the form's file could not be read, to be looked at before the file is destroyed."""
        problems = [one for one in draft.application.problems if not one.field] if draft else []
        return tuple(
            Note(tone=Tone.ATTENTION, text=self._words.form_problem("", one.code, one.value)) for one in problems
        )

    def _names(self, draft: DraftShown) -> list[str]:
        """What the form says, and what a registration needs, in the order of the paper."""
        wanted = {*ALWAYS, *ADDRESS.get(self._rules().get("country", ""), ()), *draft.application.fields}
        wanted |= {problem.field for problem in draft.application.problems}
        if draft.application.kind in GUARANTEES:
            wanted |= {*GUARANTOR, "consent"}
        return [name for name in FIELDS if name in wanted]

    def _doubts(self, fields: Sequence[FieldRow], unread: Sequence[Unread]) -> str:
        """Say it above the fields: what was not understood stands below them, perhaps out of sight."""
        doubtful = sum(bool(one.problem) for one in fields)
        said = (
            self._words("forms.doubtful", count=doubtful) if doubtful else "",
            self._words("forms.unread.count", count=len(unread)) if unread else "",
        )
        return "   ·   ".join(filter(None, said))

    def _fields(self, draft: DraftShown) -> tuple[FieldRow, ...]:
        """Return the fields; what fills several of them, an address, is shown beside the first."""
        rows: list[FieldRow] = []
        for name in self._names(draft):
            row = self._field(name, draft)
            again = any((one.source, one.written) == (row.source, row.written) for one in rows)
            rows.append(replace(row, written="") if again else row)
        return tuple(rows)

    def _field(self, name: str, draft: DraftShown) -> FieldRow:
        problems = [one for one in draft.application.problems if one.field == name]
        label, value = self._words(f"field.{name}"), self._as_shown(name, draft.application.fields.get(name, ""))
        written = draft.application.written.get(name, "")
        if not value and problems:
            written = problems[0].value
        return FieldRow(
            name=name,
            label=label[:1].upper() + label[1:],
            value=value,
            source=draft.application.sources.get(name, ""),
            written=written if _bare(written) != _bare(value) else "",
            problem=" ".join(self._words.form_problem(name, one.code, one.value) for one in problems),
        )

    def _as_shown(self, name: str, value: str) -> str:
        return written_day(date.fromisoformat(value)) if name in DAYS and value else value


def _bare(value: str) -> str:
    """Return a value without what makes no difference to whoever compares it with the paper."""
    return "".join(letter for letter in value.casefold() if letter.isalnum())


def _as_fields(values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the values as the deed takes them, days in ISO; and the names of days that are none."""
    fields, wrong = {}, []
    for name, value in values.items():
        fields[name] = " ".join(value.split())
        if name in DAYS:
            try:
                day = read_day(value)
            except NoDay:
                wrong.append(name)
            else:
                fields[name] = day.isoformat() if day else ""
    return fields, wrong


def _names_field(found: Block) -> bool:
    return found.why in {Why.FIELD_MISSING, Why.FIELD_INVALID, Why.FIELD_TOO_LONG}
