"""Forms that were received, as deeds ask for them."""

from __future__ import annotations

import sqlite3
from typing import Any

from app.desk.found import HeldForm
from app.desk.ids import FactId, PatronId, StaffId

STEPS = "(SELECT group_concat(s.step, ' ') FROM form_step s WHERE s.form_receipt = f.id)"
DESTROYED = "EXISTS (SELECT 1 FROM form_destruction d WHERE d.form_receipt = f.id)"

_FORMS = f"""
SELECT f.id, f.patron, f.form_kind, f.file_kind, f.staff, f.signature, {STEPS}, {DESTROYED}
FROM form_receipt f WHERE {{}} = ? ORDER BY f.id
"""


def form(connection: sqlite3.Connection, receipt: int) -> HeldForm | None:
    """Return a form by its receipt."""
    return next((_held(*row) for row in connection.execute(_FORMS.format("f.id"), (receipt,))), None)


def forms_of(connection: sqlite3.Connection, patron: int) -> tuple[HeldForm, ...]:
    """Return the forms of somebody, the oldest first."""
    return tuple(_held(*row) for row in connection.execute(_FORMS.format("f.patron"), (patron,)))


def _held(*row: Any) -> HeldForm:
    receipt, patron, kind, file_kind, staff, signature, steps, destroyed = row
    return HeldForm(
        receipt=FactId(receipt),
        patron=None if patron is None else PatronId(patron),
        kind=kind or "unknown",
        file_kind=file_kind or "",
        staff=None if staff is None else StaffId(staff),
        signature=signature or "",
        steps=frozenset((steps or "").split()),
        destroyed=bool(destroyed),
    )
