"""Ids of rows, each of its own type: no loan is taken for its copy."""

from __future__ import annotations

from typing import NewType

PatronId = NewType("PatronId", int)
ItemId = NewType("ItemId", int)
TitleId = NewType("TitleId", int)
LoanId = NewType("LoanId", int)
IdentifierId = NewType("IdentifierId", int)
BranchId = NewType("BranchId", int)
StaffId = NewType("StaffId", int)
FactId = NewType("FactId", int)
