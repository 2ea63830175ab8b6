"""The shared folder as a directory, in bad days."""

import errno
import os
import sys

import pytest

from app.sync.errors import FolderFull, FolderReadOnly, FolderUnreachable
from app.sync.folder import PAUSES_S, DirectoryFolder


@pytest.fixture
def paused():
    return []


@pytest.fixture
def folder(tmp_path, paused):
    made = DirectoryFolder.in_share(tmp_path / "share", random=os.urandom, pause=paused.append)
    (tmp_path / "share").mkdir()
    made.found()
    return made


def test_a_share_that_is_not_mounted_is_unreachable_never_empty(folder, tmp_path):
    folder.write_new("roster/000001.bin", b"x")
    (tmp_path / "share").rename(tmp_path / "gone")

    for act in (
        lambda: folder.names("roster"),
        lambda: folder.read("roster/000001.bin", bytes_max=9),
        lambda: folder.write_new("roster/000002.bin", b"y"),
    ):
        with pytest.raises(FolderUnreachable):
            act()
    assert not (tmp_path / "share").exists()


def test_a_network_is_not_founded_where_no_share_is(tmp_path):
    nowhere = DirectoryFolder.in_share(tmp_path / "none", random=os.urandom, pause=lambda _: None)

    with pytest.raises(FolderUnreachable):
        nowhere.found()


def test_nothing_half_written_is_left(folder, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))

    with pytest.raises(FolderUnreachable):
        folder.write_new("replicas/0001/aa/one.seg", b"x" * 100)

    assert folder.names("replicas/0001/aa") == []


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, FolderFull),
        (errno.EROFS, FolderReadOnly),
        (errno.EACCES, FolderReadOnly),
        (errno.ENETUNREACH, FolderUnreachable),
    ],
)
def test_each_failure_has_its_name(folder, monkeypatch, number, error):
    monkeypatch.setattr(os, "fsync", failing(number))

    with pytest.raises(error):
        folder.write_new("replicas/0001/aa/one.seg", b"x")


def test_a_file_that_another_program_holds_is_tried_again(folder, monkeypatch, paused):
    from pathlib import Path

    refusals = iter([PermissionError(errno.EACCES, "held")] * 3)
    replace = Path.replace

    def held(path, target):
        for refusal in refusals:
            raise refusal
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)

    folder.replace("replicas/0001/aa/head-a.bin", b"head")

    assert folder.read("replicas/0001/aa/head-a.bin", bytes_max=9) == b"head"
    assert paused == list(PAUSES_S[:3])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights mean nothing to root, and less here")
def test_a_folder_without_the_right_to_write_says_so(folder):
    folder.root.chmod(0o500)

    with pytest.raises(FolderReadOnly):
        folder.write_new("roster/000001.bin", b"x")


def test_names_for_writing_are_unique_to_the_call(folder, monkeypatch):
    from pathlib import Path

    seen = []
    monkeypatch.setattr(Path, "replace", lambda path, target: seen.append(path.name))

    for _ in range(5):
        folder.write_new("roster/000001.bin", b"x")

    assert len(set(seen)) == 5


def failing(number):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    return fail
