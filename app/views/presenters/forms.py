"""Registration forms: what was read beside what is printed, a second look, and the form is destroyed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from app.db.queries.settings import settings_in_force
from app.desk.known_forms import KnownForm, compare_form
from app.desk.outcome import Outcome, Refused, Touched
from app.errors import LibraryError
from app.rules.blocks import Block, Why
from app.station.blank_plans import sheets
from app.views.presenters.alike import AlikePresenter, with_answer
from app.views.presenters.days import NoDay, read_day
from app.views.presenters.form_known import KnownSheet, known_sheet
from app.views.presenters.form_sheet import DraftRow, DraftSheet, draft_row, draft_sheet, file_notes
from app.views.presenters.line import QUIET, Line, Note, Tone
from app.views.presenters.patrons import PatronsPresenter
from app.views.presenters.registration import DAYS
from app.views.presenters.service import BlankOrder, Confirmation, DraftShown, FormEntered, FormsRead, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes, overridable
from app.views.presenters.trouble import error_line
from app.words import LANGUAGES, Words

ANSWERS = ("card", "consent")
NOT_READ_MAX = 3


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
        known: The form in sight beside somebody who is registered already, while that is asked about.
        seeking: The person of the form is looked for among all who are registered; back from `known` leads there.
        not_read: Of what came by itself and is no form we can read, the newest, each in a sentence.
    """

    rows: tuple[DraftRow, ...] = ()
    not_read: tuple[str, ...] = ()
    sheet: DraftSheet | None = None
    known: KnownSheet | None = None
    seeking: bool = False
    complaints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    may_override: bool = False
    asking: bool = False
    busy: bool = False

    @property
    def asks_who(self) -> bool:
        """Whether nobody has been chosen yet of those who are looked for."""
        return self.seeking and self.known is None


class FormsPresenter(Showing[FormsState]):
    """Reads forms, shows them side by side, and enters them."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(FormsState())
        self._service, self._words, self._stage = service, words, stage
        self.alike = AlikePresenter(service, words, stage)
        self.found = PatronsPresenter(service, words, stage)
        self._confirmation: Confirmation | None = None
        self._blocks: tuple[Block, ...] = ()
        self._codes: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Show the forms that wait; the one in sight stays there while it waits."""
        drafts = self._service.drafts()
        in_sight = self.state.sheet.draft if self.state.sheet else None
        chosen = next((one for one in drafts if one.draft == in_sight), drafts[0] if drafts else None)
        not_read = tuple(self._not_read(*one) for one in self._service.post.unread[:NOT_READ_MAX])
        self.change(rows=tuple(draft_row(self._words, one) for one in drafts), not_read=not_read)
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
        sheet = draft_sheet(self._words, draft, self._rules(), self._service.local) if draft else None
        notes = file_notes(self._words, draft) if draft else ()
        self._blocks = ()
        self.alike.begin()
        self.found.forget()
        self.change(sheet=sheet, known=None, seeking=False, complaints={}, notes=notes)
        self.change(may_override=False, asking=False, busy=False)
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
        """Register whom the form describes, as corrected, and destroy the form unless it is kept.

        While somebody is in sight who is registered already, it is entered for them.
        """
        sheet, known = self.state.sheet, self.state.known
        fields = self._checked(values)
        if sheet is None or self.state.busy or self.state.asks_who or fields is None:
            return
        if known is None:
            self.alike.look(values)
        found = known.scan if known else ""
        self._attempt(Confirmation(draft=sheet.draft, fields=fields, card=card.strip(), keep=keep, known=found))

    def _checked(self, values: Mapping[str, str]) -> dict[str, str] | None:
        """Return the values as the deed takes them; None, and what is wrong with which, where a day is none."""
        fields, wrong = _as_fields(values)
        if wrong:
            self.change(complaints={name: self._words("patrons.no-day") for name in wrong})
        return None if wrong else fields

    # Somebody who is registered already.

    def this_one(self, key: str, values: Mapping[str, str]) -> None:
        """Show what would change if the form were entered for the one alike with this digit (L-41)."""
        self.enter_for(self.alike.scan_of(key), values)

    def may_seek(self) -> bool:
        sheet, state = self.state.sheet, self.state
        return sheet is not None and not sheet.to_destroy and not state.busy and not state.asks_who

    def seek(self) -> None:
        """Look for the person among all who are registered: by another name, nobody is alike."""
        if self.may_seek():
            self.change(known=None, seeking=True, asking=False)

    def enter_for(self, scan: str, values: Mapping[str, str]) -> None:
        """Show what would change if the form were entered for whoever this finds; "" is nobody."""
        fields = self._checked(values)
        if fields is None:
            self.change(seeking=False)
        if scan and fields is not None and self.state.sheet is not None and not self.state.busy:
            self.change(busy=True, complaints={}, notes=())
            compare = partial(compare_form, patron=scan, fields=fields)
            self._service.do(compare, done=self._compared, failed=self._failed)

    def _compared(self, outcome: Outcome[KnownForm]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome.blocks)
        else:
            self.change(known=known_sheet(self._words, outcome.record))

    def open_person(self) -> None:
        """Go to the page of this one, to settle what a form does not; the form waits."""
        known = self.state.known
        if known is not None:
            self.change(known=None, seeking=False)
            self._stage.open_details(known.scan)

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
            left = [found for found in self._blocks if found.why is not Why.LOOKS_ALIKE]
            self._show_refused(left)
            self._stage.say(Line(tone=Tone.PLAIN, text=self._words.block(left[0])) if left else QUIET)

    def step_back(self) -> None:
        """Close what is asked, from the inside out."""
        if self.state.asking:
            self.change(asking=False)
        elif self.state.known is not None:
            self.change(known=None)
        else:
            self.change(seeking=False)

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
        doubts = " ".join(self._words.block(notice) for notice in outcome.notices)
        self._show(None)
        self.refresh()
        tone = Tone.ATTENTION if doubts else Tone.OK
        self._stage.say(Line(tone=tone, text=" ".join(text.split()), todo=doubts))

    def _entered(self, entered: FormEntered) -> str:
        name = entered.registered.name
        said = self._words("forms.entered.known" if entered.known else "forms.entered", name=name)
        if entered.destroyed or entered.kept:
            return f"{said} {self._words('forms.file.destroyed' if entered.destroyed else 'forms.file.kept')}"
        return f"{said} {self._words('forms.file.beside', count=entered.beside)}"

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
            known=None if at_fields else self.state.known,
            seeking=self.state.seeking and not at_fields,
            complaints={name: self._words.block(one) for name, one in at_fields.items()},
            notes=block_notes(self._words, rest, acting),
            may_override=bool(rest) and not self.alike.state.asks and {one.why.value for one in open_} == self._codes,
        )

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self.refresh()
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        self.found.touched(kinds)
        if {Touched.FORM} & set(kinds):
            self.refresh()

    # Telling.

    def _not_read(self, name: str, error: LibraryError) -> str:
        said = error_line(self._words, error).text
        return said if name and name in said else ": ".join(filter(None, (name, said)))

    def _rules(self) -> Mapping[str, str]:
        place = self._service.place
        return settings_in_force(self._service.database, self._service.today(), place.branch if place else 0)


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
