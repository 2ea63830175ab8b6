"""Outcomes as a librarian reads them: one line for what was done, every block for what was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.desk.checkin import Returned
from app.desk.checkout import Lent
from app.desk.found import Acting
from app.desk.holds import Placed
from app.desk.renew import Renewed
from app.desk.undo import Undone
from app.rules.blocks import Block, Severity, Why
from app.rules.identity import masked_code, read_personal_code
from app.rules.todo import Todo
from app.views.presenters.line import Line, Note, Tone
from app.words import Words

WITH_NEXT_STEP = frozenset(
    {
        Why.UNKNOWN_SCAN,
        Why.CARD_BLOCKED,
        Why.GUARANTEE_MISSING,
        Why.LOANS_AT_LIMIT,
        Why.NOT_FOR_LOAN,
        Why.RENEWALS_AT_LIMIT,
        Why.NOT_ON_LOAN,
        Why.NOT_PERMITTED,
        Why.NUMBER_TAKEN,
        Why.BARCODE_TAKEN,
    }
)
"""Blocks whose own sentence does not say already what to do next: `desk.next.<code>` does."""


def lent_line(words: Words, lent: Lent, notices: Iterable[Block] = ()) -> Line:
    """Tell of a loan; a notice that is not yet in sight calls for a second look."""
    text = words("desk.lent", title=lent.title, patron=lent.patron_name, due=lent.due_on)
    if lent.taken_by:
        text = f"{text} {words('desk.lent.taken-by', name=lent.taken_by)}"
    return _with_notices(words, text, notices)


def renewed_line(words: Words, renewed: Renewed, notices: Iterable[Block] = ()) -> Line:
    text = words("desk.renewed", title=renewed.title, patron=renewed.patron_name, due=renewed.due_on)
    return _with_notices(words, text, notices)


def placed_line(words: Words, placed: Placed, notices: Iterable[Block] = ()) -> Line:
    """Tell of a hold, with the place in the queue, or that a copy is to be fetched."""
    figures = {"title": placed.title, "patron": placed.patron_name, "branch": placed.pickup, "place": placed.position}
    return _with_notices(words, words(f"desk.held.{placed.kind}", **figures), notices)


def returned_line(words: Words, returned: Returned, notices: Iterable[Block] = ()) -> Line:
    code = "desk.returned.late" if returned.days_late else "desk.returned"
    text = words(code, title=returned.title, patron=returned.patron_name, count=returned.days_late)
    said = (*(todo_sentence(words, one) for one in returned.todo), *(words.block(notice) for notice in notices))
    todo = " ".join(said)
    return Line(tone=Tone.ATTENTION if todo else Tone.OK, text=text, todo=todo)


def undone_line(words: Words, undone: Undone) -> Line:
    text = words(f"desk.undone.{undone.deed}", title=undone.title, patron=undone.patron_name)
    return Line(tone=Tone.OK, text=text)


def todo_sentence(words: Words, todo: Todo) -> str:
    return words(f"todo.{todo.code}", **dict(todo.figures))


def _with_notices(words: Words, text: str, notices: Iterable[Block]) -> Line:
    said = " ".join(words.block(notice) for notice in notices)
    return Line(tone=Tone.ATTENTION if said else Tone.OK, text=text, todo=said)


def overridable(blocks: Iterable[Block], acting: Acting | None) -> frozenset[str]:
    """Return the codes of those blocks that whoever is signed in may override."""
    permissions: Collection[str] = acting.permissions if acting else ()
    return frozenset(
        found.why.value for found in blocks if found.severity is Severity.OVERRIDE and found.permission in permissions
    )


def block_notes(words: Words, blocks: Iterable[Block], acting: Acting | None) -> tuple[Note, ...]:
    """Return every reason to refuse, each with what may be done about it."""
    blocks = tuple(blocks)
    mine = overridable(blocks, acting)
    return tuple(
        Note(
            tone=Tone.ATTENTION if found.why.value in mine else Tone.REFUSED,
            text=words.block(found),
            hint=_next_step(words, found, mine),
        )
        for found in blocks
    )


def _next_step(words: Words, found: Block, mine: frozenset[str]) -> str:
    if found.why.value in mine:
        return ""
    if found.severity is Severity.OVERRIDE:
        return words("desk.next.ask", permission=words(f"permission.{found.permission}"))
    return words(f"desk.next.{found.why}") if found.why in WITH_NEXT_STEP else ""


def warning_notes(words: Words, blocks: Iterable[Block]) -> tuple[Note, ...]:
    """Return what stands between a patron and a loan, before any copy is scanned."""
    return tuple(
        Note(
            tone=Tone.ATTENTION if found.severity is Severity.INFORMATION else Tone.REFUSED,
            text=words.block(found),
        )
        for found in blocks
    )


def discreet(scan: str, country: str) -> str:
    """Return a scan as it may be shown: one that can be read as a personal code is masked."""
    code = read_personal_code(scan, country)
    return masked_code(code.value) if code else scan
