"""The shared folder as a directory, in bad days."""

import errno
import os
import sys
from pathlib import Path

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


def windows(number, posix=errno.EACCES):
    """Return what Windows says: Python calls a sharing violation a missing permission."""
    error = PermissionError(posix, "held") if posix == errno.EACCES else OSError(posix, "?")
    error.winerror = number
    return error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (windows(32), FolderUnreachable),
        (windows(33), FolderUnreachable),
        (windows(5), FolderReadOnly),
        (windows(19), FolderReadOnly),
        (windows(112, errno.ENOSPC), FolderFull),
        (windows(39, errno.EINVAL), FolderFull),
        (windows(1295, errno.EINVAL), FolderFull),
        (windows(64, errno.EINVAL), FolderUnreachable),
    ],
    ids=["sharing", "lock", "access", "write-protect", "full", "handle-full", "quota", "net-name-gone"],
)
def test_what_windows_says_for_ever_has_its_name_and_leaves_nothing(folder, monkeypatch, paused, error, told):
    def replace(path, target):
        raise error

    monkeypatch.setattr(Path, "replace", replace)

    with pytest.raises(told):
        folder.replace("replicas/0001/aa/head-a.bin", b"head")

    assert folder.names("replicas/0001/aa") == []
    assert paused == (list(PAUSES_S) if isinstance(error, PermissionError) else [])


@pytest.mark.parametrize("number", [5, 32])
def test_a_file_that_another_program_holds_is_read_when_it_lets_go(folder, monkeypatch, paused, number):
    folder.write_new("roster/000001.bin", b"whole")
    monkeypatch.setattr("builtins.open", refusing(open, windows(number), 2))

    assert folder.read("roster/000001.bin", bytes_max=9) == b"whole"
    assert paused == list(PAUSES_S[:2])


def test_a_file_that_another_program_holds_for_long_is_not_there_yet(folder, monkeypatch, paused):
    folder.write_new("roster/000001.bin", b"whole")
    monkeypatch.setattr("builtins.open", refusing(open, windows(32), 99))

    assert folder.read("roster/000001.bin", bytes_max=9) is None
    assert paused == list(PAUSES_S)


def test_a_folder_that_another_program_holds_is_listed_when_it_lets_go(folder, monkeypatch, paused):
    folder.write_new("roster/000001.bin", b"whole")
    monkeypatch.setattr(os, "listdir", refusing(os.listdir, windows(5), 2))

    assert folder.names("roster") == ["000001.bin"]


def refusing(act, error, times):
    left = iter(range(times))

    def refuse(*args, **kwargs):
        if next(left, None) is not None:
            raise error
        return act(*args, **kwargs)

    return refuse


def test_a_share_that_goes_while_a_file_is_written_is_not_made_in_its_place(folder, tmp_path, monkeypatch):
    """Where it is mounted again later, a folder of ours would hide below it, or deeds would vanish into it."""

    def unmounted(self):
        (tmp_path / "share" / "lete-1").rename(tmp_path / "away")

    monkeypatch.setattr(DirectoryFolder, "_check_reachable", unmounted)

    with pytest.raises(FolderUnreachable):
        folder.write_new("replicas/0001/aa/one.seg", b"x")

    assert list((tmp_path / "share").iterdir()) == []


def test_a_full_disk_is_told_even_if_the_rest_cannot_be_removed(folder, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    monkeypatch.setattr(Path, "unlink", failing(errno.EIO))

    with pytest.raises(FolderFull):
        folder.write_new("replicas/0001/aa/one.seg", b"x")


def test_a_server_that_answers_with_an_error_is_unreachable(folder, monkeypatch):
    """A mount whose server is gone answers "input/output error" to everything, also to the question if it is there."""
    monkeypatch.setattr(Path, "is_dir", failing(errno.EIO))

    for act in (
        lambda: folder.names("replicas"),
        lambda: folder.read("roster/000001.bin", bytes_max=9),
        lambda: folder.write_new("roster/000001.bin", b"x"),
    ):
        with pytest.raises(FolderUnreachable):
            act()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights mean nothing to root, and less here")
def test_a_folder_without_the_right_to_write_says_so(folder):
    folder.root.chmod(0o500)

    with pytest.raises(FolderReadOnly):
        folder.write_new("roster/000001.bin", b"x")


def test_names_for_writing_are_unique_to_the_call(folder, monkeypatch):
    seen = []
    monkeypatch.setattr(Path, "replace", lambda path, target: seen.append(path.name))

    for _ in range(5):
        folder.write_new("roster/000001.bin", b"x")

    assert len(set(seen)) == 5


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_large_file_goes_in_and_out_in_parts(folder):
    folder.write_stream("checkpoints/a.ckpt", iter([b"one", b"two"]))

    assert b"".join(folder.read_stream("checkpoints/a.ckpt")) == b"onetwo"
    assert list(folder.read_stream("checkpoints/b.ckpt")) == []
    assert folder.names("checkpoints") == ["a.ckpt"]


def test_a_large_file_that_cannot_be_finished_leaves_nothing(folder):
    def parts():
        yield b"one"
        raise KeyError

    with pytest.raises(KeyError):
        folder.write_stream("checkpoints/a.ckpt", parts())

    assert folder.names("checkpoints") == []


def test_a_file_is_taken_away_once_and_again(folder):
    folder.write_new("replicas/0001/aa/one.seg", b"x")

    folder.delete("replicas/0001/aa/one.seg")
    folder.delete("replicas/0001/aa/one.seg")

    assert folder.names("replicas/0001/aa") == []


def test_a_file_that_another_program_holds_is_taken_away_with_patience(folder, paused, monkeypatch):
    """Windows answers so while a virus scanner has the file open."""
    folder.write_new("a.seg", b"x")
    unlink, held = type(folder.root).unlink, [True, True]

    def unlinked(path, **given):
        if held:
            held.pop()
            raise PermissionError(errno.EACCES, "held")
        unlink(path, **given)

    monkeypatch.setattr(type(folder.root), "unlink", unlinked)
    folder.delete("a.seg")

    assert folder.names("") == []
    assert paused == list(PAUSES_S[:2])


def test_nothing_is_taken_away_where_the_share_is_not_mounted(folder, tmp_path):
    (tmp_path / "share").rename(tmp_path / "gone")

    with pytest.raises(FolderUnreachable):
        folder.delete("a.seg")
    with pytest.raises(FolderUnreachable):
        list(folder.read_stream("a.seg"))
