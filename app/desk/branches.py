"""What a branch is called, and where it is (L-01, L-46)."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.ids import BranchId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchChanged:
    branch: BranchId
    code: str


def change_branch(
    work: Work, *, code: str, name: str | None = None, address: str | None = None
) -> Outcome[BranchChanged]:
    """Change what is told about a branch; None leaves it as it is."""
    branch, blocks = work.branch_with_code(code), not_permitted(work, "network")
    if name is not None and not name.strip():
        blocks = (*blocks, block(Why.FIELD_MISSING, field="branch_name"))
    if branch is None:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="branch"))
    if blocks or branch is None:
        return Refused(blocks=blocks)
    said = {"name": name, "address": address}
    changed = {column: " ".join(text.split()) for column, text in said.items() if text is not None}
    if changed:
        work.amend("branch", branch, **changed)
    return Done(record=BranchChanged(branch=branch, code=code), touched=frozenset({Touched.BRANCH}))
