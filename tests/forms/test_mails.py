"""A mail: what is attached goes through the same door, and its text may be the form."""

from email.message import EmailMessage
from email.mime.base import MIMEBase

import openpyxl
import pytest

from app.forms import errors, mail, parts, texts
from app.forms.hypertext import text_of_html
from app.forms.reading import read_form
from tests.forms.sheets import line, saved, table, word_file
from tests.forms.test_lists import HEAD, ILZE, TOMS, bytes_of, workbook

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))
OTHER = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Toms"), ("Uzvārds", "Liepa")))


def letter(text="Labdien! Sūtu anketu.", subject="Anketa", **how):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ilze <i@example.org>", "b@example.org", subject
    made.set_content(text, **how)
    return made


def with_files(*files, text="Labdien! Sūtu anketu.", **how):
    made = letter(text, **how)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype=WORD, filename=name)
    return made


@pytest.fixture
def opened(tmp_path):
    def read(made, name="vēstule.eml"):
        return read_form(saved(tmp_path, made if isinstance(made, bytes) else made.as_bytes(), name))

    return read


def said(one):
    return [(unread.label, unread.value) for unread in one.unread]


def told(one):
    return [(problem.code, problem.value) for problem in one.problems]


def test_an_attached_form_is_read_and_says_where_it_was(opened):
    [one] = opened(with_files(("anketa.docx", FORM)))

    assert (one.fields, one.part, one.kind) == ({"given": "Ilze", "family": "Kalnlapa"}, "anketa.docx", "adult")
    assert one.problems == ()


def test_two_forms_are_two_applications(opened):
    found = opened(with_files(("anketa.docx", FORM), ("anketa2.docx", OTHER)))

    assert [(one.part, one.fields["given"]) for one in found] == [("anketa.docx", "Ilze"), ("anketa2.docx", "Toms")]


def test_an_attached_list_is_many(opened):
    found = opened(with_files(("klase.xlsx", bytes_of(workbook(HEAD, ILZE, TOMS)))))

    assert [one.part for one in found] == ["klase.xlsx › 5.b › 2", "klase.xlsx › 5.b › 3"]


def test_what_cannot_be_read_is_told_on_every_form_beside_it(opened):
    found = opened(with_files(("anketa.docx", FORM), ("bilde.png", b"\x89PNG\r\n" + bytes(50)), ("vecs.docx", b"PK\x03\x04"),
                              ("anketa2.docx", OTHER)))  # fmt: skip

    assert [told(one) for one in found] == [[("form.foreign-file", "bilde.png"), ("form.damaged", "vecs.docx")]] * 2


def test_an_attached_letter_without_any_field_is_told_and_is_no_form(opened):
    [one] = opened(with_files(("vestule.docx", word_file(line("Sveiki!"))), ("anketa.docx", FORM)))

    assert (one.part, told(one)) == ("anketa.docx", [("form.no-fields", "vestule.docx")])


def test_a_mail_whose_only_form_cannot_be_read_says_why(opened):
    with pytest.raises(errors.Damaged) as refused:
        opened(with_files(("bilde.png", b"\x89PNG\r\n" + bytes(50)), ("vecs.docx", b"PK\x03\x04")))

    assert refused.value.figures == {"name": "vēstule.eml › vecs.docx"}


@pytest.mark.parametrize("made", [letter(), with_files(("bilde.png", b"\x89PNG\r\n" + bytes(50)))])
def test_a_mail_without_any_form_is_refused(opened, made):
    with pytest.raises(errors.NoForm) as refused:
        opened(made)

    assert refused.value.figures == {"name": "vēstule.eml"}


def test_a_mail_in_a_mail_is_read(opened):
    outer = letter("Pārsūtu.")
    outer.add_attachment(with_files(("anketa.docx", FORM), subject="Fwd: Anketa"))

    [one] = opened(outer)

    assert one.part == "Fwd: Anketa › anketa.docx"


def test_mails_in_mails_end_somewhere(opened):
    made = with_files(("anketa.docx", FORM))
    for _ in range(parts.DEPTH_MAX + 1):
        outer = letter()
        outer.add_attachment(made)
        made = outer

    with pytest.raises(errors.TooLarge):
        opened(made)


def test_a_mail_with_more_parts_than_anybody_attaches_tells_of_those_that_were_left(opened):
    found = opened(with_files(*((f"{number}.docx", FORM) for number in range(parts.PARTS_MAX + 2))))

    assert len(found) == parts.PARTS_MAX
    assert told(found[0]) == [("form.too-large", f"{parts.PARTS_MAX + left}.docx") for left in (0, 1)]


def test_the_text_itself_may_be_the_form(opened):
    [one] = opened(letter("Labdien!\nVārds: Ilze\nUzvārds: Kalnlapa\nPersonas kods: 161175-19997\nTālr.: 26123456\n"))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa", "code": "161175-19997", "phone": "26123456"}
    assert (one.part, one.language) == ("", "lv")


DANISH = {
    "lines": "Hej\n\nBarnets navn: Emil Lund Hansen\nCpr. nummer: 010115-1234\nMobilnummer: 20304050\nMailadresse: mor@example.dk\n",
    "one line": "Barnets navn: Emil Lund Hansen, cpr. nummer: 010115-1234, mobilnummer: 20304050, mailadresse: mor@example.dk",
    "no colons": "Barnets navn Emil Lund Hansen\nCpr. nummer 010115-1234\nMobilnummer 20304050\nMailadresse mor@example.dk\n",
    "quoted": "> Barnets navn: Emil Lund Hansen\n> cpr. nummer: 010115-1234\n>> mobilnummer: 20304050\n> mailadresse: mor@example.dk",
}


@pytest.mark.parametrize("text", DANISH.values(), ids=DANISH.keys())
def test_danish_free_text_is_read(opened, text):
    [one] = opened(letter(text, subject="Indmeldelse af barn på biblioteket"))

    assert one.fields == {
        "given": "Emil Lund", "family": "Hansen", "code": "010115-1234", "phone": "20304050", "email": "mor@example.dk",
    }  # fmt: skip
    assert one.language == "da"


def test_what_nobody_named_is_shown_whole_and_guessed_by_nobody(opened):
    [one] = opened(letter("Barnets navn: Emil Hansen\nVi bor der, ring 20304050 eller skriv til mor@example.dk\n"))

    assert one.fields == {"given": "Emil", "family": "Hansen"}
    assert "Vi bor der, ring 20304050 eller skriv til mor@example.dk" in [value for _, value in said(one)]


def test_a_letter_that_names_nobody_is_shown_beside_the_form(opened):
    [one] = opened(with_files(("anketa.docx", FORM), text="Lūdzu zvaniet!\nTālr.: 26123456\n"))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert said(one) == [("Tālr.", "26123456")]


def test_a_text_that_names_somebody_is_a_form_beside_the_attached_one(opened):
    found = opened(with_files(("anketa.docx", FORM), text="Vārds: Toms\nUzvārds: Liepa\n"))

    assert [(one.part, one.fields["given"]) for one in found] == [("", "Toms"), ("anketa.docx", "Ilze")]


def test_a_page_is_read_where_there_is_no_plain_text(opened):
    page = "<style>x</style><table><tr><td>Vārds</td><td>Ilze</td></tr><tr><td>Uzvārds</td><td>Kaln&shy;lapa</td></tr></table>"

    [one] = opened(letter(page, subtype="html"))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa"}


def test_the_same_text_twice_is_read_once(opened):
    made = letter("Vārds: Ilze\nUzvārds: Kalnlapa")
    made.add_alternative("<p>Vārds: Ilze</p><p>Uzvārds: Kalnlapa</p>", subtype="html")

    [one] = opened(made)

    assert one.problems == one.unread == ()


def test_a_text_file_attached_is_a_form_too(opened):
    made = letter()
    made.add_attachment("Vārds: Ilze\nUzvārds: Kalnlapa", filename="anketa.txt")

    [one] = opened(made)

    assert (one.part, one.fields["given"]) == ("anketa.txt", "Ilze")


HEADERS = b"From: i@example.org\r\nTo: b@example.org\r\nSubject: x\r\n"


@pytest.mark.parametrize(
    "charset", [b"", b"; charset=us-ascii", b"; charset=nonsense", b"; charset=utf-8", b"; charset=windows-1257"]
)
def test_the_letters_are_found_whatever_the_header_says(opened, charset):
    body = "Vārds: Ilze\nUzvārds: Žagare\n".encode("cp1257")

    [one] = opened(HEADERS + b"Content-Type: text/plain" + charset + b"\r\n\r\n" + body)

    assert one.fields["family"] == "Žagare"


@pytest.mark.parametrize(
    "name",
    [b'"=?utf-8?q?v=C4=93stule.docx?="', '"vēstule.docx"'.encode(), '"vēstule.docx"'.encode("cp1257"),
     b'"v\xc4\x93stule.\r\n docx"', b'"=?nonsense?q?v=C4=93?= .docx"', b'"=?utf-8?b?!?= .docx"'],
)  # fmt: skip
def test_the_name_of_an_attachment_is_one_line_of_letters(opened, name):
    part = MIMEBase("application", "octet-stream")
    part.set_payload(FORM)
    import base64

    made = HEADERS + (
        b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=" + name
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(FORM)
    )  # fmt: skip

    [one] = opened(made)

    assert one.part.isprintable()
    assert one.part.endswith("docx")
    assert len(one.part) <= mail.NAME_CHARS_MAX


def test_a_mail_that_is_cut_off_is_read_or_refused(opened):
    made = with_files(("anketa.docx", FORM), ("anketa2.docx", OTHER)).as_bytes()

    for length in range(0, len(made), 211):
        try:
            assert opened(made[:length])
        except errors.FormRefused:
            continue


FOLDED = HEADERS + b"Content-Type: multipart/mixed; boundary=a0\r\n\r\n"


@pytest.mark.parametrize(
    "made",
    [
        FOLDED
        + b"".join(b"--a%d\r\nContent-Type: multipart/mixed; boundary=a%d\r\n\r\n" % (at, at + 1) for at in range(900)),
        HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * 900,
        FOLDED + b"--a0\r\nContent-Type: message/rfc822\r\n\r\n" * 300,
    ],
)
def test_a_mail_folded_deeper_than_any_is_refused(opened, made):
    with pytest.raises(errors.TooLarge):
        opened(made)


def test_a_header_without_end_is_cut(opened):
    made = (
        HEADERS
        + b"Content-Type: text/plain; "
        + b'a=";' * 1_000_000
        + b"\r\n\r\n"
        + "Vārds: Ilze\nUzvārds: Liepa".encode()
    )

    assert opened(made)[0].fields["given"] == "Ilze"


def test_a_text_longer_than_any_letter_is_refused(opened):
    with pytest.raises(errors.TooLarge):
        opened(letter("Vārds: Ilze\n" * (texts.LINES_MAX + 1)))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Vārds:<br>Ilze", "Vārds:\n\nIlze"),
        ("<script>x</script>y<style>z", "y"),
        ("<table><tr><td>a&nbsp;b</td><td>c</td></tr></table>", "\ta b\tc"),
        ("<![<p>y", "y"),
    ],
)
def test_a_page_is_the_text_a_person_sees(page, text):
    assert text_of_html(page).strip("\n") == text


def test_a_list_of_a_workbook_in_a_mail_is_still_a_workbook(opened):
    book = openpyxl.Workbook()

    with pytest.raises(errors.NoForm):
        opened(with_files(("tukšs.xlsx", bytes_of(book))))


def test_a_page_deeper_than_any_ends():
    assert len(text_of_html("<div>" * 50_000 + "y")) < 50_000
