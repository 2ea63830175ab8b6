"""The life of a form (L-11): received and entered, looked at a second time, destroyed, with a record of each.

None of the records says what stood on the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.found import HeldForm
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import FormDestruction, FormReceipt, FormStep
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.forms import CHECKED, KEPT, VALIDATED, FormStanding

PAPER = "paper"
"""The kind of file that is none."""

UNKNOWN = "unknown"
KINDS = ("adult", "guarantee", "consent", UNKNOWN)
CHANNELS = ("desk", "letter", "e-mail", "file")
"""How a form comes (L-05, L-20)."""

PERMISSION = "forms"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedForm:
    """A form as it came, with what its signature looked like, if it had one (L-19)."""

    kind: str
    file_kind: str = PAPER
    channel: str = "desk"
    received_on: date | None = None
    signature: str = ""
    signer: str = ""
    signed_at: str = ""


def note_receipt(work: Work, patron: PatronId, form: ReceivedForm, *, checked: bool) -> FactId:
    """Write that a form was received and entered, and that a person has looked at it a second time."""
    receipt = FactId(
        work.add(
            FormReceipt(
                patron=patron,
                form_kind=form.kind,
                file_kind=form.file_kind,
                channel=form.channel,
                received_on=form.received_on or work.today,
                signature=form.signature,
                signer=form.signer,
                signed_at=form.signed_at,
            )
        )
    )
    if checked:
        work.add(FormStep(form_receipt=receipt, step=CHECKED, on_day=work.today))
    return receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMoved:
    """A form that has come a step further."""

    receipt: FactId
    patron: PatronId | None
    kind: str
    standing: FormStanding


def receive_form(work: Work, *, patron: str, form: ReceivedForm) -> Outcome[FormMoved]:
    """Note a form on paper whose person is entered: it waits for the second look, then to be destroyed."""
    found = work.borrower(patron)
    blocks = not_permitted(work, PERMISSION)
    if form.kind not in KINDS:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="form_kind"))
    if form.received_on is not None and form.received_on > work.today:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="received_on"))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if blocks:
        return Refused(blocks=blocks)
    receipt = note_receipt(work, found.patron, form, checked=False)
    moved = FormMoved(receipt=receipt, patron=found.patron, kind=form.kind, standing=FormStanding.TO_CHECK)
    return Done(record=moved, touched=frozenset({Touched.FORM}))


def check_forms(work: Work, *, receipts: Sequence[int]) -> Outcome[tuple[FormMoved, ...]]:
    """Note the second look: what was entered is what stands on these forms.

    Where the house rules ask for four eyes, whoever entered a form does not look a second time.
    """
    return _moved(work, receipts, CHECKED, _of_the_same)


def _of_the_same(work: Work, form: HeldForm) -> Iterator[Block]:
    if work.policy.number("second_look_by_another") and form.staff == work.acting.staff:
        yield block(Why.SECOND_LOOK_BY_ANOTHER, form=str(form.receipt))


def validate_forms(work: Work, *, receipts: Sequence[int]) -> Outcome[tuple[FormMoved, ...]]:
    """Note that somebody had the signatures of these forms validated elsewhere (L-19)."""
    return _moved(work, receipts, VALIDATED, _unsigned)


def _unsigned(_: Work, form: HeldForm) -> Iterator[Block]:
    if form.signature in {"", "none"}:
        yield block(Why.FORM_UNSIGNED, form=str(form.receipt))


def keep_forms(work: Work, *, receipts: Sequence[int]) -> Outcome[tuple[FormMoved, ...]]:
    """Note that the library keeps these forms (O-1): they leave the list of those to be destroyed."""
    return _moved(work, receipts, KEPT, lambda _, __: ())


def destroy_forms(work: Work, *, receipts: Sequence[int]) -> Outcome[tuple[FormMoved, ...]]:
    """Record that these forms are destroyed (L-11): when, by whom, what kind; never what they said.

    A form is destroyed after the second look. One that the library kept may be destroyed in the end.
    """
    found = [(receipt, work.form(receipt)) for receipt in dict.fromkeys(receipts)]
    blocks = [*not_permitted(work, PERMISSION), *_not_there(found)]
    forms = [form for _, form in found if form is not None]
    blocks += [
        block(Why.FORM_UNCHECKED, form=str(form.receipt)) for form in forms if form.standing is FormStanding.TO_CHECK
    ]
    if blocks:
        return Refused(blocks=tuple(blocks))
    for form in forms:
        note_destruction(work, form)
    return _done([_after(form, FormStanding.DESTROYED) for form in forms])


def note_destruction(work: Work, form: HeldForm) -> None:
    """Write that a form is destroyed."""
    work.add(
        FormDestruction(
            patron=form.patron or PatronId(0),
            form_kind=form.kind,
            file_kind=form.file_kind,
            form_receipt=form.receipt,
        )
    )


Looked = Sequence[tuple[int, HeldForm | None]]
BlocksOf = Callable[[Work, HeldForm], Iterable[Block]]


def _not_there(found: Looked) -> Iterator[Block]:
    """Yield a block for each form that nobody received, or that is destroyed."""
    for receipt, form in found:
        if form is None:
            yield block(Why.FORM_UNKNOWN, form=str(receipt))
        elif form.standing is FormStanding.DESTROYED:
            yield block(Why.FORM_DESTROYED, form=str(receipt))


def _moved(work: Work, receipts: Sequence[int], step: str, blocks_of: BlocksOf) -> Outcome[tuple[FormMoved, ...]]:
    """Write a step of each form that has not made it yet."""
    found = [(receipt, work.form(receipt)) for receipt in dict.fromkeys(receipts)]
    forms = [form for _, form in found if form is not None]
    own = [one for form in forms if step not in form.steps for one in blocks_of(work, form)]
    if blocks := (*not_permitted(work, PERMISSION), *_not_there(found), *own):
        return Refused(blocks=blocks)
    for form in forms:
        if step not in form.steps:
            work.add(FormStep(form_receipt=form.receipt, step=step, on_day=work.today))
    return _done([_after(form, form.standing_after(step)) for form in forms])


def _after(form: HeldForm, standing: FormStanding) -> FormMoved:
    return FormMoved(receipt=form.receipt, patron=form.patron, kind=form.kind, standing=standing)


def _done(moved: Sequence[FormMoved]) -> Done[tuple[FormMoved, ...]]:
    return Done(record=tuple(moved), touched=frozenset({Touched.FORM}))


def end_entered(work: Work, *, patron: PatronId, kind: str, file_kind: str, kept: bool) -> Outcome[PatronId]:
    """Record what became of the file of somebody who was entered from it: destroyed, or kept.

    Whoever was entered by an older version has no receipt; then the destruction stands by itself.
    """
    waiting = [
        form
        for form in work.forms_of(patron)
        if (form.kind, form.file_kind) == (kind, file_kind) and form.standing.is_open
    ]
    if kept:
        for form in waiting[:1]:
            work.add(FormStep(form_receipt=form.receipt, step=KEPT, on_day=work.today))
    elif waiting:
        note_destruction(work, waiting[0])
    else:
        work.add(FormDestruction(patron=patron, form_kind=kind, file_kind=file_kind))
    return Done(record=patron, touched=frozenset({Touched.FORM}))
