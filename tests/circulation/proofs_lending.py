"""What proves D-12 to D-23 and L-24 to L-29: lending, fees, damage, and the account."""

from __future__ import annotations

from tests.circulation.proof import Fault, Proof

PROOFS = (
    Proof(
        "D-12",
        "a receipt promises the due day of every loan, of a renewal the new one; it is printed with a number",
        (
            "desk/test_receipts.py::test_a_loan_receipt_promises_the_due_days",
            "desk/test_receipts.py::test_a_renewal_stands_with_its_new_day",
            "cli/test_receipts.py::test_a_receipt_is_printed_and_printed_again_by_its_number",
        ),
        Fault("app/desk/receipts.py", "promised_on=one.promised_on,", "promised_on=None,"),
        lacking="by mail",
    ),
    Proof(
        "D-13",
        "letters go by e-mail, reminders and recalls when they are due and once; what a server refuses is listed with its"
        " reason, and nothing waits for it",
        (
            "station/test_reminders.py::test_who_has_something_due_is_reminded_and_who_is_late_is_asked_once",
            "station/test_post.py::test_what_a_server_refuses_is_listed_with_its_reason",
            "cli/test_letters.py::test_a_line_that_is_down_is_an_environment_and_letters_wait",
        ),
        Fault(
            "app/notices/smtp.py",
            'Delivery(step=FAILED, cause="mailbox-full")',
            'Delivery(step=SENT, cause="mailbox-full")',
        ),
        lacking="by app or SMS; reminders asked for by an open desk by itself",
    ),
    Proof(
        "D-14",
        "a return receipt tells the day and how late; receipts have numbers, and the same again is the same receipt",
        (
            "desk/test_receipts.py::test_a_return_receipt_tells_the_day_and_how_late",
            "desk/test_receipts.py::test_the_same_again_is_the_same_receipt",
            "rules/test_receipts.py::test_a_number_leads_back_to_its_receipt",
        ),
        Fault("app/desk/receipts.py", "again=before is not None,", "again=before is None,"),
    ),
    Proof(
        "D-15",
        "a late return and a late renewal cost the same; the first late day is the day after the due day",
        (
            "desk/test_money.py::test_a_late_renewal_costs_as_a_late_return_does",
            "desk/test_money.py::test_a_book_in_time_costs_nothing_and_a_return_undone_neither",
            "rules/test_fees.py::test_the_danish_tariff_goes_by_steps",
        ),
        Fault("app/rules/tariffs.py", "if step.from_day <= days]", "if step.from_day < days]"),
    ),
    Proof(
        "D-16",
        "a late return costs though no letter was ever written",
        ("desk/test_money.py::test_two_books_of_one_day_that_come_back_late_together_are_one_fee",),
        Fault("app/rules/tariffs.py", "if days <= 0 or", "if days <= 7 or"),
    ),
    Proof(
        "D-17",
        "ten copies of one day that come back on one day are one fee; a child is one by the age on the due day",
        (
            "rules/test_fees.py::test_ten_copies_of_one_day_that_come_back_on_one_day_are_one_fee",
            "rules/test_fees.py::test_a_child_is_one_by_the_age_on_the_due_day",
            "rules/test_fees.py::test_money_is_never_lost_or_doubled_whatever_came_first_and_how_often",
        ),
        Fault("app/rules/fees.py", "return group if tariff.is_by_group else", "return group if not tariff else"),
    ),
    Proof(
        "D-18",
        "who owes the limit borrows nothing; after the days of a written notice they are shut out, until all is paid",
        (
            "desk/test_exclusion.py::test_who_owes_the_limit_borrows_nothing_until_something_is_paid",
            "desk/test_exclusion.py::test_a_notice_about_a_debt_excludes_after_its_days",
            "desk/test_exclusion.py::test_paying_lifts_an_exclusion_and_a_later_debt_does_not_bring_it_back",
            "desk/test_paper_letters.py::test_a_letter_is_printed_again_on_any_day_but_a_first_one_in_time",
            "cli/test_money.py::test_the_written_notice_names_the_debt_and_the_day",
        ),
        Fault("app/rules/exclusion.py", "if 0 < limit_minor <= owes", "if 0 < limit_minor < owes"),
    ),
    Proof(
        "D-19",
        "a Danish desk takes no cash; a payment that another system took finds its person, and counts once however often it is read in",
        (
            "desk/test_money.py::test_a_danish_desk_takes_no_cash",
            "rules/test_fees.py::test_a_payment_that_is_read_in_twice_counts_once",
            "desk/test_payments.py::test_a_payment_finds_its_person_and_is_read_in_once",
            "desk/test_payments.py::test_a_payment_that_nobody_is_found_for_is_kept_until_somebody_says_whose_it_is",
        ),
        Fault("app/rules/fees.py", "first[one.reference] == one.deed", "first[one.reference] != 0"),
    ),
    Proof(
        "D-20",
        "a lost copy costs what it was bought for, or what its kind usually costs, or what staff say",
        (
            "desk/test_reports.py::test_a_lost_copy_is_charged_at_its_price_and_not_renewed",
            "desk/test_reports.py::test_damage_is_paid_by_whoever_had_the_copy_last",
        ),
        Fault(
            "app/desk/reports.py",
            "price_of(asked, work.copies.price(copy.item), usual)",
            "price_of(asked, None, usual)",
        ),
    ),
    Proof(
        "D-21",
        "a lost disc without a price of its own costs what discs usually cost",
        ("desk/test_reports.py::test_a_lost_copy_without_a_price_costs_what_its_kind_does",),
        Fault("app/desk/reports.py", 'work.policy.number(f"default_price.{copy.material}")', "0"),
    ),
    Proof(
        "D-22",
        "the sentence about the borrower's own equipment stands on a receipt where the library wants it",
        ("cli/test_receipts.py::test_a_receipt_is_printed_and_printed_again_by_its_number",),
        Fault("app/station/receipts.py", 'note=policy.text("receipt_note"),', 'note="",'),
    ),
    Proof(
        "D-23",
        "so many discs and no more; so many of a material for a category of patron; a row of the narrower place decides",
        (
            "desk/test_lending.py::test_five_discs_and_no_more",
            "desk/test_terms.py::test_a_limit_holds_for_one_material_and_one_category",
            "rules/test_terms.py::test_of_two_rows_the_one_of_the_narrower_place_decides",
        ),
        Fault(
            "app/rules/terms.py",
            "bool(self.key.category), bool(self.key.subject)",
            "bool(self.key.subject), bool(self.key.category)",
        ),
    ),
    Proof(
        "L-24",
        "the desk shows what somebody has, until when, and what is late",
        ("views/test_patron_panel.py::test_a_loan_says_how_it_stands",),
        Fault("app/views/presenters/patron_panel.py", "    if days < 0:", "    if days < -1:"),
    ),
    Proof(
        "L-25",
        "in Valmiera a loan that ended goes on naming the person",
        ("db/test_history.py::test_in_valmiera_nothing_is_cut",),
        Fault("app/desk/history.py", "    if not days:", "    if days:"),
    ),
    Proof(
        "L-26",
        "a copy on the shelf is reserved, and laid ready for whoever reserved it alone",
        (
            "desk/test_holds.py::test_a_copy_on_the_shelf_is_reserved",
            "desk/test_holds.py::test_what_lies_ready_is_lent_to_nobody_else",
        ),
        Fault("app/desk/holds.py", "kind = ON_SHELF if _can_be_fetched", "kind = QUEUE if _can_be_fetched"),
    ),
    Proof(
        "L-27",
        "for a copy that is out one waits with a place in the queue; a return is laid ready for the first",
        (
            "desk/test_holds.py::test_for_a_copy_that_is_out_one_waits_in_a_queue",
            "desk/test_holds.py::test_a_return_is_laid_ready_for_the_first_in_line",
            "desk/test_holds.py::test_no_loan_is_renewed_while_somebody_waits",
        ),
        Fault("app/desk/holds.py", "position=1 + len(line),", "position=len(line),"),
    ),
    Proof(
        "L-28",
        "a request for more time waits at the branch of the loan until staff grant it by the rules, or refuse it for a cause",
        (
            "desk/test_requests.py::test_a_request_waits_at_the_branch_of_the_loan",
            "desk/test_requests.py::test_what_is_granted_is_a_renewal",
            "desk/test_requests.py::test_a_refusal_keeps_its_cause",
        ),
        Fault("app/desk/requests.py", "answer=REFUSED, cause=cause)", "answer=REFUSED)"),
    ),
    Proof(
        "L-29",
        "the e-book library is told who may read and who has something overdue, and of nobody who is blocked",
        (
            "exports/test_accounts.py::test_who_is_blocked_may_sign_in_and_read_no_e_books",
            "exports/test_accounts.py::test_the_e_book_library_finds_who_signs_in_and_is_told_no_name",
        ),
        Fault("exports/accounts.py", "if not one.active or one.blocked:", "if not one.active:"),
    ),
)
