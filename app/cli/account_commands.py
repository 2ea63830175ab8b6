"""Commands about what people sign in with: accounts of the library's site, and PINs."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.command import Answer, Argument, Command, flag, optional
from app.cli.context import Context
from app.cli.telling import lines, refused_answer
from app.desk.accounts import AccountIssued
from app.desk.outcome import Outcome, Refused
from app.errors import Misuse
from app.station.accounts import HandedAccount, choose_pin, hand_out_account, mail_account, sign_in_standing
from app.station.station import Station


class SlipOrMail(Misuse):
    """A password is told once: on a slip, or by mail."""

    code = "account.slip-or-mail"


def _refused(context: Context, refused: Refused) -> Answer:
    return refused_answer(refused, context.words)


def _issue(context: Context, given: Namespace) -> Answer:
    return _give(context, given, again=False)


def _reset(context: Context, given: Namespace) -> Answer:
    return _give(context, given, again=True)


def _give(context: Context, given: Namespace, *, again: bool) -> Answer:
    if given.slip and given.by_mail:
        raise SlipOrMail
    with context.staffed() as station:
        if given.by_mail:
            return _mailed(context, mail_account(station, patron=given.scan, username=given.username, again=again))
        handed = hand_out_account(station, patron=given.scan, username=given.username, again=again)
        return _handed(context, station, handed, given.slip)


def _mailed(context: Context, outcome: Outcome[AccountIssued]) -> Answer:
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record = outcome.record
    return Answer(
        keys={"patron_id": str(record.patron), "username": record.username, "by_mail": True},
        text=context.words("cli.account.issue.by-mail", name=record.name, username=record.username),
    )


def _handed(context: Context, station: Station, handed: HandedAccount | Refused, slip: str) -> Answer:
    """Tell the password once: on the slip where there is to be one, else in the answer."""
    if isinstance(handed, Refused):
        return _refused(context, handed)
    words = context.words
    keys = {"patron_id": str(handed.patron), "username": handed.username, "site": handed.site}
    said = words("cli.account.issue.done", name=handed.name, username=handed.username, site=handed.site)
    if slip:
        _write_slip(context, station, handed, Path(slip))
        return Answer(keys={**keys, "file": slip}, text=lines(said, words("cli.account.issue.slip", file=slip)))
    once = words("cli.account.issue.password", password=handed.password)
    return Answer(keys={**keys, "password": handed.password}, text=lines(said, once))


def _write_slip(context: Context, station: Station, handed: HandedAccount, path: Path) -> None:
    from app.station.slips import write_slip  # noqa: PLC0415  # Pages are heavy, and needed for this alone.

    write_slip(station, handed, path, context.words)


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        standing = sign_in_standing(station, given.scan)
    if isinstance(standing, Refused):
        return _refused(context, standing)
    words = context.words
    account = words("account.some" if standing.username else "account.none", username=standing.username)
    return Answer(
        keys={
            "username": standing.username,
            "must_change": standing.must_change,
            "issued_ms": standing.account_ms,
            "pin": standing.pin,
            "pin_ms": standing.pin_ms,
        },
        text=lines(account, words(f"pin.{standing.pin}")),
    )


def _pin_set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = choose_pin(station, patron=given.scan, pin=context.secret("LETE_PIN"))
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record = outcome.record
    return Answer(
        keys={"patron_id": str(record.patron), "before": record.before},
        text=context.words("cli.pin.set.done", name=record.name),
    )


_SCAN = (Argument("scan"),)
_HANDED = (*_SCAN, optional("--username"), optional("--slip"), flag("--by-mail"))
_KEYS = "patron_id, username, site; file, or password; by_mail in place of them"

COMMANDS = (
    Command(words=("account", "issue"), run=_issue, arguments=_HANDED, keys=_KEYS),
    Command(words=("account", "reset"), run=_reset, arguments=_HANDED, keys=_KEYS),
    Command(
        words=("account", "show"), run=_show, arguments=_SCAN, keys="username, must_change, issued_ms, pin, pin_ms"
    ),
    Command(words=("pin", "set"), run=_pin_set, arguments=_SCAN, keys="patron_id, before"),
)
