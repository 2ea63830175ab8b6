"""Forgetting a person in a network of three, and looking for them afterwards in every byte that anybody keeps."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import make_world
from app.station.home import Home
from app.station.station import Station
from app.sync.checkpoints import CheckpointReading
from app.sync.envelope import open_contents, read_outside
from app.sync.errors import Malformed
from app.sync.survey import verify_keys
from app.sync.ticks import unix_ms_of
from app.sync.verified import parse_checkpoint

PERSON = {
    "--given": "Zelmārija",
    "--family": "Zvirbuļkalne",
    "--birth": "1961-04-03",
    "--code": "327895-12349",
    "--card": "ZK-99881",
    "--phone": "29123987",
    "--email": "zelmarija@zvirbulkalne.example",
    "--street": "Cielavupūre",
    "--town": "Dzeņupils",
}
REASON = "Zelmārijas lūgums"
WORDS = (*PERSON.values(), REASON, "zelmarija", "zvirbulkalne", "ZK99881", "32789512349")
FIELDS = {b"LSEG": 40, b"LHED": 16, b"LCOK": 40}


def sync(*shells, times=1):
    for _ in range(times):
        for shell in shells:
            shell("sync", "--once")


@pytest.fixture
def town(founded, join):
    return founded, join("b"), join("c", branch="ALO")


def served(town):
    """Register a person, lend to them, renew, and take back: at different desks, with every desk in the know."""
    north, south, west = town
    north("item", "add", "--barcode", "B-1", "--title", "Mērnieku laiki")
    given = [word for pair in PERSON.items() for word in pair]
    patron = north("patron", "register", *given)["patron_id"]
    sync(*town, times=2)
    south("checkout", "--patron", PERSON["--card"], "--item", "B-1")
    south("renew", "--item", "B-1", "--override", "RENEWAL_GAINS_NOTHING", "--reason", "lūdza")
    west("card", "lost", PERSON["--card"], "--standing", "lost")
    sync(*town, times=2)
    west("checkin", "--item", "B-1")
    west("card", "lost", PERSON["--card"], "--standing", "active")
    sync(*town, times=2)
    return patron


def everything(shells, share):
    """Yield (where, bytes) of every file of every desk and of the folder, as it is and as the keys open it."""
    for shell in shells:
        for path in Path(shell.home).rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()
        station = Station.open(Home(Path(shell.home)), make_world(None, key_passphrase=""))
        try:
            yield from opened(station, share)
        finally:
            station.close()
    for path in Path(share).rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def opened(station, share):
    keys, verifying = station.keys(), verify_keys(station.roster())
    for log in station.store().own_logs():
        for sealed in station.store().own_segments(log, 0):
            yield f"own segment {sealed.name.file}", contents(sealed.data, keys, verifying)
    for path in Path(share).rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if data[:4] in FIELDS:
            yield str(path), contents(data, keys, verifying)
        elif data[:4] == b"LCKP":
            reading = CheckpointReading.begin([data], parse_checkpoint(path.name), verifying, keys.network_keys)
            yield str(path), b"".join(reading.image())


def contents(data, keys, verifying):
    outside = read_outside(data, data[:4], FIELDS[data[:4]])
    return open_contents(data, outside, verify_key=verifying[outside.replica], network_keys=keys.network_keys)


def places(shells, share):
    """Return where some word of the person stands."""
    return sorted({where for where, data in everything(shells, share) for word in WORDS if word.encode() in data})


def test_nothing_is_left_of_an_erased_person_anywhere(town, share):
    north, south, _ = town
    patron = served(town)
    assert len(places(town, share)) >= 5
    Station.open(Home(Path(south.home)), make_world(None, key_passphrase="")).close()

    proposed = north("patron", "erase", PERSON["--card"], "--reason", REASON)
    assert proposed["patron_id"] == patron
    sync(*town, times=3)
    assert south("patron", "find", "zvirb") == {"patrons": []}
    sync(*town, times=4)

    assert places(town, share) == []
    for shell in town:
        assert shell("doctor", "--erased", patron)["problems"] == []
    assert len({shell("digest")["digest"] for shell in town}) == 1


def test_the_doctor_tells_what_is_left_as_long_as_it_is(town, share):
    north, south, _ = town
    patron = served(town)

    def told(shell):
        return {one["code"] for one in shell("doctor", "--erased", patron, exit_code=1)["problems"]}

    assert told(north) == {"doctor.erased-not"}
    north("patron", "erase", PERSON["--card"], "--reason", REASON)
    assert told(north) == {"doctor.erased-proposed"}
    assert north("doctor", "--erased", "17", exit_code=1)["problems"][0]["code"] == "doctor.erased-not"
    backup = Path(north.home) / "backups" / "lete-20260101-101010-abcdef.db"
    with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(Path(north.home) / "lete.db")) as own:
        own.backup(copy)
    sync(*town)
    sync(north)

    assert told(north) >= {"doctor.erased-folder", "doctor.erased-here"}
    assert not backup.exists()
    assert len(list(backup.parent.glob("*.db"))) == 1
    sync(*town, times=4)
    assert south("doctor", "--erased", patron)["problems"] == []


def test_the_list_says_whose_answer_is_missing(town):
    north, south, west = town
    served(town)
    proposed = north("patron", "erase", PERSON["--card"], "--reason", REASON)
    sync(north, south)
    sync(north)

    (shown,) = north("retention", "list")["proposals"]
    assert shown["standing"] == "waiting"
    assert len(shown["waits_for"]) == 1
    out, _ = north.text("retention", "list")
    assert "Zvirbuļkalne" in out
    assert shown["waits_for"][0] in out

    sync(*town, times=3)
    (shown,) = west("retention", "list")["proposals"]
    assert (shown["standing"], shown["name"], shown["proposal"]) == ("done", "", proposed["proposal"])


def test_a_proposal_is_withdrawn(town):
    north, *_ = town
    served(town)
    proposed = north("patron", "erase", PERSON["--card"], "--reason", REASON)["proposal"]

    assert north("retention", "withdraw", proposed) == {"withdrawn": proposed}
    assert north("retention", "list") == {"proposals": []}
    assert north("retention", "withdraw", proposed, exit_code=1)["refused"][0]["blocks"][0]["code"] == (
        "PROPOSAL_UNKNOWN"
    )
    sync(*town, times=4)
    assert north("patron", "show", PERSON["--card"])["family"] == PERSON["--family"]


def test_who_still_has_a_copy_is_not_proposed(town):
    north, *_ = town
    served(town)
    north("checkout", "--patron", PERSON["--card"], "--item", "B-1")

    refused = north("patron", "erase", PERSON["--card"], "--reason", REASON, exit_code=1)["refused"]
    assert [block["code"] for block in refused[0]["blocks"]] == ["STILL_ON_LOAN"]


def test_nobody_is_proposed_who_came_lately(town):
    north, *_ = town
    served(town)

    assert north("retention", "propose") == {"proposals": []}


def test_only_who_may(town, monkeypatch):
    north, *_ = town
    served(town)
    monkeypatch.setenv("LETE_NEW_PASSWORD", "cits garš vārds")
    north("staff", "add", "--login", "ilze", "--name", "Ilze")
    monkeypatch.setenv("LETE_STAFF", "ilze")
    monkeypatch.setenv("LETE_PASSWORD", "cits garš vārds")

    for asked in (("retention", "propose"), ("retention", "list"), ("patron", "erase", "ZK-99881", "--reason", "x")):
        refused = north(*asked, exit_code=1)["refused"]
        assert refused[0]["blocks"][0]["code"] == "NOT_PERMITTED"


def test_a_copy_of_the_folder_that_somebody_kept_is_dead(town, share, tmp_path):
    north, *_ = town
    patron = served(town)
    shutil.copytree(share, tmp_path / "kept")
    assert opened_of(town, tmp_path / "kept")

    north("patron", "erase", PERSON["--card"], "--reason", REASON)
    sync(*town, times=6)
    assert north("doctor", "--erased", patron)["copies_open"]
    later = last_deed(north) + timedelta(hours=30)
    for hours in (0, 0, 0, 25, 25, 25):
        for shell in town:
            shell("sync", "--once", "--clock", (later + timedelta(hours=hours)).isoformat(timespec="seconds"))

    assert opened_of(town, tmp_path / "kept") == []
    assert [shell("doctor", "--erased", patron) for shell in town] == [{"problems": [], "copies_open": False}] * 3
    assert places(town, share) == []


def last_deed(shell):
    station = Station.open(Home(Path(shell.home)), make_world(None, key_passphrase=""))
    last_ms = unix_ms_of(station.store().times().last)
    station.close()
    return datetime.fromtimestamp(last_ms / 1000, UTC)


def opened_of(shells, folder):
    """Return the files of a folder that hold more than the roster and that some desk can open."""
    found = []
    for shell in shells:
        station = Station.open(Home(Path(shell.home)), make_world(None, key_passphrase=""))
        verifying = verify_keys(station.roster())
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            try:
                found += [path.name] if data[:4] in FIELDS and contents(data, station.keys(), verifying) else []
            except Malformed:
                continue
        station.close()
    return found
