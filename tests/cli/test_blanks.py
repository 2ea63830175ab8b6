"""A blank form by command line, filled in, and read again as a draft."""

from pypdf import PdfReader, PdfWriter


def test_a_blank_form_comes_back_as_a_draft(founded, tmp_path):
    blank = tmp_path / "anketa.pdf"
    written = founded("forms", "blank", "--form", "adult", "--language", "lv", "--out", blank)
    assert (written["file"], written["form"], written["language"]) == (str(blank), "adult", "lv")

    writer = PdfWriter(clone_from=PdfReader(blank))
    writer.update_page_form_field_values(None, {"given": "Šarlote", "family": "Ģērķe", "birth": "24.03.2009."})
    filled = tmp_path / "aizpildīta.pdf"
    writer.write(filled)

    [draft] = founded("forms", "import", filled)["drafts"]
    fields = draft["fields"]
    assert (fields["given"], fields["family"], fields["birth"]) == ("Šarlote", "Ģērķe", "2009-03-24")
    assert draft["unread"] == []


def test_a_form_that_the_network_has_not_is_named(founded, tmp_path):
    said = founded("forms", "blank", "--form", "consent", "--out", tmp_path / "x.pdf", exit_code=2)

    assert "adult, guarantee" in str(said)
    assert not (tmp_path / "x.pdf").exists()
