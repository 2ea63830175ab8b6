"""A form is destroyed with everything that is the same form."""

import sys

import pytest

from app.station.shredding import digest_of, other_copies, shred

FORM = b"Ilze Kalnlapa, 26123456"


def saved(folder, name, data=FORM):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def copies(path, *folders):
    return {one.name for one in other_copies(path, digest_of(path), folders)}


def test_copies_are_told_by_their_bytes_whatever_they_are_called(tmp_path):
    path = saved(tmp_path / "inbox", "anketa.docx")
    saved(tmp_path / "inbox", "anketa (1).DOCX")
    saved(tmp_path / "downloads", "Ilze.docx")
    saved(tmp_path / "downloads", "another.docx", b"Toms")
    saved(tmp_path / "elsewhere", "anketa.docx")

    assert copies(path, tmp_path / "downloads", tmp_path / "not there") == {"anketa (1).DOCX", "Ilze.docx"}


def test_what_word_and_libreoffice_leave_beside_a_document_is_found(tmp_path):
    path = saved(tmp_path, "anketa.docx")
    for name in ("~$anketa.docx", "~$keta.docx", ".~lock.anketa.docx#", "Backup of anketa.wbk", "anketa.docx~"):
        saved(tmp_path, name, b"Ilze")
    saved(tmp_path, "~$klase.docx", b"Toms")

    assert copies(path) == {
        "~$anketa.docx", "~$keta.docx", ".~lock.anketa.docx#", "Backup of anketa.wbk", "anketa.docx~",
    }  # fmt: skip


def test_a_copy_is_found_when_the_form_itself_is_gone(tmp_path):
    path, other = saved(tmp_path, "anketa.docx"), saved(tmp_path, "kopija.docx")
    digest = digest_of(path)
    path.unlink()

    assert other_copies(path, digest, ()) == [other]


def test_a_destroyed_file_had_lost_its_bytes_and_its_name(tmp_path, monkeypatch):
    from pathlib import Path

    path, seen = saved(tmp_path, "Ilze Kalnlapa.docx"), []
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda one, **_: (seen.append((one.name, one.read_bytes())), unlink(one)))

    shred(path)

    [(name, data)] = seen
    assert data == bytes(len(FORM))
    assert "Ilze" not in name
    assert list(tmp_path.iterdir()) == []


def test_a_link_goes_with_what_it_leads_to(tmp_path):
    path = saved(tmp_path / "real", "anketa.docx")
    link = tmp_path / "anketa.docx"
    try:
        link.symlink_to(path)
    except OSError:
        if sys.platform != "win32":
            raise
    if sys.platform == "win32" and not link.is_symlink():
        pytest.skip("Windows lets administrators and developers alone make links")

    shred(link)

    assert not link.is_symlink()
    assert not path.exists()


def test_a_file_that_is_gone_is_destroyed(tmp_path):
    shred(tmp_path / "anketa.docx")
