"""Copies of the database on the desk's own disk: for a month, and never of somebody erased."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.db.log import cleaning
from app.station.backups import back_up, backups, expire
from app.station.forgetting import clean_home
from app.station.home import Home


class World:
    """A world in which only the clock matters."""

    def __init__(self, moment):
        self.clock = self
        self.moment = moment

    def wall_ms(self):
        return int(self.moment.timestamp() * 1000)


@pytest.fixture
def kept(tmp_path):
    made = Home(tmp_path)
    made.make()
    for day in ("20260101", "20260220", "20260301"):
        (made.backups / f"lete-{day}-101010-abcdef.db").write_bytes(b"x")
    (made.backups / "lete-mine.db").write_bytes(b"x")
    return made


def days(home):
    return [path.name[5:13] for path in backups(home)]


def test_a_copy_is_gone_after_thirty_days(kept):
    expire(kept, World(datetime(2026, 3, 10, tzinfo=UTC)))

    assert days(kept) == ["20260220", "20260301"]
    assert (kept.backups / "lete-mine.db").exists()


def test_the_newest_stays_whatever_the_clock_says(kept):
    expire(kept, World(datetime(2036, 3, 10, tzinfo=UTC)))

    assert days(kept) == ["20260301"]


def test_nothing_to_expire_is_no_trouble(tmp_path):
    home = Home(tmp_path)
    home.make()

    expire(home, World(datetime(2036, 3, 10, tzinfo=UTC)))

    assert backups(home) == []


def test_a_copy_that_another_program_holds_goes_later(station, world, monkeypatch):
    """A virus scanner reads what it likes, when it likes; meanwhile not one copy a round is made."""
    held = back_up(station.database, station.home, world)
    with station.database.writing() as connection:
        cleaning.want(connection)
    with monkeypatch.context() as scanner:
        unlink = Path.unlink
        scanner.setattr(Path, "unlink", lambda path, **how: refuse() if path == held else unlink(path, **how))
        clean_home(station)
        clean_home(station)
        while_held = backups(station.home)
        assert cleaning.is_wanted(station.database.connection)
    clean_home(station)

    assert not cleaning.is_wanted(station.database.connection)
    assert held in while_held
    assert len(while_held) == 2
    assert backups(station.home) == [path for path in while_held if path != held]


def refuse():
    raise PermissionError(13, "held")


def test_a_copy_that_another_program_holds_is_no_trouble_at_the_start(kept, monkeypatch):
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: refuse())

    expire(kept, World(datetime(2026, 3, 10, tzinfo=UTC)))

    assert len(days(kept)) == 3
