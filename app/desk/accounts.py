"""Handing out what somebody signs in with (L-23, D-02). Only verifiers come here, never a password or a PIN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.desk.found import Borrower, HeldAccount
from app.desk.ids import PatronId
from app.desk.notices import ask_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.accounts import is_username, normal_username, proposed_usernames
from app.rules.blocks import Block, Why, block
from app.rules.letters import ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountIssued:
    """Somebody who may sign in now, with a password that is to be changed at once."""

    patron: PatronId
    name: str
    username: str


def issue_account(
    work: Work, *, patron: str, verifier: str, username: str = "", again: bool = False
) -> Outcome[AccountIssued]:
    """Give somebody an account with a password for one use, or a new such password.

    Args:
        verifier: Proves the password and cannot be turned back into it.
        username: "" for the one that they have, or one made of the name.
        again: They have an account, and forgot the password.
    """
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.UNKNOWN_SCAN, scan=patron)))
    held, wanted = work.account(borrower.patron), normal_username(username)
    if blocks := (*not_permitted(work, "register"), *_blocks(work, borrower, held, wanted, again=again)):
        return Refused(blocks=blocks)
    chosen = wanted or held.username or _proposed(work, held)
    work.amend(
        "patron",
        borrower.patron,
        username=chosen,
        account_verifier=verifier,
        account_once=1,
        account_ms=work.now_ms,
    )
    record = AccountIssued(patron=borrower.patron, name=borrower.name, username=chosen)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def issue_account_by_mail(
    work: Work, *, patron: str, verifier: str, username: str = "", again: bool = False
) -> Outcome[AccountIssued]:
    """Give somebody an account whose password is drawn when the letter about it leaves, and stands nowhere before.

    Args:
        verifier: Of a password that nobody knows: until the letter leaves, nobody can sign in.
    """
    issued = issue_account(work, patron=patron, verifier=verifier, username=username, again=again)
    if isinstance(issued, Refused):
        return issued
    asked = ask_notice(work, patron=f"#{issued.record.patron}", kind=ACCOUNT)
    return asked if isinstance(asked, Refused) else issued


def _blocks(work: Work, borrower: Borrower, held: HeldAccount, wanted: str, *, again: bool) -> Iterator[Block]:
    if not work.policy.text("account_site"):
        yield block(Why.ACCOUNT_NOT_USED)
    if again and not held.username:
        yield block(Why.ACCOUNT_MISSING)
    if held.username and not again:
        yield block(Why.ACCOUNT_EXISTS, username=held.username)
    if wanted and not is_username(wanted):
        yield block(Why.FIELD_INVALID, field="username")
    if wanted and work.username_owner(wanted) not in {None, borrower.patron}:
        yield block(Why.USERNAME_TAKEN, username=wanted)


def _proposed(work: Work, held: HeldAccount) -> str:
    return next(name for name in proposed_usernames(held.given, held.family) if work.username_owner(name) is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinSet:
    """Somebody who has a PIN now; `before` tells whether there was one already."""

    patron: PatronId
    name: str
    before: bool


def set_pin(work: Work, *, patron: str, verifier: str) -> Outcome[PinSet]:
    """Give somebody the PIN that they chose, in place of any other (D-02)."""
    borrower = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if not work.policy.number("pin_digits"):
        blocks = (*blocks, block(Why.PIN_NOT_USED))
    if borrower is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=patron))
    if blocks or borrower is None:
        return Refused(blocks=blocks)
    before = work.account(borrower.patron).pin_ms is not None
    work.amend("patron", borrower.patron, pin_verifier=verifier, pin_ms=work.now_ms)
    return Done(
        record=PinSet(patron=borrower.patron, name=borrower.name, before=before), touched=frozenset({Touched.PATRON})
    )
