"""A file that is no plain Word form is refused by name, and stays as it was."""

import io
import zipfile

import pytest

from app.errors import LibraryError
from app.forms import container, door, errors
from app.forms.errors import FormRefused
from app.forms.reading import read_form
from tests.forms.sheets import MACRO_TYPE, document, line, parts, saved, word_file, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = document(line("Vārds: Ilze"))


def compound(entry: str) -> bytes:
    """One of Microsoft's older containers, as far as its directory goes."""
    return OLE + bytes(512 - len(OLE)) + entry.encode("utf-16-le").ljust(128, b"\0")


def with_part(name: str, data: str | bytes) -> bytes:
    return zipped(parts(SHEET) | {name: data})


def repeated(name: str) -> bytes:
    buffer = io.BytesIO(word_file(line("Vārds: Ilze")))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, SHEET)
    return buffer.getvalue()


def encrypted_entry() -> bytes:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(word_file(line("Vārds: Ilze")))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


REFUSED = {
    "an encrypted Word file": (compound("EncryptedPackage"), errors.PasswordProtected),
    "a zip with a password": (encrypted_entry(), errors.PasswordProtected),
    "a Word 97 file": (compound("WordDocument"), errors.OldWord),
    "an old file that only talks of Word": (compound("  WordDocument"), errors.ForeignFile),
    "an old Excel file": (compound("Workbook"), errors.OldExcel),
    "a Word 97 file that carries a zip": (
        compound("WordDocument") + word_file(line("Vārds: Ilze")),
        errors.OldWord,
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(400), errors.ForeignFile),
    "rich text": (rb"{\rtf1 V\u257\'61rds}", errors.ForeignFile),
    "some other zip": (zipped({"mimetype": "application/epub+zip"}), errors.ForeignFile),
    "a zip whose main part is nothing we know": (zipped(parts("<workbook xmlns='x'/>")), errors.ForeignFile),
    "an empty file": (b"", errors.Damaged),
    "half a file": (word_file(line("Vārds: Ilze"))[:700], errors.Damaged),
    "a broken zip": (b"PK\x03\x04" + bytes(300), errors.Damaged),
    "broken markup": (zipped(parts("<w:document>")), errors.Damaged),
    "an empty main part": (zipped(parts("")), errors.Damaged),
    "two parts of one name": (repeated("word/document.xml"), errors.Damaged),
    "two parts of almost one name": (with_part("WORD/Document.xml", SHEET), errors.Damaged),
    "a program by its part": (with_part("word/vbaProject.bin", b"x"), errors.Macros),
    "a program by its type": (zipped(parts(SHEET, main_type=MACRO_TYPE)), errors.Macros),
    "a document type": (zipped(parts(f"<!DOCTYPE x>{SHEET}")), errors.Unsafe),
    "an entity bomb": (
        zipped(parts(f'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>{SHEET}')),
        errors.Unsafe,
    ),
    "a document type in UTF-16": (zipped(parts(f"<!DOCTYPE x>{SHEET}".encode("utf-16"))), errors.Unsafe),
    "too many parts": (
        zipped(parts(SHEET) | {f"word/media/{number}.png": "" for number in range(container.PARTS_MAX)}),
        errors.TooLarge,
    ),
    "a zip bomb": (with_part("word/media/white.bmp", bytes(2_000_000)), errors.TooLarge),
    "endless nesting": (zipped(parts(document("<w:p>" * 150 + "</w:p>" * 150))), errors.TooLarge),
    "too many tags": (zipped(parts(document("<w:p/>" * 1_100_000))), errors.TooLarge),
}


@pytest.mark.parametrize(("data", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_form_is_refused_by_name(tmp_path, data, leaf):
    path = saved(tmp_path, data)

    with pytest.raises(FormRefused) as refused:
        read_form(path)

    assert type(refused.value) is leaf
    assert refused.value.figures == {"name": "anketa.docx"}
    assert path.read_bytes() == data


def test_a_part_longer_than_any_form_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "PART_BYTES_MAX", 300)

    with pytest.raises(errors.TooLarge):
        read_form(saved(tmp_path, word_file(line("Vārds: Ilze"))))


def test_a_part_that_lies_about_its_size_is_read_no_further_than_the_limit(monkeypatch):
    monkeypatch.setattr(container, "refuse_entry", lambda *_: None)
    monkeypatch.setattr(container, "PART_BYTES_MAX", 300)

    with pytest.raises(errors.TooLarge):
        door.read_bytes(word_file(line("Vārds: Ilze")))


def test_a_file_longer_than_any_form_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(door, "FILE_BYTES_MAX", 100)

    with pytest.raises(errors.TooLarge):
        door.read_bytes(word_file(line("Vārds: Ilze")))


def test_all_parts_together_may_be_no_larger_than_the_limit(monkeypatch):
    monkeypatch.setattr(container, "TOTAL_BYTES_MAX", 500)

    with pytest.raises(errors.TooLarge):
        door.read_bytes(word_file(line("Vārds: Ilze")))


@pytest.mark.parametrize("name", ["~$keta.docx", ".~lock.anketa.docx#"])
def test_the_note_beside_an_open_document_is_known_by_its_name(tmp_path, name):
    path = saved(tmp_path, b"\x05Ilze " + bytes(156), name)

    with pytest.raises(errors.OwnerFile):
        read_form(path)


def test_the_note_beside_an_open_document_is_known_by_its_shape(tmp_path):
    path = saved(tmp_path, b"\x04Ilze" + bytes(157))

    with pytest.raises(errors.OwnerFile):
        read_form(path)


def test_a_file_that_is_gone_is_missing(tmp_path):
    with pytest.raises(errors.MissingFile):
        read_form(tmp_path / "anketa.docx")


def test_a_folder_cannot_be_read(tmp_path):
    with pytest.raises(errors.Unreadable):
        read_form(tmp_path)


def test_a_file_that_another_program_keeps_to_itself_cannot_be_read(tmp_path, monkeypatch):
    path = saved(tmp_path, word_file(line("Vārds: Ilze")))

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(errors.Unreadable):
        read_form(path)


def test_every_refusal_has_a_code_of_its_own():
    leaves = [leaf for leaf in vars(errors).values() if isinstance(leaf, type) and issubclass(leaf, LibraryError)]

    codes = [leaf.code for leaf in leaves if leaf.__module__ == errors.__name__]

    assert len(codes) == len(set(codes))
    assert all(code.startswith("form.") for code in codes)


CONTAINERS = {errors.NotContainer, errors.NoFormInside}
"""Tried where containers are."""


def test_every_refusal_is_tried():
    tried = {leaf for _, leaf in REFUSED.values()} | {errors.OwnerFile, errors.MissingFile, errors.Unreadable}
    tried |= CONTAINERS

    elsewhere = {errors.NoForm, errors.NoFields, errors.NoColumns, errors.HiddenSheet}
    assert tried | elsewhere == set(FormRefused.__subclasses__())
