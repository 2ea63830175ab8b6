"""The branch that a command is about: the one that is named, or that of this desk."""

from __future__ import annotations

from app.cli.command import Answer
from app.cli.context import Context
from app.cli.telling import refused_answer
from app.db.queries.network import branches
from app.desk.outcome import Refused
from app.rules.blocks import Why, block
from app.station.station import Station


def branch_of(station: Station, code: str) -> int | None:
    """Return the branch with a code, for "" that of this desk; None where there is none such."""
    if not code:
        return station.acting.branch
    return next((one.branch for one in branches(station.reading) if one.code == code), None)


def no_branch(context: Context) -> Answer:
    """Answer that there is no such branch."""
    return refused_answer(Refused(blocks=(block(Why.FIELD_INVALID, field="branch"),)), context.words)
