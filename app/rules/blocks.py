"""Why not: every reason to refuse, with a public code, and how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Why(StrEnum):
    """The codes of blocks, in the order in which they are told (docs/rules.md, check-out decision order)."""

    UNKNOWN_SCAN = "UNKNOWN_SCAN"
    CARD_BLOCKED = "CARD_BLOCKED"
    CARD_EXPIRED = "CARD_EXPIRED"
    LOAN_EXCLUSION = "LOAN_EXCLUSION"
    IDENTITY_UNVERIFIED = "IDENTITY_UNVERIFIED"
    GUARANTEE_MISSING = "GUARANTEE_MISSING"
    DEREGISTERED = "DEREGISTERED"
    DEBT_OVER_LIMIT = "DEBT_OVER_LIMIT"
    HAS_OVERDUE = "HAS_OVERDUE"
    HIGH_DEMAND_LATE = "HIGH_DEMAND_LATE"
    LOANS_AT_LIMIT = "LOANS_AT_LIMIT"
    NOT_FOR_LOAN = "NOT_FOR_LOAN"
    LOAN_DAYS_MISSING = "LOAN_DAYS_MISSING"
    COPY_UNFIT = "COPY_UNFIT"
    ON_LOAN = "ON_LOAN"
    MISSING = "MISSING"
    LOST = "LOST"
    COPY_DAMAGED = "COPY_DAMAGED"
    AGE_LIMIT = "AGE_LIMIT"
    RULES_NOT_ACCEPTED = "RULES_NOT_ACCEPTED"
    MAJORITY_REACHED = "MAJORITY_REACHED"
    CONTACT_UNCONFIRMED = "CONTACT_UNCONFIRMED"
    REMARK = "REMARK"
    DATA_STALE = "DATA_STALE"
    RENEWALS_AT_LIMIT = "RENEWALS_AT_LIMIT"
    RENEWED_TODAY = "RENEWED_TODAY"
    RENEWAL_GAINS_NOTHING = "RENEWAL_GAINS_NOTHING"
    CLAIMED_RETURNED = "CLAIMED_RETURNED"
    NOT_ON_LOAN = "NOT_ON_LOAN"
    COPY_IS_LENT = "COPY_IS_LENT"
    NOT_REPORTED = "NOT_REPORTED"
    ALREADY_REPORTED = "ALREADY_REPORTED"
    PRICE_UNKNOWN = "PRICE_UNKNOWN"
    NOTHING_FOR_RECEIPT = "NOTHING_FOR_RECEIPT"
    RECEIPT_UNKNOWN = "RECEIPT_UNKNOWN"
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO"
    NOT_PERMITTED = "NOT_PERMITTED"
    REASON_MISSING = "REASON_MISSING"
    FIELD_MISSING = "FIELD_MISSING"
    FIELD_INVALID = "FIELD_INVALID"
    FIELD_TOO_LONG = "FIELD_TOO_LONG"
    CARD_REPLACED = "CARD_REPLACED"
    ALREADY_ORDERED = "ALREADY_ORDERED"
    ORDER_UNKNOWN = "ORDER_UNKNOWN"
    ORDER_CLOSED = "ORDER_CLOSED"
    NOTHING_TO_PRINT = "NOTHING_TO_PRINT"
    FIELD_DOUBTFUL = "FIELD_DOUBTFUL"
    DOCUMENT_NOT_SEEN = "DOCUMENT_NOT_SEEN"
    NOT_A_MINOR = "NOT_A_MINOR"
    NOT_AN_INSTITUTION = "NOT_AN_INSTITUTION"
    ROW_UNKNOWN = "ROW_UNKNOWN"
    LOOKS_ALIKE = "LOOKS_ALIKE"
    ONE_PERSON_ALREADY = "ONE_PERSON_ALREADY"
    SAID_OTHER = "SAID_OTHER"
    MERGE_UNKNOWN = "MERGE_UNKNOWN"
    STILL_ONE_PERSON = "STILL_ONE_PERSON"
    JOINED_BY_OTHERS = "JOINED_BY_OTHERS"
    NUMBER_TAKEN = "NUMBER_TAKEN"
    NUMBER_BOUND = "NUMBER_BOUND"
    NUMBER_IS_CODE = "NUMBER_IS_CODE"
    NUMBER_NOT_WANTED = "NUMBER_NOT_WANTED"
    CODE_DIFFERS = "CODE_DIFFERS"
    BARCODE_TAKEN = "BARCODE_TAKEN"
    LOGIN_TAKEN = "LOGIN_TAKEN"
    EXTERNAL_TAKEN = "EXTERNAL_TAKEN"
    USERNAME_TAKEN = "USERNAME_TAKEN"
    ACCOUNT_EXISTS = "ACCOUNT_EXISTS"
    ACCOUNT_MISSING = "ACCOUNT_MISSING"
    ACCOUNT_NOT_USED = "ACCOUNT_NOT_USED"
    PIN_DIGITS = "PIN_DIGITS"
    PIN_GUESSABLE = "PIN_GUESSABLE"
    PIN_NOT_USED = "PIN_NOT_USED"
    TEMPLATE_UNKNOWN = "TEMPLATE_UNKNOWN"
    TEMPLATE_BRACES = "TEMPLATE_BRACES"
    PLACEHOLDER_UNKNOWN = "PLACEHOLDER_UNKNOWN"
    PLACEHOLDER_MISSING = "PLACEHOLDER_MISSING"
    MAIL_DESK_MISSING = "MAIL_DESK_MISSING"
    WORKSTATION_UNKNOWN = "WORKSTATION_UNKNOWN"
    NO_ADDRESS = "NO_ADDRESS"
    ADDRESS_BOUNCED = "ADDRESS_BOUNCED"
    NOTICE_UNKNOWN = "NOTICE_UNKNOWN"
    NOTICE_DOUBLE = "NOTICE_DOUBLE"
    NOTICE_STANDS = "NOTICE_STANDS"
    NOTHING_TO_TELL = "NOTHING_TO_TELL"
    DUE_IN_THE_PAST = "DUE_IN_THE_PAST"
    RETURN_IN_THE_FUTURE = "RETURN_IN_THE_FUTURE"
    STILL_ON_LOAN = "STILL_ON_LOAN"
    ALREADY_PROPOSED = "ALREADY_PROPOSED"
    USE_ENDED = "USE_ENDED"
    USE_NOT_ENDED = "USE_NOT_ENDED"
    PROPOSAL_UNKNOWN = "PROPOSAL_UNKNOWN"
    FORM_UNKNOWN = "FORM_UNKNOWN"
    FORM_DESTROYED = "FORM_DESTROYED"
    FORM_UNCHECKED = "FORM_UNCHECKED"
    FORM_UNSIGNED = "FORM_UNSIGNED"
    SECOND_LOOK_BY_ANOTHER = "SECOND_LOOK_BY_ANOTHER"
    FEE_UNKNOWN = "FEE_UNKNOWN"
    NOTHING_OWED = "NOTHING_OWED"
    AMOUNT_TOO_HIGH = "AMOUNT_TOO_HIGH"
    MEANS_NOT_TAKEN = "MEANS_NOT_TAKEN"
    PAYMENT_KNOWN = "PAYMENT_KNOWN"
    ENTRY_UNKNOWN = "ENTRY_UNKNOWN"
    TASK_UNKNOWN = "TASK_UNKNOWN"
    CHOICE_UNKNOWN = "CHOICE_UNKNOWN"


class Severity(StrEnum):
    """How much a block weighs. The profile's settings say it for each code that a library may weigh itself."""

    HARD = "hard"
    OVERRIDE = "override"
    INFORMATION = "information"


Figure = str | int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One reason to refuse, or, as information, one thing to be told.

    Attributes:
        figures: What its sentence needs: numbers, days, names of fields; (name, value) pairs.
        permission: Who has it may override, with a reason; "" where nobody may.
    """

    why: Why
    figures: tuple[tuple[str, Figure], ...] = ()
    severity: Severity = Severity.HARD
    permission: str = ""


def block(why: Why, **figures: Figure) -> Block:
    """Return a hard block with its figures."""
    return Block(why=why, figures=tuple(figures.items()))


def told(why: Why, **figures: Figure) -> Block:
    """Return a block that the rule itself only tells, whatever the house rules say of its code elsewhere."""
    return Block(why=why, figures=tuple(figures.items()), severity=Severity.INFORMATION)
