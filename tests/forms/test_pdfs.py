"""A PDF: its fields by what they are called, or the text of its pages, or a plain refusal."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from app.forms import errors, pdf, pdf_fields
from app.forms.reading import read_form
from tests.forms import signing
from tests.forms.pdfs import box, bytes_of, field, form, group, page, signed, text, tx, widget
from tests.forms.sheets import saved
from tests.forms.tokens import signed_message, signing_time


@pytest.fixture
def opened(tmp_path):
    def read(data):
        [one] = read_form(saved(tmp_path, data, "anketa.pdf"))
        return one

    return read


def said(one):
    return [(unread.label, unread.value) for unread in one.unread]


def test_fields_are_known_by_name_by_hint_and_by_our_own_names(opened):
    one = opened(form(
        tx("Text1", "Ilze", TU="Vārds"), tx("uzvards", "Kalnlapa"), tx("Personas kods", "161175-19997"),
        tx("txt7", "16.11.1975.", TU="Dzimšanas datums (dd.mm.gggg)"), tx("email", "i@example.org"), tx("talrunaNumurs_2", "26123456"),
    ))  # fmt: skip

    assert one.fields == {
        "given": "Ilze", "family": "Kalnlapa", "code": "161175-19997", "birth": "1975-11-16", "email": "i@example.org",
        "phone": "26123456",
    }  # fmt: skip
    assert one.sources["given"] == "Vārds"
    assert (one.language, one.problems, one.unread) == ("lv", (), ())


def test_the_branch_of_a_field_says_whose_it_is(opened):
    one = opened(form(group("bērns", tx("vārds", "Toms"), tx("uzvārds", "Kalnlapa")),
                      group("vecāks", tx("vārds", "Ilze"), tx("uzvārds", "Liepa"), tx("tālrunis", "26123456"))))  # fmt: skip

    assert one.fields == {
        "given": "Toms", "family": "Kalnlapa", "guarantor_given": "Ilze", "guarantor_family": "Liepa",
        "guarantor_phone": "26123456",
    }  # fmt: skip


def test_a_field_nobody_knows_is_shown_with_its_hint(opened):
    one = opened(form(tx("Text1", "zila", TU="Krāsa"), tx("Text2", "sarkana"), tx("Text3", "")))

    assert said(one) == [("Krāsa", "zila"), ("Text2", "sarkana")]


@pytest.mark.parametrize(("checked", "answer"), [(True, "yes"), (False, "no")])
def test_a_box_is_ticked_or_not(opened, checked, answer):
    one = opened(form(box("card", checked=checked), tx("vārds", "Ilze")))

    assert one.fields.get("card") == answer


def test_of_several_boxes_the_chosen_one_counts(opened):
    radio = field(
        "/Btn", "klase", "/b", Ff=NumberObject(pdf_fields.RADIO), Kids=ArrayObject([widget("/a"), widget("/b")])
    )

    assert said(opened(form(radio))) == [("klase: a", "☐"), ("klase: b", "☒")]


def test_a_choice_is_what_the_list_shows(opened):
    options = ArrayObject(
        [ArrayObject([text("1"), text("Rūjienas vidusskola")]), ArrayObject([text("2"), text("Cita")])]
    )

    assert opened(form(field("/Ch", "skola", "1", Opt=options))).fields == {"school": "Rūjienas vidusskola"}


def test_several_choices_stand_side_by_side(opened):
    many = field("/Ch", "valodas")
    many[NameObject("/V")] = ArrayObject([text("latviešu"), text("dāņu")])

    assert said(opened(form(many))) == [("valodas", "latviešu, dāņu")]


def test_what_the_author_put_there_is_shown_and_not_filed(opened):
    one = opened(form(tx("vārds", "Ilze"), tx("pilsēta", "Rūjiena", DV="Rūjiena")))

    assert one.fields == {"given": "Ilze"}
    assert said(one) == [("pilsēta", "Rūjiena")]


@pytest.mark.parametrize(
    ("order", "value", "day"),
    [
        ("mm/dd/yyyy", "03/04/2009", "2009-03-04"),
        ("dd.mm.yyyy", "03.04.2009", "2009-04-03"),
        ("d/m/yyyy", "3/4/2009", "2009-04-03"),
    ],
)
def test_a_field_that_puts_the_month_first_is_believed(opened, order, value, day):
    script = DictionaryObject({NameObject("/JS"): text(f'AFDate_FormatEx("{order}");')})

    assert opened(form(tx("birth", value, AA=DictionaryObject({NameObject("/F"): script})))).fields == {"birth": day}


def test_a_button_is_nothing_and_a_signature_is_told(opened):
    signed = field("/Sig", "Paraksts")
    signed[NameObject("/V")] = DictionaryObject({NameObject("/Name"): text("Ilze Kalnlapa")})

    one = opened(form(field("/Btn", "Drukāt", Ff=NumberObject(pdf_fields.PUSHED)), signed, field("/Sig", "Otrs")))

    assert said(one) == [("Paraksts", "Ilze Kalnlapa")]


def test_signs_that_are_none_are_spaces_and_a_long_text_may_be_a_stream(opened):
    long = StreamObject()
    long.set_data(b"viena\x02divas")
    streamed = tx("Text2")
    streamed[NameObject("/V")] = long

    assert said(opened(form(tx("Text1", "a\x0bb\x00c"), streamed))) == [("Text1", "a b c"), ("Text2", "viena divas")]


def test_the_same_name_twice_is_told(opened):
    one = opened(form(tx("vārds", "Ilze"), tx("vārds", "Toms")))

    assert one.fields == {"given": "Ilze"}
    assert [(problem.field, problem.value) for problem in one.problems] == [("given", "Toms")]


def test_the_title_on_the_page_says_what_sheet_it_is(opened):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page("GALVOJUMS", "Vards: Toms"))))
    fields = ArrayObject([writer._add_object(tx("bērna vārds", "Emils"))])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})

    one = opened(bytes_of(writer))

    assert (one.kind, one.fields) == ("guarantee", {"given": "Emils"})
    assert ("Vards", "Toms") in said(one), "what is printed beside the fields is shown and not filed"


def test_a_flat_page_is_read_line_by_line(opened):
    one = opened(page("Indmeldelsesblanket", "Fornavn: Rasmus", "Efternavn: Kjærgård", "Fødselsdato: 24.03.2009"))

    assert one.fields == {"given": "Rasmus", "family": "Kjærgård", "birth": "2009-03-24"}
    assert (one.kind, one.language) == ("adult", "da")


def endless():
    writer = PdfWriter()
    loop = DictionaryObject({NameObject("/T"): text("a")})
    loop[NameObject("/Kids")] = ArrayObject([writer._add_object(loop)])
    writer.add_blank_page(10, 10)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([loop])})
    return bytes_of(writer)


def bomb():
    """A page whose few bytes unpack to many."""
    import zlib

    writer = PdfWriter()
    made = writer.add_blank_page(10, 10)
    stream = StreamObject()
    stream._data = zlib.compress(b"BT ET " * 10_000_000)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    made[NameObject("/Contents")] = writer._add_object(stream)
    return bytes_of(writer)


def nested():
    made = tx("vārds", "Ilze")
    for _ in range(pdf_fields.DEPTH_MAX + 2):
        made = group("a", made)
    return form(made)


REFUSED = {
    "a scan": (page(), errors.NoFields),
    "a letter": (page("Dear librarian,", "please call me."), errors.NoFields),
    "a form of no fields": (form(), errors.NoFields),
    "one with a password": (
        form(tx("vārds", "Ilze"), user_password="x", algorithm="AES-256"),
        errors.PasswordProtected,
    ),
    "one cut off at its head": (form(tx("vārds", "Ilze"))[:60], errors.Damaged),
    "nothing but its first line": (b"%PDF-1.7\n", errors.Damaged),
    "a page that unpacks without end": (bomb(), errors.NoFields),
    "fields in fields in fields": (nested(), errors.TooLarge),
    "fields without end": (form(*(tx(f"a{number}") for number in range(pdf_fields.FIELDS_MAX + 1))), errors.TooLarge),
}


@pytest.mark.parametrize(("data", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_form_is_refused_by_name(opened, data, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        opened(data)

    assert type(refused.value) is leaf


def test_a_tree_that_bites_its_tail_ends(opened):
    with pytest.raises(errors.FormRefused):
        opened(endless())


def test_one_that_only_forbids_printing_opens(opened):
    made = form(tx("vārds", "Ilze"), user_password="", owner_password="y", algorithm="AES-256")

    assert opened(made).fields == {"given": "Ilze"}


def test_the_library_is_left_as_it_was(opened):
    import pypdf

    before = pypdf.get_configuration()
    opened(form(tx("vārds", "Ilze")))

    assert pypdf.get_configuration() == before
    assert before.zlib_maximum_output_length != pdf.LIMITS["zlib_maximum_output_length"]


def test_a_file_cut_off_anywhere_is_read_or_refused(opened):
    made = form(group("bērns", tx("vārds", "Toms")), box("card", checked=True))

    for length in range(0, len(made), 13):
        try:
            assert opened(made[:length])
        except errors.FormRefused:
            continue


def by_mara(data):
    return signed(data, lambda content: signed_message(content, attributes=[signing_time()]))


def test_a_signed_form_carries_its_signature(opened):
    one = opened(by_mara(form(tx("vārds", "Ilze"), tx("uzvārds", "Kalnlapa"))))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa"}
    [seen] = one.signatures
    assert (seen.state, seen.signer, seen.claimed_ms) == ("intact", "MĀRA PARAUDZIŅA", signing.SIGNED_MS)
    assert one.signature_state == "intact"


def test_a_form_that_was_altered_after_it_was_signed_says_so(opened):
    data = by_mara(form(tx("vards", "Ilze"), tx("uzvards", "Liepa")))

    assert opened(data.replace(b"(Liepa)", b"(Ozola)")).signature_state == "altered"


def test_a_signed_form_in_a_signed_container_carries_both_signatures(opened):
    data = by_mara(form(tx("vārds", "Ilze"), tx("uzvārds", "Kalnlapa")))

    one = opened(signing.signed({"anketa.pdf": data}))

    assert [seen.covers for seen in one.signatures] == [("anketa.pdf",), ()]
    assert one.signature_state == "intact"


def test_a_form_that_nobody_signed_has_no_signature(opened):
    assert opened(form(tx("vārds", "Ilze"))).signatures == ()
