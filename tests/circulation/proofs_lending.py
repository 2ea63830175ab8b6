"""What proves D-12 to D-23 and L-24 to L-29: lending, fees, damage, and the account."""

from __future__ import annotations

from tests.circulation.proof import Fault, Proof

PROOFS = (
    Proof("D-12", "", lacking="not there yet"),
    Proof("D-13", "", lacking="not there yet"),
    Proof("D-14", "", lacking="not there yet"),
    Proof("D-15", "", lacking="not there yet"),
    Proof("D-16", "", lacking="not there yet"),
    Proof("D-17", "", lacking="not there yet"),
    Proof("D-18", "", lacking="not there yet"),
    Proof("D-19", "", lacking="not there yet"),
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
    Proof("D-22", "", lacking="not there yet"),
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
    Proof("L-26", "", lacking="not there yet"),
    Proof("L-27", "", lacking="not there yet"),
    Proof("L-28", "", lacking="not there yet"),
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
