"""A patron as the desk shows one: who it is, what to know before lending, and the loans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.db.queries.holds import HoldShown
from app.db.queries.people import LoanShown, PatronShown
from app.rules.blocks import Why
from app.rules.holds import Stage
from app.views.presenters.line import Note, Tone
from app.views.presenters.telling import warning_notes
from app.words import Words

SOON_DAYS = 3
"""A loan that is due so soon is shown in amber: it can be renewed while its reader stands here."""


TO_CONFIRM = frozenset({Why.CONTACT_UNCONFIRMED, Why.CHANGED_TWICE})
"""What is answered by saying that the contact data are right as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronPanel:
    """What is shown of a patron.

    Attributes:
        scan: The number by which the patron was called up: a lost card stays a lost card.
        called_by: Its kind, as a visit notes what was shown.
        number: "" for somebody without a card.
        loans: How many, or how many of how many.
        share: Of the loans allowed, in hundredths; None where any number is.
        holds: How many holds there are.
        ready: What lies ready for them, and where.
        contact_due: Whether it is to be asked now if the contact data are still right.
        liable: Who answers for which of the loans in the patron's place (L-38, D-04).
        taker: Who takes along what is lent now; "" for the patron.
        changed_twice: Whether two desks wrote the same anew without knowing of each other.
        identity_due: Whether a document is to be seen before much is lent.
    """

    scan: str
    patron: int
    number: str
    name: str
    initials: str
    category: str
    branch: str
    guarantor: str
    phone: str
    email: str
    loans: str
    share: int | None
    overdue: int
    warnings: tuple[Note, ...]
    holds: int = 0
    ready: tuple[Note, ...] = ()
    contact_due: bool = False
    changed_twice: bool = False
    identity_due: bool = False
    called_by: str = ""
    liable: tuple[str, ...] = ()
    taker: str = ""


def patron_panel(
    shown: PatronShown, scan: str, *, words: Words, today: date, holds: Sequence[HoldShown] = ()
) -> PatronPanel:
    count, most = len(shown.loans), shown.loans_max
    return PatronPanel(
        scan=scan,
        patron=shown.patron,
        number="" if shown.number.startswith("#") else shown.number,
        name=shown.name,
        initials=initials(shown.given, shown.family),
        category=words(f"category.{shown.category}") if shown.category else "",
        branch=shown.branch,
        guarantor=shown.guarantor,
        phone=shown.phone,
        email=shown.email,
        loans=words("desk.loans.of", count=count, max=most) if most else str(count),
        share=min(100, 100 * count // most) if most else None,
        overdue=sum(loan.due_on < today for loan in shown.loans),
        warnings=warning_notes(words, shown.blocks),
        holds=len(holds),
        ready=tuple(_ready(one, words) for one in holds if one.ready_at is not None),
        contact_due=any(found.why in TO_CONFIRM for found in shown.blocks),
        changed_twice=any(found.why is Why.CHANGED_TWICE for found in shown.blocks),
        identity_due=any(found.why is Why.IDENTITY_UNVERIFIED for found in shown.blocks),
        called_by=shown.called_by,
        liable=tuple(_liable(shown, words)),
    )


def _liable(shown: PatronShown, words: Words) -> Iterator[str]:
    """Yield who answers for how many of the loans: a guarantor that came later answers for none from before."""
    for name, count in Counter(shown.liable.values()).items():
        yield words("desk.liable", name=name, count=count)


def _ready(one: HoldShown, words: Words) -> Note:
    """Say what is to be handed over; what was not collected in time may be on its way to somebody else."""
    tone = Tone.ATTENTION if one.stage is Stage.UNCOLLECTED else Tone.OK
    code = "desk.hold-ready.until" if one.ready_until else "desk.hold-ready"
    return Note(tone=tone, text=words(code, title=one.title, branch=one.pickup, until=one.ready_until or ""))


def initials(given: str, family: str) -> str:
    return (given[:1] + family[:1]).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRow:
    """A loan in the table."""

    loan: int
    barcode: str
    title: str
    author: str
    due: str
    state: str
    tone: Tone
    branch: str


FRESH = {"lent": "desk.loan.lent-now", "renewed": "desk.loan.renewed-now"}


def loan_row(
    loan: LoanShown, *, words: Words, today: date, fresh: Mapping[int, str], codes: Mapping[str, str]
) -> LoanRow:
    """Return a loan in the table; one that was lent or renewed a moment ago says so.

    Args:
        codes: Of branches, by name: a table has no room for their names.
    """
    state, tone = _standing(loan.due_on, words, today)
    if loan.said:
        state, tone = words(f"item.said.{loan.said}"), Tone.REFUSED
    elif loan.loan in fresh:
        state, tone = words(FRESH[fresh[loan.loan]]), Tone.OK
    return LoanRow(
        loan=loan.loan,
        barcode=loan.barcode,
        title=loan.title,
        author=loan.author,
        due=words.day(loan.due_on),
        state=state,
        tone=tone,
        branch=codes.get(loan.branch, loan.branch),
    )


def _standing(due_on: date, words: Words, today: date) -> tuple[str, Tone]:
    days = (due_on - today).days
    if days < 0:
        return words("desk.loan.overdue", count=-days), Tone.REFUSED
    if days == 0:
        return words("desk.loan.due-today"), Tone.ATTENTION
    if days <= SOON_DAYS:
        return words("desk.loan.due-soon", count=days), Tone.ATTENTION
    return words("desk.loan.on-loan"), Tone.PLAIN
