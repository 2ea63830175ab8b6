"""Weighing blocks: what stops a deed, what is told, and what somebody may override."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.desk.ports import Work
from app.rules.blocks import Block, Severity, Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Blocks by what they do.

    Attributes:
        stopping: The deed is refused for these.
        notices: Told, whether as information or because they were overridden.
        overridden: Codes that the actor overrode, parted by spaces, for the fact.
    """

    stopping: tuple[Block, ...]
    notices: tuple[Block, ...]
    overridden: str


def weigh(work: Work, blocks: Iterable[Block], override: Collection[str] = (), reason: str = "") -> Weighed:
    """Weigh blocks by the house rules, the actor's permissions, and what was asked to be overridden.

    An override needs a reason: it is a fact that somebody may have to explain.
    """
    weighed = [work.policy.weigh(found) for found in blocks]
    telling = [found for found in weighed if found.severity is Severity.INFORMATION]
    asked = [found for found in weighed if found not in telling and found.why in set(override)]
    overridden = [found for found in asked if _may_override(work, found)]
    stopping = [found for found in weighed if found not in telling and found not in overridden]
    if overridden and not reason.strip():
        stopping = [*stopping, block(Why.REASON_MISSING)]
    return Weighed(
        stopping=tuple(stopping),
        notices=(*telling, *overridden),
        overridden=" ".join(dict.fromkeys(found.why.value for found in overridden)),
    )


def _may_override(work: Work, found: Block) -> bool:
    return found.severity is Severity.OVERRIDE and found.permission in work.acting.permissions


def not_permitted(work: Work, permission: str) -> tuple[Block, ...]:
    """Return the block for somebody who may not do this at all; none for one who may."""
    if permission in work.acting.permissions:
        return ()
    return (block(Why.NOT_PERMITTED, permission=permission),)
