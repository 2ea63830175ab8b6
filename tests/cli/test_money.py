"""Money by command line: a Danish fee listed, paid in part, waived; what answers are made of."""

import pytest
from pypdf import PdfReader


@pytest.fixture
def owing(lete, share):
    """A Danish network whose patron P1 has brought a book back four days late."""
    shell = lete()
    shell("network", "create", "--name", "Øvelse", "--share", share, "--profile", "hjorring", "--branch", "HJO",
          "--branch-name", "Hjørring", "--training", "--clock", "2026-03-02T10:00:00")  # fmt: skip
    at = ("--clock", "2026-03-03T10:00:00")
    shell("patron", "register", "--given", "Ida", "--family", "Beck", "--birth", "1980-01-01", "--card", "P1", *at)
    shell("item", "add", "--barcode", "B1", "--title", "Gaven", *at)
    shell("checkout", "--patron", "P1", "--item", "B1", "--due", "2026-03-04", *at)
    shell("checkin", "--item", "B1", "--clock", "2026-03-08T10:00:00")
    return lambda *arguments, **given: shell(*arguments, "--clock", "2026-03-08T11:00:00", **given)


def test_a_late_return_is_listed_with_what_it_costs(owing):
    found = owing("fee", "list", "--patron", "P1")

    assert found["balance"] == {"minor": 2000, "currency": "DKK"}
    (fee,) = found["fees"]
    assert (fee["fee"], fee["kind"], fee["titles"]) == ("late:2026-03-04:2026-03-08", "late", ["Gaven"])
    assert (fee["days_late"], fee["open"]["minor"]) == (4, 2000)


def test_a_fee_is_paid_in_part_and_the_rest_is_waived(owing):
    paid = owing("pay", "--patron", "P1", "--amount", "12,50", "--means", "card")
    assert paid["balance"] == {"minor": 750, "currency": "DKK"}
    waived = owing("waive", "--patron", "P1", "--fee", paid["fees"][0]["fee"], "--reason", "ill")
    assert waived["balance"]["minor"] == 0

    listed = owing("fee", "list", "--patron", "P1", "--with-settled")
    assert [one["kind"] for one in listed["entries"]] == ["waiver", "payment"]
    assert owing("fee", "take-back", paid["entry"])["balance"]["minor"] == 1250


def test_a_charge_and_a_refusal_are_told(owing):
    assert owing("fee", "charge", "--patron", "P1", "--kind", "other", "--amount", "5")["balance"]["minor"] == 2500
    refused = owing("pay", "--patron", "P1", "--amount", "1", "--means", "cash", exit_code=1)
    assert refused["refused"][0]["blocks"][0]["code"] == "MEANS_NOT_TAKEN"
    assert owing("fee", "list", "--patron", "P9", exit_code=1)["refused"][0]["blocks"][0]["code"] == "UNKNOWN_SCAN"
    owing("refund", "--patron", "P1", "--amount", "1", "--means", "card", "--reason", "x", exit_code=1)


def test_what_was_given_back_without_having_been_paid_is_told_and_can_be_paid(owing):
    charged = owing("fee", "charge", "--patron", "P1", "--kind", "other", "--amount", "5")
    paid = owing("pay", "--patron", "P1", "--amount", "25", "--means", "card")
    owing("fee", "take-back", charged["entry"])
    owing("refund", "--patron", "P1", "--amount", "5", "--means", "card", "--reason", "x")
    owing("fee", "take-back", paid["entry"])

    listed = owing("fee", "list", "--patron", "P1")

    assert (listed["overdrawn"]["minor"], listed["balance"]["minor"]) == (500, 2500)
    assert owing("pay", "--patron", "P1", "--amount", "25", "--means", "card")["balance"]["minor"] == 0


def test_somebody_is_excluded_and_may_borrow_again(owing):
    answer = owing("restrict", "--patron", "P1", "--kind", "misuse", "--reason", "notes in books")
    assert answer["from"] == "2026-03-08"
    assert owing("checkout", "--patron", "P1", "--item", "B1", exit_code=1)["refused"]
    assert owing("lift", "--patron", "P1")["restrictions"] == [answer["restriction"]]


def test_the_written_notice_names_the_debt_and_the_day(owing, tmp_path):
    owing("fee", "charge", "--patron", "P1", "--kind", "other", "--amount", "300")
    owing("restrict", "--patron", "P1", "--kind", "debt")
    printed = owing("notice", "print", "exclusion", "P1", "--out", tmp_path / "letter.pdf")

    assert (printed["patron"], printed["from"], printed["again"]) == ("P1", "2026-03-22", False)
    said = text_of(tmp_path / "letter.pdf")
    for part in ("Kære Ida Beck", "320,00 kr.", "22.03.2026", "lov om biblioteksvirksomhed", "Gaven"):
        assert part in said
    assert "hæfter" not in said
    assert owing("notice", "list", "--patron", "P1")["notices"][0]["cause"] == "printed"


def test_a_letter_about_a_minor_goes_to_whoever_answers_for_the_loan(owing, tmp_path):
    owing("patron", "register", "--given", "Liv", "--family", "Beck", "--birth", "2015-05-01", "--card", "P2",
          "--guarantor", "Ole Holm", "--override", "LOOKS_ALIKE", "--reason", "sister")  # fmt: skip
    owing("checkout", "--patron", "P2", "--item", "B1")
    owing("item", "report", "B1", "--kind", "lost", "--price", "25000")
    owing("restrict", "--patron", "P2", "--kind", "debt")
    owing("notice", "print", "exclusion", "P2", "--out", tmp_path / "letter.pdf")

    said = text_of(tmp_path / "letter.pdf")
    assert said.index("Ole Holm") < said.index("Liv Beck")
    assert "hæfter den, der har givet tilladelsen: Ole Holm" in said


def text_of(path):
    return " ".join(PdfReader(path).pages[0].extract_text().replace("\xa0", " ").split())


def test_balances_go_out_with_references_and_payments_come_in_once(owing, tmp_path):
    written = owing("fee", "export", tmp_path / "out.csv")
    assert written["balances"] == 1
    heading, line = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heading == "reference;patron;name;amount;currency;owed_since"
    reference, _, _, amount, _, since = line.split(";")
    assert (amount, since) == ("20.00", "2026-03-08")

    paid = tmp_path / "in.csv"
    paid.write_text(f"payment;reference;amount;paid_on\nB1;{reference};20,00;2026-03-07\nB2;?;5;2026-03-07\n", "utf-8")
    assert [one["standing"] for one in owing("payments", "import", paid)["payments"]] == ["matched", "unmatched"]
    assert [one["standing"] for one in owing("payments", "import", paid)["payments"]] == ["known", "known"]
    assert owing("fee", "list", "--patron", "P1")["balance"]["minor"] == 0
    assert [one["payment"] for one in owing("payments", "list")["payments"]] == ["B2"]
    assert owing("payments", "match", "B2", "--patron", "P1")["standing"] == "matched"
