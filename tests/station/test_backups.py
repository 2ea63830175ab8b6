"""Copies of the database on the desk's own disk: for a month, and never of somebody erased."""

from datetime import UTC, datetime

import pytest

from app.station.backups import backups, expire
from app.station.home import Home


class World:
    """A world in which only the clock matters."""

    def __init__(self, moment):
        self.clock = self
        self.moment = moment

    def wall_ms(self):
        return int(self.moment.timestamp() * 1000)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path)
    made.make()
    for day in ("20260101", "20260220", "20260301"):
        (made.backups / f"lete-{day}-101010-abcdef.db").write_bytes(b"x")
    (made.backups / "lete-mine.db").write_bytes(b"x")
    return made


def days(home):
    return [path.name[5:13] for path in backups(home)]


def test_a_copy_is_gone_after_thirty_days(home):
    expire(home, World(datetime(2026, 3, 10, tzinfo=UTC)))

    assert days(home) == ["20260220", "20260301"]
    assert (home.backups / "lete-mine.db").exists()


def test_the_newest_stays_whatever_the_clock_says(home):
    expire(home, World(datetime(2036, 3, 10, tzinfo=UTC)))

    assert days(home) == ["20260301"]


def test_nothing_to_expire_is_no_trouble(tmp_path):
    home = Home(tmp_path)
    home.make()

    expire(home, World(datetime(2036, 3, 10, tzinfo=UTC)))

    assert backups(home) == []
