"""Plays cases about fees, and about lost copies that come back."""

from __future__ import annotations

from typing import Any

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.outcome import Done
from app.desk.reports import report_copy
from tests.circulation.stage import lend, somebody_with_a_copy
from tests.making import Desk


def lost_and_back(desk: Desk) -> dict[str, Any]:
    """A copy that is lent is said to be lost, comes back, and is lent again."""
    somebody_with_a_copy(desk)
    lend(desk)
    desk.done(report_copy, item="I1", kind="lost")
    outcome = desk.do(check_in, item="I1")
    return {
        "taken": isinstance(outcome, Done),
        "told": [todo.code for todo in outcome.record.todo],
        "lent again": isinstance(desk.do(check_out, patron="P1", item="I1"), Done),
    }
