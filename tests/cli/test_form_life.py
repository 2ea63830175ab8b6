"""A form on paper from the desk to the record, by command line."""

from tests.forms.sheets import line, table, word_file


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


def test_a_form_of_somebody_known_is_compared_and_entered_for_them(founded, tmp_path):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1", "--phone", "26123456")
    form = tmp_path / "anketa.docx"
    rows = (("Vārds", "Ilze"), ("Uzvārds", "Kalna"), ("Tālruņa numurs", "2999 9999"))
    form.write_bytes(word_file(line("Lietotāja reģistrācijas anketa"), table(*rows)))
    [draft] = founded("forms", "import", form)["drafts"]

    compared = founded("forms", "compare", draft["draft"], "P1")
    said, _ = founded.text("forms", "compare", draft["draft"], "P1")
    entered = founded("forms", "confirm", draft["draft"], "--known", "P1")

    assert compared["differences"] == entered["differences"] == [
        {"field": "phone", "known": "26123456", "said": "29999999", "taken": True},
        {"field": "family", "known": "Kalnlapa", "said": "Kalna", "taken": False},
    ]  # fmt: skip
    assert "phone: 26123456 → 29999999" in said
    assert "surname: Kalnlapa → Kalna (stays as it is; to be settled on the person's page)" in said
    assert (entered["patron"], entered["destroyed"], form.exists()) == ("P1", True, False)
    assert founded("forms", "list")["drafts"] == []


def test_a_form_is_not_compared_with_nobody(founded, tmp_path):
    form = tmp_path / "anketa.docx"
    form.write_bytes(word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalna"))))
    [draft] = founded("forms", "import", form)["drafts"]

    refused = founded("forms", "compare", draft["draft"], "P9", exit_code=1)["refused"]
    said, _ = founded.text("forms", "confirm", draft["draft"], "--known", "P9", exit_code=1)

    assert refused[0]["blocks"][0]["code"] == "UNKNOWN_SCAN"
    assert "P9" in said
