"""One contract for the shared folder: the real directory, the simulated town's, and the one in memory keep it alike."""

import os
from random import Random

import pytest

from app.sync.folder import DirectoryFolder
from tests.contracts.memory_folder import MemoryFolder
from tests.sim.share import BranchFolder, Share


def real(tmp_path):
    folder = DirectoryFolder.in_share(tmp_path, random=os.urandom, pause=lambda _: None)
    folder.found()
    return folder


def simulated(_):
    share = Share(Random(1), lambda: 0, [1, 2], calm=True)
    return BranchFolder(share, 1, step=lambda _: None, wrote_head=lambda *_: None)


@pytest.fixture(params=[real, simulated, lambda _: MemoryFolder()], ids=["real", "simulated", "memory"])
def folder(request, tmp_path):
    return request.param(tmp_path)


def test_a_file_that_is_written_can_be_read_and_is_listed(folder):
    folder.write_new("replicas/0034/aa/one.seg", b"whole")

    assert folder.read("replicas/0034/aa/one.seg", bytes_max=5) == b"whole"
    assert folder.names("replicas") == ["0034"]
    assert folder.names("replicas/0034/aa") == ["one.seg"]


def test_a_file_that_is_not_there_is_none(folder):
    assert folder.read("replicas/0034/aa/one.seg", bytes_max=5) is None


def test_a_folder_that_is_not_there_has_no_names(folder):
    assert folder.names("replicas/0034") == []


def test_a_file_that_is_too_long_is_not_read(folder):
    folder.write_new("roster/000001.bin", b"too long")

    assert folder.read("roster/000001.bin", bytes_max=7) is None


def test_a_slot_is_replaced(folder):
    folder.replace("replicas/0034/aa/head-a.bin", b"first")
    folder.replace("replicas/0034/aa/head-a.bin", b"second")

    assert folder.read("replicas/0034/aa/head-a.bin", bytes_max=99) == b"second"
    assert folder.names("replicas/0034/aa") == ["head-a.bin"]


def test_names_are_sorted(folder):
    for name in ("b.bin", "a.bin", "c.bin"):
        folder.write_new(f"requests/{name}", b"x")

    assert folder.names("requests") == ["a.bin", "b.bin", "c.bin"]


def test_an_empty_file_is_a_file(folder):
    folder.write_new("requests/empty.bin", b"")

    assert folder.read("requests/empty.bin", bytes_max=9) == b""
