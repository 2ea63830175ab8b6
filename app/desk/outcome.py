"""What a deed answers: it is done, or it is refused with every reason at once. A "no" is not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.rules.blocks import Block

R = TypeVar("R")


class Touched(StrEnum):
    """Kinds of things that a deed or a merge touched; each open screen decides whether it concerns it."""

    PATRON = "patron"
    ITEM = "item"
    LOAN = "loan"
    HOLD = "hold"
    MONEY = "money"
    COUNT = "count"
    STAFF = "staff"
    SETTING = "setting"
    BRANCH = "branch"
    TASK = "task"
    FORM = "form"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Generic[R]):
    """The deed is in the database, durably.

    Attributes:
        record: What came of it.
        touched: What a screen may want to show anew.
        notices: What the librarian is told besides: information, and blocks that were overridden.
        tasks: Names of the tasks that it has made or changed.
    """

    record: R
    touched: frozenset[Touched]
    notices: tuple[Block, ...] = ()
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was changed."""

    blocks: tuple[Block, ...]


Outcome = Done[R] | Refused
