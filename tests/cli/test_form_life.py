"""A form on paper from the desk to the record, by command line."""


def test_a_form_on_paper_is_looked_at_again_destroyed_and_recorded(founded, tmp_path):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1", "--form", "adult")
    [form] = founded("forms", "open")["forms"]
    assert (form["patron"], form["standing"], form["entered_by"]) == ("P1", "to_check", "anna")
    assert founded("forms", "destroy", form["form"], exit_code=1)["refused"][0]["blocks"][0]["code"] == "FORM_UNCHECKED"

    assert founded("forms", "check", form["form"])["forms"][0]["standing"] == "to_destroy"
    founded("forms", "destroy", form["form"])

    assert founded("forms", "open")["forms"] == []
    act = founded("forms", "act", "--out", tmp_path / "akts.pdf")
    assert (act["count"], act["destroyed"][0]["kind"]) == (1, "adult")
    assert (tmp_path / "akts.pdf").read_bytes().startswith(b"%PDF")


def test_a_letter_is_received_and_kept(founded):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1")

    received = founded("forms", "receive", "P1", "--form", "guarantee", "--channel", "letter", "--on", "2026-01-05")
    founded("forms", "keep", received["form"])

    assert founded("forms", "open")["forms"] == []
    assert [one["standing"] for one in founded("forms", "open", "--kept")["forms"]] == ["kept"]
    said, _ = founded.text("forms", "open", "--kept")
    assert "kept" in said


def test_the_list_goes_to_excel(founded, tmp_path):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1", "--form", "adult")

    assert founded("report", "forms-not-destroyed", "--out", tmp_path / "r10.xlsx")["rows"] == 1
