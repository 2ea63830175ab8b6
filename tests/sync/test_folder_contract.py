"""The contract of the shared folder, on every folder that there is here; real shares are behind a flag."""

import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from app.sync.folder import DirectoryFolder
from tests.contracts.memory_folder import MemoryFolder
from tests.sim.files import Written
from tests.sim.share import BranchFolder, Share
from tests.sync.folder_contract import FolderContract


@dataclass
class DirectoryShare:
    """A directory as others see it: `seen` is where they write past the program, by default the same."""

    port: DirectoryFolder
    seen: Path

    @classmethod
    def at(cls, mounted, seen=None):
        port = DirectoryFolder.in_share(mounted, random=os.urandom, pause=lambda _: None)
        port.found()
        return cls(port, (seen or mounted) / "lete-1")

    def put(self, path, data):
        (self.seen / path).parent.mkdir(parents=True, exist_ok=True)
        (self.seen / path).write_bytes(data)

    def drop(self, path):
        (self.seen / path).unlink()

    def bytes_of(self, path):
        return (self.seen / path).read_bytes()

    def paths(self):
        return sorted(path.relative_to(self.seen).as_posix() for path in self.seen.rglob("*") if path.is_file())

    def make_folder(self, path):
        (self.seen / path).mkdir(parents=True)


@dataclass
class MemoryShare:
    port: MemoryFolder

    def put(self, path, data):
        self.port.files[path] = data

    def drop(self, path):
        del self.port.files[path]

    def bytes_of(self, path):
        return self.port.files[path]

    def paths(self):
        return sorted(self.port.files)

    def make_folder(self, path):
        """In memory a folder is what has a file in it."""
        self.port.files[f"{path}/.keep"] = b""


@dataclass
class SimulatedShare(MemoryShare):
    port: BranchFolder

    def put(self, path, data):
        self.port.share.files[path] = [Written(data, 0, {}, {})]

    def drop(self, path):
        del self.port.share.files[path]

    def bytes_of(self, path):
        return self.port.share.files[path][-1].data

    def paths(self):
        return sorted(self.port.share.files)

    def make_folder(self, path):
        self.put(f"{path}/.keep", b"")


class TestRealDirectory(FolderContract):
    @pytest.fixture
    def share(self, tmp_path):
        (tmp_path / "share").mkdir()
        return DirectoryShare.at(tmp_path / "share")


class TestSimulatedFolder(FolderContract):
    @pytest.fixture
    def share(self):
        simulated = Share(Random(1), lambda: 0, [1, 2], calm=True)
        return SimulatedShare(BranchFolder(simulated, 1, step=lambda _: None, wrote_head=lambda *_: None))


class TestFolderInMemory(FolderContract):
    @pytest.fixture
    def share(self):
        return MemoryShare(MemoryFolder())


class IgnoringCase:
    """A folder on a disk to which Head-A.bin and head-a.bin are one, and which lists what was written first."""

    def __init__(self, port):
        self.port, self.written = port, {}

    def names(self, path):
        return self.port.names(path.lower())

    def read(self, path, *, bytes_max):
        return self.port.read(path.lower(), bytes_max=bytes_max)

    def read_start(self, path, count):
        return self.port.read_start(path.lower(), count)

    def write_new(self, path, data):
        assert self.written.setdefault(path.lower(), path) == path, "two names that differ in case alone"
        self.port.write_new(path.lower(), data)

    replace = write_new


class TestFolderThatIgnoresCase(FolderContract):
    @pytest.fixture
    def share(self, tmp_path):
        (tmp_path / "share").mkdir()
        made = DirectoryShare.at(tmp_path / "share")
        made.port = IgnoringCase(made.port)
        return made
