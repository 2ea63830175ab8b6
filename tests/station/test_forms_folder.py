"""A folder that forms are dropped into: each is read once, when it is wholly there."""

import pytest

from app.db.drafts import drafts
from app.forms.reading import read_form
from app.station.forms_folder import (
    SCAN_MS,
    STILL_MS,
    FolderWatcher,
    FormsFolder,
    FormsFolderMissing,
    FormsFolderNotSet,
    choose_folder,
    chosen_folder,
)
from app.station.inbox import confirm_form
from tests.forms.sheets import line, table, word_file

FORM = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "anketas"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(station, root):
    return FormsFolder(station=station, root=root, read=read_form)


def later(folder, clock, ms=STILL_MS):
    clock.pass_ms(ms)
    return folder.look()


def test_a_file_is_read_when_two_looks_find_it_the_same(folder, root, clock):
    (root / "anketa.docx").write_bytes(FORM)

    assert folder.look().drafts == ()
    assert folder.unsettled
    assert later(folder, clock, STILL_MS - 1).drafts == ()
    [draft] = later(folder, clock, 1).drafts

    assert draft.application.fields["family"] == "Kalnlapa"
    assert not folder.unsettled
    assert later(folder, clock).drafts == (), "it is read once"


def test_a_file_that_is_still_written_is_waited_for(folder, root, clock):
    path = root / "anketa.docx"
    path.write_bytes(b"")
    for count in (100, 2000, len(FORM)):
        found = later(folder, clock)
        assert (found.drafts, found.refused) == ((), ())
        path.write_bytes(FORM[:count])
    later(folder, clock)

    assert len(later(folder, clock).drafts) == 1


def test_what_is_no_form_is_told_of_once_and_again_when_it_is_another(folder, root, clock):
    path = root / "vēstule.docx"
    path.write_bytes(b"PK\x03\x04 no zip")
    (root / "~$anketa.docx").write_bytes(b"owner")
    (root / "piezīmes.txt").write_bytes(b"none of ours")
    folder.look()

    [refused] = later(folder, clock).refused
    assert refused.path == path
    assert later(folder, clock).refused == ()
    path.write_bytes(FORM)
    folder.look()
    assert len(later(folder, clock).drafts) == 1


def test_a_new_start_reads_nothing_twice(folder, station, root, clock):
    (root / "anketa.docx").write_bytes(FORM)
    folder.look()
    later(folder, clock)
    again = FormsFolder(station=station, root=root, read=read_form)
    again.look()

    assert later(again, clock).drafts == ()
    [draft] = drafts(station.reading)
    confirm_form(station, draft.id, changes={})
    assert list(root.iterdir()) == []
    (root / "anketa.docx").write_bytes(FORM)
    again.look()
    assert len(later(again, clock).drafts) == 1, "another who is called the same"


def test_a_new_file_is_heard_of(folder, root, clock):
    found, waits = [], []

    def wait(woken, seconds):
        waits.append(seconds)
        if len(waits) == 1:
            (root / "anketa.docx").write_bytes(FORM)
            assert woken.wait(30), "the watcher has heard nothing"
        clock.pass_ms(STILL_MS)

    watcher = FolderWatcher(folder=folder, tell=found.append, wait=wait)
    try:
        for _ in range(3):
            watcher.step()
    finally:
        watcher.stop()

    assert [len(one.drafts) for one in found] == [1]
    assert waits == [SCAN_MS / 1000, STILL_MS / 1000, SCAN_MS / 1000]


def test_the_folder_is_chosen_and_its_absence_is_told(station, folder, root, tmp_path):
    with pytest.raises(FormsFolderNotSet):
        chosen_folder(station)
    with pytest.raises(FormsFolderMissing):
        choose_folder(station, tmp_path / "none")
    assert choose_folder(station, root) == chosen_folder(station) == root
    root.rmdir()
    with pytest.raises(FormsFolderMissing):
        folder.look()
