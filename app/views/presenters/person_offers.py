"""Which deeds a tab of a person offers at this moment, and with which digit: the same one always, whoever is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from app.db.queries.retention import Standing
from app.desk.bans import PERMISSION as BANNING
from app.desk.erasures import PERMISSION as ERASE
from app.desk.exclusion import PERMISSION as RESTRICT
from app.desk.money import PERMISSION as MONEY
from app.desk.money import WAIVING
from app.rules.blocks import Why
from app.rules.cards import OrderStanding
from app.rules.fees import CHARGE, PRICES
from app.rules.holds import MAY_BE_FILLED, Stage
from app.rules.identity import CODE_KINDS
from app.rules.notices import NoticeStanding
from app.views.presenters.person_money import chosen_fee, is_excluded
from app.views.presenters.person_others import PROXY
from app.views.presenters.person_state import Offer, Tab
from app.views.presenters.person_tabs import ACTIVE, CONTACT, FEE, MERGE, MONEY_ENTRY, REMARK, PersonRead
from app.words import Words

REPLACED = "replaced"


class _Deed(NamedTuple):
    """A deed: its id, its digit, and whether it may be begun for this person with this row chosen."""

    id: str
    key: str
    may: Callable[[PersonRead, str], bool]


def _always(_: PersonRead, __: str) -> bool:
    return True


def _is_good_card(read: PersonRead, chosen: str) -> bool:
    number = read.number(chosen)
    return number is not None and number.kind not in CODE_KINDS and number.standing == ACTIVE


def _is_bad_card(read: PersonRead, chosen: str) -> bool:
    number = read.number(chosen)
    return number is not None and number.kind not in CODE_KINDS and number.standing not in {ACTIVE, REPLACED}


def _is_to_make(read: PersonRead, chosen: str) -> bool:
    order = read.order(chosen)
    return order is not None and order.standing is OrderStanding.TO_MAKE


def _is_not_sent(read: PersonRead, chosen: str) -> bool:
    message = read.message(chosen)
    return message is not None and message.standing in {NoticeStanding.FAILED, NoticeStanding.CANCELLED}


def _waits_to_be_sent(read: PersonRead, chosen: str) -> bool:
    message = read.message(chosen)
    return message is not None and message.standing is NoticeStanding.WAITING


def _is_minor(read: PersonRead, _: str) -> bool:
    return read.minor and not read.institution


def _stands(read: PersonRead, chosen: str, stages: Collection[Stage]) -> bool:
    hold = read.hold(chosen)
    return hold is not None and hold.stage in stages


_CONTACT_PERSONS = (
    _Deed("add-contact", "1", _always),
    _Deed("end-contact", "2", lambda _, chosen: chosen.startswith(f"{CONTACT}:")),
)
_DEEDS: Mapping[Tab, tuple[_Deed, ...]] = {
    Tab.LOANS: (_Deed("report-copy", "1", lambda read, chosen: read.loan(chosen) is not None),),
    Tab.HOLDS: (
        _Deed("cancel-hold", "1", lambda read, chosen: read.hold(chosen) is not None),
        _Deed("move-hold", "2", lambda read, chosen: read.hold(chosen) is not None),
        _Deed("suspend-hold", "3", lambda read, chosen: _stands(read, chosen, MAY_BE_FILLED)),
        _Deed("resume-hold", "3", lambda read, chosen: _stands(read, chosen, {Stage.SUSPENDED})),
        _Deed("note-absence", "4", _always),
    ),
    Tab.FEES: (
        _Deed("pay", "1", lambda read, _: _may(read, MONEY) and read.money.account.balance_minor > 0),
        _Deed("pay-fee", "2", lambda read, chosen: _may(read, MONEY) and chosen_fee(read, chosen) is not None),
        _Deed("charge", "3", lambda read, _: _may(read, MONEY)),
        _Deed("waive", "4", lambda read, chosen: _may(read, WAIVING) and chosen_fee(read, chosen) is not None),
        _Deed("replace", "5", lambda read, chosen: _may(read, WAIVING) and _is_of_a_copy(read, chosen)),
        _Deed("refund", "6", lambda read, _: _may(read, WAIVING) and read.money.account.credit_minor > 0),
        _Deed("take-back-entry", "7", lambda read, chosen: _may(read, MONEY) and _is_entry(chosen)),
        _Deed("notify-debt", "8", lambda read, _: _may(read, RESTRICT) and _is_to_be_notified(read)),
        _Deed("exclude", "9", lambda read, _: _may(read, RESTRICT) and not is_excluded(read)),
        _Deed("lift", "9", lambda read, _: _may(read, RESTRICT) and is_excluded(read)),
        _Deed("exclusion-letter", "0", lambda read, _: _may(read, RESTRICT) and read.asks(Why.EXCLUSION_AHEAD)),
    ),
    Tab.CARDS: (
        _Deed("order-card", "1", lambda read, _: not read.orders),
        _Deed("bind-number", "2", _always),
        _Deed("report-card", "3", _is_good_card),
        _Deed("card-found", "4", _is_bad_card),
        _Deed("remove-number", "5", lambda read, chosen: read.number(chosen) is not None),
        _Deed("card-made", "6", _is_to_make),
        _Deed("hand-over", "7", lambda read, chosen: read.order(chosen) is not None),
        _Deed("cancel-order", "8", lambda read, chosen: read.order(chosen) is not None),
        _Deed("issue-account", "9", lambda read, _: _has_accounts(read) and not read.account.username),
        _Deed("reset-account", "9", lambda read, _: _has_accounts(read) and bool(read.account.username)),
        _Deed("set-pin", "0", lambda read, _: read.policy.number("pin_digits") > 0),
    ),
    Tab.CONTACT: (
        _Deed("confirm-contact", "1", _always),
        _Deed("change-contact", "2", _always),
        _Deed("note-document", "3", lambda read, _: not read.institution),
        _Deed("accept-rules", "4", lambda read, _: bool(read.policy.text("rules_version"))),
        _Deed("change-person", "5", _always),
        _Deed("change-name", "6", lambda read, _: not read.institution),
        _Deed("serve-at-home", "7", lambda read, _: read.shown.home_service is None),
        _Deed("serve-no-more", "7", lambda read, _: read.shown.home_service is not None),
        _Deed("note-death", "8", lambda read, _: not read.institution),
    ),
    Tab.GUARDIANS: (
        _Deed("add-guarantor", "1", _is_minor),
        _Deed("guarantor-document", "2", lambda read, _: bool(read.shown.guarantor)),
        _Deed("allow-proxy", "3", _always),
        _Deed("end-proxy", "4", lambda _, chosen: chosen.startswith(f"{PROXY}:")),
    ),
    Tab.NOTES: (
        _Deed("add-note", "1", _always),
        _Deed("add-warning", "2", _always),
        _Deed("end-remark", "3", lambda _, chosen: chosen.startswith(f"{REMARK}:")),
        _Deed("ban", "4", lambda read, _: _may(read, BANNING) and not read.institution),
        _Deed("lift-ban", "5", lambda read, _: _may(read, BANNING) and bool(read.bans)),
    ),
    Tab.MESSAGES: (
        _Deed("write-message", "1", _always),
        _Deed("send-again", "2", _is_not_sent),
        _Deed("cancel-message", "3", _waits_to_be_sent),
        _Deed("mail-account", "4", lambda read, _: _has_accounts(read) and not read.account.username),
        _Deed("mail-account-again", "4", lambda read, _: _has_accounts(read) and bool(read.account.username)),
    ),
    Tab.DATA: (
        _Deed("end-use", "1", lambda read, _: read.shown.relation.ended_on is None),
        _Deed("use-again", "1", lambda read, _: read.shown.relation.ended_on is not None),
        _Deed("erase", "2", lambda read, _: _may_propose(read)),
        _Deed("hand-out-data", "3", lambda read, _: "export" in read.permissions),
        _Deed("data-file", "4", lambda read, _: "export" in read.permissions),
        _Deed("part-records", "5", lambda _, chosen: chosen.startswith(f"{MERGE}:")),
        _Deed("withdraw-erasure", "6", lambda read, _: read.erasure is not None and ERASE in read.permissions),
    ),
}


def _may(read: PersonRead, permission: str) -> bool:
    return permission in read.permissions


def _is_of_a_copy(read: PersonRead, chosen: str) -> bool:
    fee = chosen_fee(read, chosen)
    return fee is not None and fee.fee.kind in PRICES


def _is_entry(chosen: str) -> bool:
    """Charges by hand are taken back where they stand as fees."""
    return chosen.startswith((f"{MONEY_ENTRY}:", f"{FEE}:{CHARGE}:"))


def _is_to_be_notified(read: PersonRead) -> bool:
    limit = read.policy.number("debt_limit_minor")
    return 0 < limit <= read.money.account.balance_minor and not is_excluded(read)


SLIPS = frozenset({"issue-account", "reset-account"})
"""Deeds whose answer is a slip to be printed: the password is on it, and nowhere else."""
LETTER = "exclusion-letter"
"""The deed that prints the written notice of an exclusion."""
DATA_FILES: Mapping[str, str] = {"hand-out-data": ".pdf", "data-file": ".json"}
"""Deeds that write all that is kept about somebody, to be read or for another program (R-33)."""


def _may_propose(read: PersonRead) -> bool:
    """An erasure that another record of the person holds is asked for again: that names the record, too."""
    named = read.erasure is not None and read.erasure.standing is not Standing.UNNAMED
    return not named and ERASE in read.permissions


def _has_accounts(read: PersonRead) -> bool:
    return bool(read.policy.text("account_site"))


def offers(read: PersonRead, tab: Tab, chosen: str, words: Words) -> tuple[Offer, ...]:
    """Return the deeds that may be begun."""
    deeds = _CONTACT_PERSONS if tab is Tab.GUARDIANS and read.institution else _DEEDS.get(tab, ())
    return tuple(
        Offer(
            id=one.id,
            key=one.key,
            label=words(f"person.do.{one.id}"),
            file=_file(one.id, words),
        )
        for one in deeds
        if one.may(read, chosen)
    )


def _file(name: str, words: Words) -> str:
    if name in DATA_FILES:
        return f"{words('person.data.file')}{DATA_FILES[name]}"
    if name == LETTER:
        return f"{words('person.letter.file')}.pdf"
    return f"{words('person.slip')}.pdf" if name in SLIPS else ""


ALL_IDS = tuple(one.id for deeds in (*_DEEDS.values(), _CONTACT_PERSONS) for one in deeds)
