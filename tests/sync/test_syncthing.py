"""Three desks, three Syncthing daemons: `LETE_SYNCTHING=1 python -m pytest tests/sync/test_syncthing.py`.

Needs Debian's package syncthing. Each desk has a folder of its own; the daemons find each other on loopback alone, by
fixed addresses (ports 22101 to 22103), without discovery, relays, usage reports or crash reports.
"""

import itertools
import os
import shutil
import subprocess
import time
from contextlib import suppress
from threading import Event

import pytest

from app.sync.errors import FolderUnreachable
from app.sync.folder import DirectoryFolder
from app.sync.pace import ROWS_AT_EASE
from tests.sim.world import World
from tests.sync.folder_contract import knows, register

pytestmark = [
    pytest.mark.skipif(not os.environ.get("LETE_SYNCTHING"), reason="LETE_SYNCTHING=1 asks for three real daemons"),
    pytest.mark.timeout(400),
]

PORT = 22_101
PATIENCE_S = 120

CONFIGURATION = """<configuration version="35">
<folder id="lete" label="lete" path="{path}" type="sendreceive" rescanIntervalS="5" fsWatcherEnabled="true"
 fsWatcherDelayS="1" ignorePerms="true" autoNormalize="true">{members}<minDiskFree unit="">0</minDiskFree></folder>
{devices}
<gui enabled="false"></gui>
<options><listenAddress>tcp://127.0.0.1:{port}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<urAccepted>-1</urAccepted><startBrowser>false</startBrowser><crashReportingEnabled>false</crashReportingEnabled>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH><reconnectionIntervalS>2</reconnectionIntervalS></options>
</configuration>
"""


def syncthing(home, *arguments):
    environment = {**os.environ, "STNOUPGRADE": "1", "HOME": str(home)}
    return ["syncthing", *arguments, f"--home={home}"], environment


def device_of(home):
    home.mkdir()
    command, environment = syncthing(home, "generate", "--no-default-folder", "--skip-port-probing")
    subprocess.run(command, env=environment, check=True, capture_output=True)
    command, environment = syncthing(home, "--device-id")
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def folders(tmp_path):
    """Return three folders that three daemons keep alike."""
    assert shutil.which("syncthing"), "syncthing is missing"
    homes = [tmp_path / f"home{n}" for n in range(3)]
    devices = [device_of(home) for home in homes]
    members = "".join(f'<device id="{device}"></device>' for device in devices)
    known = "".join(
        f'<device id="{device}" name="{n}"><address>tcp://127.0.0.1:{PORT + n}</address></device>'
        for n, device in enumerate(devices)
    )
    running = []
    try:
        for n, home in enumerate(homes):
            path = tmp_path / f"folder{n}"
            (path / ".stfolder").mkdir(parents=True)
            text = CONFIGURATION.format(path=path, members=members, devices=known, port=PORT + n)
            (home / "config.xml").write_text(text)
            command, environment = syncthing(home, "serve", "--no-browser", "--no-restart", "--logfile=-")
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            running.append(subprocess.Popen(command, env=environment, start_new_session=True, **quiet))
        yield [tmp_path / f"folder{n}" for n in range(3)]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


@pytest.fixture
def town(folders, tmp_path):
    (tmp_path / "town").mkdir()
    world = World(5, tmp_path / "town", branches=3)
    for path, written in world.share.files.items():
        (folders[0] / "lete-1" / path).parent.mkdir(parents=True, exist_ok=True)
        (folders[0] / "lete-1" / path).write_bytes(written[-1].data)
    for branch, folder in zip(world.branches, folders, strict=True):
        port = DirectoryFolder.in_share(folder, random=os.urandom, pause=time.sleep)
        branch.folder = branch.replica.folder = branch.replica.reader.folder = port
        branch.replica.rows_max = lambda: ROWS_AT_EASE
        branch.clock.offset_ms = 0  # An id that is drawn anew could not be looked for.
    yield world
    world.close()


def until(town, is_so):
    """Let every desk look again and again, as the daemons bring what they bring."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < PATIENCE_S, "the folders do not come to agree"
        Event().wait(0.5)  # Between two looks at the condition.
        town.now_ms += 60_000
        for branch in town.branches:
            with suppress(FolderUnreachable):  # Its daemon has not brought the folder yet.
                branch.replica.round(once=True)


def agree(town):
    return len({branch.digest() for branch in town.branches}) == 1


def test_a_deed_at_each_desk_is_soon_at_all_and_all_are_equal(town, folders):
    until(town, lambda: all((folder / "lete-1" / "roster" / "000003.bin").exists() for folder in folders))

    for turn in range(3):
        patrons = [register(town, branch, f"N{turn}-{branch.number}") for branch in town.branches]
        until(town, lambda made=patrons: all(knows(branch, one) for branch in town.branches for one in made))

    until(town, lambda: agree(town) and all(branch.store.waiting() == 0 for branch in town.branches))
    assert not list(itertools.chain.from_iterable(folder.rglob("*.sync-conflict-*") for folder in folders))
