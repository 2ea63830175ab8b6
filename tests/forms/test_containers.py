"""Signed containers are opened with suspicion, and the forms in them are read."""

import io
import warnings
import zipfile

import pytest

from app.desk.applications import Application, FieldProblem, SignatureSeen, joined
from app.forms import container as limits
from app.forms import errors
from app.forms.reading import read_form
from app.forms.signatures import containers
from app.forms.signatures.containers import is_container, open_signed
from app.forms.signatures.inside import concerns
from tests.forms.sheets import line, saved, word_file
from tests.forms.signing import ASICE, SIGNATURE, container, signature, signed
from tests.forms.test_mails import with_files
from tests.forms.test_refusals import with_part

FORM = word_file(line("Lietotāja reģistrācijas anketa"), line("Vārds: Ilze"))
GUARANTEE = word_file(line("Anketa - galvojums"), line("Bērna vārds: Toms"))
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
LETTER = word_file(line("Sveiki!"))


def names_and_states(data):
    opened = open_signed(data)
    return [one.name for one in opened.payloads], [one.state for one in opened.signatures]


def twice(name, data=b"x"):
    """A container in which two entries have one name."""
    buffer = io.BytesIO(container({"anketa.docx": FORM}))
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, data)
    return buffer.getvalue()


def encrypted():
    data = bytearray(container({"anketa.docx": FORM}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


HOSTILE = [
    "../anketa.docx",
    "a/../b",
    ".",
    "a/./b",
    "/etc/passwd",
    "a//b",
    "C:\\a",
    "a\\b",
    "C:a",
    "a\u202eb",
    "a\nb",
]
REFUSED = {
    **{f"a name as {name!r}": (container({name: b"x"}), errors.Unsafe) for name in HOSTILE},
    "no name at all": (container({"abc.txt": b"x"}).replace(b"abc.txt", b"\0bc.txt"), errors.Unsafe),
    "two mimetypes": (twice("mimetype", ASICE), errors.Damaged),
    "two files of one name": (twice("anketa.docx"), errors.Damaged),
    "half a container": (signed({"anketa.docx": FORM})[:-30], errors.Damaged),
    "a container with a password": (encrypted(), errors.PasswordProtected),
    "a bomb": (container({"bomb.txt": bytes(8_000_000)}), errors.TooLarge),
    "a bomb in the place of a signature": (
        container({"a": b"x", **{f"META-INF/signatures{nth}.xml": bytes(3_900_000) for nth in range(5)}}),
        errors.TooLarge,
    ),
    "more signatures than anybody needs": (
        container({f"META-INF/signatures{nth}.xml": b"" for nth in range(60)}),
        errors.TooLarge,
    ),
    "more files than anybody sends": (container({f"{nth}.txt": b"" for nth in range(300)}), errors.TooLarge),
    "another mimetype": (container({"a": b"x"}, "application/vnd.oasis.opendocument.text"), errors.NotContainer),
    "an endless mimetype": (container({"a": b"x"}, ASICE + " " * 200), errors.NotContainer),
    "a Word file": (FORM, errors.NotContainer),
    "nothing": (b"", errors.NotContainer),
    "a zip behind something else": (b"%PDF" + container({"a": b"x"}), errors.NotContainer),
}


@pytest.mark.parametrize(("data", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_a_container_that_deceives_is_refused_by_name(data, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        open_signed(data)

    assert type(refused.value) is leaf


def test_a_file_longer_than_any_form_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(containers, "FILE_BYTES_MAX", 100)

    with pytest.raises(errors.TooLarge):
        open_signed(signed({"anketa.docx": FORM}))


def test_a_payload_that_lies_about_its_size_is_read_no_further_than_the_limit(monkeypatch):
    monkeypatch.setattr(limits, "refuse_entry", lambda *_: None)
    monkeypatch.setattr(limits, "PART_BYTES_MAX", 100)

    with pytest.raises(errors.TooLarge):
        open_signed(container({"anketa.docx": FORM}))


def test_repetitive_text_is_no_bomb():
    assert names_and_states(signed({"log.txt": b"ab" * 1_000_000})) == (["log.txt"], ["intact"])


def test_a_container_without_a_mimetype_is_known_by_its_signatures():
    data = container({"anketa.docx": FORM, SIGNATURE: signature({"anketa.docx": FORM})}, mimetype=None)

    assert is_container(data)
    assert names_and_states(data) == (["anketa.docx"], ["intact"])


@pytest.mark.parametrize("mimetype", [ASICE, f"{ASICE}\n", "application/vnd.etsi.asic-s+zip"])
def test_a_container_is_known_by_its_mimetype(mimetype):
    assert names_and_states(container({"a.txt": b"x"}, mimetype)) == (["a.txt"], [])


@pytest.mark.parametrize(
    "name", ["META-INF/signatures.xml", "META-INF/edoc-signatures-S1.xml", "META-INF/SIGNATURES1.XML"]
)
def test_signatures_lie_in_files_of_several_names(name):
    assert names_and_states(container({"a.txt": b"x", name: signature({"a.txt": b"x"})})) == (["a.txt"], ["intact"])


def test_several_signatures_may_lie_in_one_file():
    """The wrapper has no namespace of its own, which would be a part of what is signed."""
    both = b"<x>" + signature({"a.txt": b"x"}) + signature({"a.txt": b"y"}) + b"</x>"

    assert names_and_states(container({"a.txt": b"x", SIGNATURE: both})) == (["a.txt"], ["intact", "altered"])


def test_an_empty_folder_is_no_file():
    assert names_and_states(container({"mape/": b"", "mape/a.txt": b"x"})) == (["mape/a.txt"], [])


def test_a_name_in_utf8_that_does_not_say_so_is_read():
    data = container({"0123456.docx": b"x"}).replace(b"0123456.docx", "Šķēl.docx".encode())

    assert names_and_states(data)[0] == ["Šķēl.docx"]


# The forms inside


def problems(*found):
    return [FieldProblem(field="", code=code, value=name) for name, code in found]


def test_the_form_in_a_container_is_read_with_its_signature(tmp_path):
    path = saved(tmp_path, signed({"anketa.docx": FORM}), "anketa.edoc")

    [read] = read_form(path)

    assert (read.kind, dict(read.fields), read.part, read.signature_state) == (
        "adult",
        {"given": "Ilze"},
        "anketa.docx",
        "intact",
    )
    assert [one.signer for one in read.signatures] == ["MĀRA PARAUDZIŅA"]


def test_files_beside_the_form_are_no_obstacle_and_are_told(tmp_path):
    path = saved(tmp_path, signed({"foto.jpg": PHOTO, "vestule.docx": LETTER, "anketa.docx": FORM}))

    [read] = read_form(path)

    assert read.part == "anketa.docx"
    assert list(read.problems) == problems(("foto.jpg", "form.foreign-file"), ("vestule.docx", "form.no-fields"))


def test_a_letter_alone_is_read_as_it_is(tmp_path):
    assert [read.kind for read in read_form(saved(tmp_path, signed({"vestule.docx": LETTER})))] == ["unknown"]


def test_each_form_in_a_container_is_one_with_the_signatures_over_it(tmp_path):
    forms = {"anketa.docx": FORM, "galvojums.docx": GUARANTEE}
    path = saved(tmp_path, container({**forms, SIGNATURE: signature({"anketa.docx": FORM})}))

    read = read_form(path)

    assert [(one.kind, one.part, one.signature_state) for one in read] == [
        ("adult", "anketa.docx", "intact"),
        ("guarantee", "galvojums.docx", "none"),
    ]
    assert [one.uncovered for one in read] == [("galvojums.docx",)] * 2


def test_a_list_in_a_container_is_as_many_forms_as_it_has_rows(tmp_path):
    rows = "Vārds;Uzvārds\nAnna;Ozola\nJānis;Ozols\n".encode()

    read = read_form(saved(tmp_path, signed({"klase.csv": rows}), "klase.asice"))

    assert [(one.fields["given"], one.signature_state) for one in read] == [("Anna", "intact"), ("Jānis", "intact")]
    assert len({one.part for one in read}) == 2
    assert {signature.covers for one in read for signature in one.signatures} == {("klase.csv",)}


def test_a_signed_form_in_a_mail_keeps_its_signatures(tmp_path):
    data = with_files(("anketa.edoc", signed({"anketa.docx": FORM}))).as_bytes()

    [read] = read_form(saved(tmp_path, data, "vestule.eml"))

    assert (read.part, read.signature_state) == (joined("anketa.edoc", "anketa.docx"), "intact")


def test_of_a_container_that_nobody_signed_nothing_is_said_to_be_left_out(tmp_path):
    [read] = read_form(saved(tmp_path, container({"anketa.docx": FORM})))

    assert (read.signatures, read.uncovered, read.signature_state) == ((), (), "none")


@pytest.mark.parametrize("names", [["foto.jpg"], ["foto.jpg", "b.png"]])
def test_a_container_without_a_form_says_what_is_in_it(tmp_path, names):
    with pytest.raises(errors.NoFormInside) as refused:
        read_form(saved(tmp_path, signed(dict.fromkeys(names, PHOTO))))

    assert refused.value.figures == {"name": "anketa.docx", "files": ", ".join(names)}


def test_the_only_file_s_own_refusal_is_told(tmp_path):
    with pytest.raises(errors.Macros) as refused:
        read_form(saved(tmp_path, signed({"anketa.docx": with_part("word/vbaProject.bin", "x")}), "a.edoc"))

    assert refused.value.figures["name"] == joined("a.edoc", "anketa.docx")


def test_a_container_in_a_container_is_not_opened(tmp_path):
    inner = signed({"galvojums.docx": GUARANTEE})

    [read] = read_form(saved(tmp_path, signed({"anketa.docx": FORM, "galvojums.edoc": inner})))

    assert list(read.problems) == problems(("galvojums.edoc", "form.foreign-file"))
    with pytest.raises(errors.NoFormInside):
        read_form(saved(tmp_path, signed({"galvojums.edoc": inner})))


def test_nor_is_one_in_a_mail_in_a_container(tmp_path):
    inner = with_files(("anketa.edoc", signed({"anketa.docx": FORM}))).as_bytes()

    with pytest.raises(errors.NoFormInside):
        read_form(saved(tmp_path, signed({"vestule.eml": inner})))


# What the signatures say together


def application(*signatures):
    return Application(
        kind="adult", language="lv", fields={}, sources={}, unread=(), problems=(), signatures=signatures
    )


def seen(state, *covers):
    return SignatureSeen(state=state, covers=covers)


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((), "none"),
        (("intact",), "intact"),
        (("intact", "unconfirmed"), "unconfirmed"),
        (("unconfirmed", "altered", "intact"), "altered"),
    ],
)
def test_the_worst_of_the_signatures_over_a_form_is_what_is_told(states, state):
    assert application(*map(seen, states)).signature_state == state


@pytest.mark.parametrize(
    ("signature", "told"),
    [
        (seen("intact", "anketa.docx", "foto.jpg"), True),
        (seen("intact", "foto.jpg"), False),
        (seen("unconfirmed", "foto.jpg"), False),
        (seen("unconfirmed"), True),
        (seen("altered", "foto.jpg"), True),
    ],
)
def test_a_form_is_told_of_signatures_that_are_over_it_or_were_broken(signature, told):
    assert concerns(signature, "anketa.docx") is told
