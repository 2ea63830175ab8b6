"""From tables that a merge touched to the kinds of things that screens know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.desk.outcome import Touched

KINDS: Mapping[str, frozenset[Touched]] = {
    "branch": frozenset({Touched.BRANCH}),
    "workstation": frozenset({Touched.BRANCH}),
    "role": frozenset({Touched.STAFF}),
    "staff": frozenset({Touched.STAFF}),
    "setting": frozenset({Touched.SETTING}),
    "closed_day": frozenset({Touched.SETTING}),
    "patron": frozenset({Touched.PATRON}),
    "identifier": frozenset({Touched.PATRON}),
    "registration": frozenset({Touched.PATRON}),
    "guarantee": frozenset({Touched.PATRON}),
    "guarantee_end": frozenset({Touched.PATRON}),
    "identity_check": frozenset({Touched.PATRON}),
    "rules_acceptance": frozenset({Touched.PATRON}),
    "contact_confirmation": frozenset({Touched.PATRON}),
    "visit": frozenset({Touched.PATRON}),
    "viewing": frozenset({Touched.PATRON}),
    "end_of_use": frozenset({Touched.PATRON}),
    "card_report": frozenset({Touched.PATRON}),
    "card_order": frozenset({Touched.PATRON}),
    "card_step": frozenset({Touched.PATRON}),
    "notice": frozenset({Touched.PATRON}),
    "notice_step": frozenset({Touched.PATRON}),
    "same_person": frozenset({Touched.PATRON, Touched.LOAN}),
    "other_person": frozenset({Touched.PATRON}),
    "history_cut": frozenset({Touched.LOAN}),
    "contact_person": frozenset({Touched.PATRON}),
    "remark": frozenset({Touched.PATRON}),
    "template": frozenset({Touched.SETTING}),
    "form_receipt": frozenset({Touched.FORM}),
    "form_step": frozenset({Touched.FORM}),
    "form_destruction": frozenset({Touched.FORM}),
    "erasure": frozenset({Touched.PATRON}),
    "title": frozenset({Touched.ITEM}),
    "item": frozenset({Touched.ITEM}),
    "loan": frozenset({Touched.LOAN}),
    "renewal": frozenset({Touched.LOAN}),
    "closing": frozenset({Touched.LOAN}),
    "in_house_use": frozenset({Touched.ITEM}),
    "copy_report": frozenset({Touched.ITEM, Touched.LOAN}),
    "renewal_request": frozenset({Touched.LOAN}),
    "renewal_answer": frozenset({Touched.LOAN}),
    "receipt": frozenset({Touched.LOAN}),
    "receipt_line": frozenset({Touched.LOAN}),
    "receipt_step": frozenset({Touched.LOAN}),
    "hold": frozenset({Touched.HOLD}),
    "hold_step": frozenset({Touched.HOLD}),
    "transfer": frozenset({Touched.ITEM, Touched.HOLD}),
    "transfer_end": frozenset({Touched.ITEM, Touched.HOLD}),
    "charge": frozenset({Touched.MONEY}),
    "settlement": frozenset({Touched.MONEY}),
    "restriction": frozenset({Touched.PATRON}),
    "restriction_end": frozenset({Touched.PATRON}),
    "restriction_place": frozenset({Touched.PATRON}),
    "proxy": frozenset({Touched.PATRON}),
    "proxy_holder": frozenset({Touched.PATRON}),
    "proxy_end": frozenset({Touched.PATRON}),
    "taking": frozenset({Touched.LOAN}),
    "amendment": frozenset({Touched.PATRON}),
    "amendment_seen": frozenset({Touched.PATRON}),
    "name_change": frozenset({Touched.PATRON}),
    "interlibrary_request": frozenset({Touched.HOLD}),
    "interlibrary_step": frozenset({Touched.HOLD, Touched.ITEM}),
    "stock_act": frozenset({Touched.ITEM}),
    "stock_act_line": frozenset({Touched.ITEM}),
    "tally": frozenset({Touched.COUNT}),
    "event": frozenset({Touched.COUNT}),
    "undo": frozenset({Touched.LOAN, Touched.HOLD, Touched.MONEY, Touched.ITEM, Touched.PATRON, Touched.COUNT}),
    "decision": frozenset({Touched.TASK}),
}
"""Every table of the declaration is here; a test compares them."""


def touched_by(tables: Iterable[str]) -> frozenset[Touched]:
    """Return what a merge touched; a table that nobody has placed yet may have touched anything."""
    everything = frozenset(Touched)
    return frozenset[Touched]().union(*(KINDS.get(table, everything) for table in tables))
