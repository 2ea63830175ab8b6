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
    Proof("D-20", "", lacking="not there yet"),
    Proof("D-21", "", lacking="not there yet"),
    Proof("D-22", "", lacking="not there yet"),
    Proof("D-23", "", lacking="not there yet"),
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
