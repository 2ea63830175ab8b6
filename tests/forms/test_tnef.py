"""A winmail.dat is taken apart as any other mail."""

import struct

import pytest

from app.forms import errors, tnef
from app.forms.reading import read_form
from tests.forms.sheets import saved
from tests.forms.test_mails import FORM, OTHER
from tests.forms.winmails import attached, attribute, filled, inner, prop, said, winmail

LETTER = "Vārds: Toms\r\nUzvārds: Liepa\r\n"


@pytest.fixture
def opened(tmp_path):
    return lambda data: read_form(saved(tmp_path, data, "winmail.dat"))


def test_attached_forms_are_read_and_so_is_the_text(opened):
    made = winmail(said(prop(0x0017, 1), prop(tnef.P_BODY, LETTER)), attached("ANKETA~1.DOC", FORM, wide="anketa ķ.docx"),
                   attached("otrā.docx", OTHER))  # fmt: skip

    assert [(one.part, one.fields["given"]) for one in opened(made)] == [
        ("", "Toms"), ("anketa ķ.docx", "Ilze"), ("otrā.docx", "Toms"),
    ]  # fmt: skip


def test_the_text_may_stand_in_an_attribute_of_old(opened):
    [one] = opened(winmail(attribute(1, tnef.BODY, LETTER.encode("cp1257") + b"\0")))

    assert one.fields == {"given": "Toms", "family": "Liepa"}


def test_the_text_may_be_a_page(opened):
    [one] = opened(winmail(said(prop(tnef.P_HTML, b"<p>V\xc4\x81rds: Ilze</p>"))))

    assert one.fields == {"given": "Ilze"}


def test_a_message_in_a_message_is_read(opened):
    [one] = opened(winmail(inner(winmail(attached("anketa.docx", FORM)))))

    assert one.part == "Fwd › anketa.docx"


def test_a_text_that_only_outlook_can_read_is_told(opened):
    [one] = opened(winmail(said(prop(tnef.P_RTF, b"compressed")), attached("anketa.docx", FORM)))

    assert [(problem.code, problem.value) for problem in one.problems] == [("form.foreign-file", "RTF")]


def test_properties_of_every_kind_are_passed_over(opened):
    numbers = [struct.pack("<HH", kind, 0x10) + bytes(size) for kind, size in tnef.FIXED.items()]
    named = (
        struct.pack("<HH", 0x0003, 0x8001)
        + bytes(16)
        + struct.pack("<III", 1, 6, 0)[:8]
        + filled(b"a\0b\0\0\0")
        + bytes(4)
    )
    numbered = struct.pack("<HH", 0x0003, 0x8002) + bytes(16) + struct.pack("<III", 0, 7, 9)
    many = (
        struct.pack("<HHIII", 0x1003, 0x11, 2, 1, 2)
        + struct.pack("<HHI", 0x101F, 0x12, 2)
        + (struct.pack("<I", 2) + filled(b"a\0")) * 2
    )

    [one] = opened(winmail(said(*numbers, named, numbered, many[:16], many[16:], prop(tnef.P_BODY, LETTER))))

    assert one.fields["given"] == "Toms"


def test_what_follows_the_last_attribute_is_no_part_of_it(opened):
    assert opened(winmail(said(prop(tnef.P_BODY, LETTER))) + b"\0rubbish and more rubbish")[0].fields["given"] == "Toms"


def chained(levels):
    made = winmail(attached("anketa.docx", FORM))
    for _ in range(levels):
        made = winmail(inner(made))
    return made


REFUSED = {
    "one without a form": (winmail(said(prop(tnef.P_BODY, "Labdien!"))), errors.NoForm),
    "nothing but its first bytes": (tnef.MAGIC, errors.NoForm),
    "one cut off": (winmail(attached("anketa.docx", FORM))[:-50], errors.Damaged),
    "a length that lies": (winmail(struct.pack("<BII", 1, tnef.BODY, 0xFFFFFFFF)), errors.Damaged),
    "a property of no kind": (winmail(said(struct.pack("<HHI", 0x0FFF, 1, 1))), errors.Damaged),
    "a count that lies": (winmail(attribute(1, tnef.MESSAGE_PROPERTIES, b"\xff\xff\xff\xff\3\0\0\0")), errors.Damaged),
    "one folded deeper than any": (chained(9), errors.TooLarge),
}


@pytest.mark.parametrize(("data", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_what_holds_no_form_is_refused_by_name(opened, data, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        opened(data)

    assert type(refused.value) is leaf


def test_a_file_cut_off_anywhere_is_read_or_refused(opened):
    made = winmail(said(prop(tnef.P_BODY, LETTER)), attached("anketa.docx", FORM, wide="anketa.docx"))

    for length in range(0, len(made), 37):
        try:
            assert opened(made[:length])
        except errors.FormRefused:
            continue
