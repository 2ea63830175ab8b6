"""A message of Outlook is taken apart as any other mail."""

import pytest

from app.forms import errors, outlook, parts
from app.forms.reading import read_form
from tests.forms.compounds import attachment, compound, message
from tests.forms.sheets import saved
from tests.forms.test_mails import FORM, OTHER

LETTER = "Vārds: Toms\r\nUzvārds: Liepa\r\n"


@pytest.fixture
def opened(tmp_path):
    def read(tree):
        return read_form(saved(tmp_path, tree if isinstance(tree, bytes) else compound(tree), "vēstule.msg"))

    return read


def test_attached_forms_are_read_and_so_is_the_text(opened):
    found = opened(message(attachment("anketa.docx", FORM), attachment("anketa2.docx", OTHER), p1000=LETTER))

    assert [(one.part, one.fields["given"]) for one in found] == [
        ("", "Toms"),
        ("anketa.docx", "Ilze"),
        ("anketa2.docx", "Toms"),
    ]


def test_a_message_in_a_message_is_read(opened):
    inner = message(attachment("anketa.docx", FORM), header=24, p0037="Fwd: Anketa")

    [one] = opened(message(attachment("", inner), p1000="Pārsūtu."))

    assert one.part == "Fwd: Anketa › anketa.docx"


def test_a_page_is_read_where_there_is_no_plain_text(opened):
    [one] = opened(message(p1013="<p>Vārds: Ilze</p><p>Uzvārds: Ķirse</p>".encode("cp1257")))

    assert one.fields["family"] == "Ķirse"


def test_a_text_in_an_old_code_page_is_read_in_its_letters(opened):
    tree = message() | {"__substg1.0_1000001E": "Vārds: Ilze\nUzvārds: Žagare".encode("cp1257")}

    assert opened(tree)[0].fields["family"] == "Žagare"


def test_a_text_that_only_outlook_can_read_is_told(opened):
    [one] = opened(message(attachment("anketa.docx", FORM), p1009=b"compressed"))

    assert [(problem.code, problem.value) for problem in one.problems] == [("form.foreign-file", "RTF")]


def test_an_attachment_without_its_bytes_is_told(opened):
    [one] = opened(message(attachment("anketa.docx", FORM), attachment("tukšs.docx", b"")))

    assert [(problem.code, problem.value) for problem in one.problems] == [("form.damaged", "tukšs.docx")]


def deep(levels):
    made = message(attachment("anketa.docx", FORM), header=24)
    for _ in range(levels):
        made = message(attachment("x", made), header=24)
    return made


REFUSED = {
    "a message without a form": (message(p1000="Labdien!"), errors.NoForm),
    "one folded deeper than any": (deep(parts.DEPTH_MAX + 1), errors.TooLarge),
    "storages without end": (deep(outlook.DEPTH_MAX), errors.TooLarge),
    "a Word 97 file with a message in it": ({"WordDocument": b"x", "a": message()}, errors.OldWord),
    "one cut off": (compound(message(p1000=LETTER))[:-400], errors.Damaged),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_what_holds_no_form_is_refused_by_name(opened, tree, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        opened(tree)

    assert type(refused.value) is leaf


def test_many_entries_that_name_the_same_bytes_are_refused(opened, monkeypatch):
    monkeypatch.setattr(outlook, "BYTES_MAX", 10_000)

    with pytest.raises(errors.TooLarge):
        opened(message(*(attachment(f"{number}.docx", bytes(4_096)) for number in range(3))))


def test_a_message_cut_off_anywhere_is_read_or_refused(opened):
    made = compound(message(attachment("anketa.docx", FORM), p1000=LETTER))

    for length in range(0, len(made), 173):
        try:
            assert opened(made[:length])
        except errors.FormRefused:
            continue
