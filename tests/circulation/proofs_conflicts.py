"""What proves C-1 to C-22: two desks acted without knowing of each other."""

from __future__ import annotations

from tests.circulation.proof import Fault, Proof

CONFLICTS = "circulation/test_conflicts.py::"
MONEY = "circulation/test_money.py::"
DEBTS = "circulation/test_debts.py::"
BANS = "circulation/test_bans.py::"
PRICES = "circulation/test_conflicts_of_money.py::"

PROOFS = (
    Proof(
        "C-1",
        "a copy lent at two desks is with whom it was lent to last, and is a task; who had it before owes for days before alone",
        (
            f"{CONFLICTS}test_a_copy_lent_at_two_desks_is_with_whom_it_was_lent_to_last",
            f"{PRICES}test_who_has_a_copy_no_more_owes_only_for_the_days_that_it_was_late_before",
        ),
        Fault("app/rules/reconcile.py", "and first.patron != second.patron", "and first.patron == second.patron"),
    ),
    Proof(
        "C-2",
        "a return ends a loan that was renewed before it elsewhere, and costs nothing where that was in time",
        (
            f"{CONFLICTS}test_a_copy_returned_at_one_desk_after_it_was_renewed_at_another_is_back",
            f"{PRICES}test_a_return_that_looked_late_costs_nothing_where_the_loan_had_been_renewed_elsewhere",
        ),
        Fault("app/db/state/open_loans.py", "AND c.id > l.id AND", "AND c.id < l.id AND"),
    ),
    Proof(
        "C-3",
        "a loan that was renewed against a queue keeps its day, and is a task for where somebody waits",
        ("sync/test_holds_merging.py::test_a_renewal_against_a_queue_stands_and_whoever_waits_is_to_be_told",),
        Fault(
            "app/db/state/holds_seen.py", "h.title = i.title AND h.hold < r.id", "h.title = i.title AND h.hold > r.id"
        ),
    ),
    Proof(
        "C-4",
        "a loan with a card that was reported lost elsewhere stands, is a task, and is the last with that card",
        (f"{CONFLICTS}test_a_loan_with_a_card_that_was_reported_lost_elsewhere_stands_and_is_the_last_with_it",),
        Fault("app/db/state/blocked_cards.py", "AND r.standing <> 'active'", "AND r.standing = 'active'"),
    ),
    Proof(
        "C-5",
        "a loan to somebody who was shut out, or owed too much, elsewhere stands and is a task; no desk lends more",
        (
            f"{MONEY}test_a_copy_lent_while_the_person_was_excluded_elsewhere_stays_lent_and_is_told",
            f"{PRICES}test_a_loan_to_somebody_who_was_shut_out_elsewhere_stands_and_there_is_no_other",
            f"{DEBTS}test_a_loan_to_somebody_who_owed_the_limit_elsewhere_stands_and_is_a_task",
        ),
        Fault("app/rules/checkout.py", "yield from exclusion_blocks(case.owes.exclusions)", "yield from ()"),
    ),
    Proof(
        "C-6",
        "a loan to somebody who was banned elsewhere stands and is a task where the ban holds there; the ban is told",
        (
            f"{BANS}test_a_loan_to_somebody_who_was_banned_elsewhere_stands_and_is_a_task",
            f"{BANS}test_a_ban_that_does_not_hold_where_somebody_was_lent_to_is_no_task_there",
            f"{BANS}test_bans_of_two_desks_both_stand_until_both_are_lifted",
        ),
        Fault("app/db/state/money_verdicts.py", "if here and bars_on(one, day)", "if here and not bars_on(one, day)"),
    ),
    Proof(
        "C-7",
        "what was due on one day and came back at two desks on one is one fee by steps, and two by copy and day",
        (
            f"{MONEY}test_two_books_of_one_day_returned_at_two_desks_on_one_day_are_one_fee",
            f"{PRICES}test_an_amount_a_copy_and_day_is_asked_for_each_copy",
        ),
        Fault("app/rules/tariffs.py", "return self.way == STEPPED", "return self.way != STEPPED"),
    ),
    Proof(
        "C-8",
        "a fee paid at one desk, and waived or paid at another, is settled once; what is over is a credit, and a task",
        (
            f"{MONEY}test_a_fee_paid_at_one_desk_and_waived_at_another_leaves_a_credit_and_a_task",
            f"{MONEY}test_a_payment_taken_twice_pays_for_what_is_owed_next",
        ),
        Fault("app/rules/fees.py", "pool = loose + sum(", "pool = loose + 0 * sum("),
    ),
    Proof(
        "C-9",
        "who was registered at two desks is a task, and then one person with both numbers and all loans",
        (
            "sync/test_persons_merging.py::test_one_person_registered_at_two_desks_is_a_task_and_then_one_person",
            "sync/test_persons_merging.py::test_state_is_the_same_whatever_the_order_of_arrival",
        ),
        Fault("app/db/state/likenesses.py", "o.birth_on = p.birth_on AND o.id <> p.id", "o.birth_on > p.birth_on"),
    ),
    Proof(
        "C-10",
        "a phone and an e-mail address changed at two desks both stand",
        (f"{CONFLICTS}test_a_phone_changed_at_one_desk_and_an_address_at_another_both_stand",),
        Fault(
            "app/db/log/merging.py", "FROM clock WHERE tbl = ? AND unit = ?", "FROM clock WHERE tbl = ? AND unit <> ?"
        ),
    ),
    Proof(
        "C-11",
        "of two phones the one that was written later stands, at every desk; both are shown at the next visit, once",
        (
            f"{CONFLICTS}test_of_two_phones_the_later_one_stands",
            "circulation/test_changed_twice.py::test_the_later_phone_stands_and_both_are_shown",
            "circulation/test_changed_twice.py::test_what_was_confirmed_once_is_shown_at_no_desk_any_more",
            "circulation/test_changed_twice.py::test_the_other_one_is_taken_with_one_key",
            "rules/test_amendments.py::test_what_was_seen_is_asked_no_more",
        ),
        Fault("app/rules/amendments.py", "if not one.seen and one.said != now)", "if one.seen and one.said != now)"),
    ),
    Proof(
        "C-12",
        "a loan to somebody who was erased meanwhile stands without a name and is a task; an edit is dropped",
        (
            "sync/test_erasing.py::test_a_loan_by_a_desk_that_was_away_stands_without_the_person_and_is_a_task",
            "db/test_held.py::test_of_an_erased_person_nothing_is_held",
        ),
        Fault("app/db/state/verdicts.py", "FROM open_loan WHERE patron IS NULL", "FROM open_loan WHERE patron = 0"),
    ),
    Proof(
        "C-13",
        "somebody whose document two desks saw is verified from the first time on",
        (f"{CONFLICTS}test_somebody_whose_document_two_desks_saw_is_verified_from_the_first_time_on",),
        Fault("app/rules/relation.py", "    if seen:", "    if not seen:"),
    ),
    Proof(
        "C-14",
        "what broke off while it was sent is a task, and is never sent again",
        (
            "station/test_post.py::test_what_broke_off_is_asked_about_and_never_repeated",
            "station/test_post.py::test_only_the_desk_that_is_named_sends",
        ),
        Fault("app/rules/reconcile.py", "kind=VerdictKind.NOTICE_UNSURE,", "kind=VerdictKind.HELD_CHANGE,"),
    ),
    Proof(
        "C-15",
        "a copy that lay ready and was lent elsewhere is with whoever has it; the hold is first again, and is a task",
        ("sync/test_holds_merging.py::test_a_copy_that_lies_ready_and_is_lent_elsewhere_is_with_whoever_has_it",),
        Fault("app/rules/holds.py", "taken.get(one.item, 0) > one.id", "taken.get(one.item, 0) == one.id"),
    ),
    Proof(
        "C-16",
        "a copy that was lent on its way is with whoever has it, is on no way any more, and is a task",
        ("sync/test_holds_merging.py::test_a_copy_that_is_lent_on_its_way_never_comes",),
        Fault("app/db/state/holds_seen.py", "t2.id < o.loan AND", "t2.id > o.loan AND"),
    ),
    Proof(
        "C-17",
        "a copy said to be lost at one desk that came back at another costs for being late alone",
        (
            f"{PRICES}test_a_copy_said_to_be_lost_at_one_desk_that_came_back_at_another_costs_for_being_late_alone",
            "desk/test_money.py::test_a_lost_copy_costs_its_price_until_it_comes_back",
        ),
        Fault("app/rules/fees.py", "amount = 0 if claim.cancelled else", "amount = 0 if not claim else"),
    ),
    Proof(
        "C-18",
        "what a desk ahead of all others wrote is held until its time; its facts are merged",
        (
            "db/test_held.py::test_it_waits_beside_the_row",
            "db/test_held.py::test_facts_and_tombstones_do_not_wait",
            "db/test_held.py::test_a_decision_reaches_every_desk_whatever_came_first",
        ),
        Fault("app/db/log/held.py", "            if tick > limit", "            if tick < limit"),
    ),
    Proof(
        "C-19",
        "a loan is entered from its receipt with its day and number, once; the first that turns up makes no second",
        (
            f"{CONFLICTS}test_a_loan_entered_again_from_its_receipt_is_one_loan_though_the_first_turns_up",
            "desk/test_paper.py::test_a_loan_on_paper_counts_from_its_day",
            "desk/test_paper.py::test_a_slip_is_entered_once",
            "desk/test_paper.py::test_a_printed_receipt_whose_loan_is_known_is_not_entered_again",
        ),
        Fault("app/desk/paper.py", "if work.copies.slip_entered(copy.item, slip):", "if False:"),
    ),
    Proof(
        "C-20",
        "a desk put back from a backup opens a log of its own, reads its past back, and nothing happens twice",
        ("sync/test_own_past.py::test_a_desk_put_back_from_a_backup_goes_on_in_a_log_of_its_own",),
        Fault("app/sync/past.py", "    return not all(holds(", "    return all(holds("),
    ),
    Proof(
        "C-21",
        "the tariff of the day on which a loan ended decides, though the desk did not know of it; a lower amount told stands",
        (
            f"{MONEY}test_a_tariff_changed_elsewhere_counts_for_what_ended_since",
            "rules/test_fees.py::test_a_lower_amount_that_a_receipt_told_stands",
            "desk/test_receipts.py::test_a_return_receipt_tells_once_what_being_late_costs_and_a_dearer_tariff_asks_no_more",
            "rules/test_fees.py::test_the_tariff_of_the_closing_day_decides",
        ),
        Fault("app/rules/fees.py", "tariff = tariff_on(ended_on)", "tariff = tariff_on(group[0].due_on)"),
    ),
    Proof(
        "C-22",
        "what is due on a day that another desk closes moves forward; a moved day that was printed stands",
        (
            f"{CONFLICTS}test_a_closed_day_that_another_desk_added_moves_what_is_due_on_it_forward",
            f"{CONFLICTS}test_a_moved_day_that_was_printed_stands_though_another_desk_opens_again",
            "db/test_due_days.py::test_whatever_arrives_first_the_due_day_is_the_same",
        ),
        Fault("app/db/state/open_loans.py", "SELECT max(t.promised_on)", "SELECT min(t.at_ms)"),
    ),
)
