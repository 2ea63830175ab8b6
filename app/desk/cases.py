"""A person's side of a case, as the desk has found them."""

from __future__ import annotations

from datetime import date

from app.desk.found import Borrower
from app.desk.ids import BranchId
from app.rules.checkout import PersonCase, person_case
from app.rules.policy import Policy


def case_of(policy: Policy, today: date, borrower: Borrower, branch: BranchId | None) -> PersonCase:
    """Return what bears on lending to somebody at a branch, under the house rules in force there."""
    return person_case(
        policy,
        today=today,
        category=borrower.category,
        card_standing=borrower.card_standing,
        card_valid_until=borrower.card_valid_until,
        birth_on=borrower.birth_on,
        has_guarantee=borrower.has_guarantee,
        relation=borrower.relation,
        loans_overdue=borrower.loans_overdue,
        loans_open=borrower.loans_open,
        owes=borrower.owes,
        branch=branch,
    )
