"""The date asked of a librarian."""

import pytest

from app.station.clock import OtherDate, confirm_date


def test_the_date_is_taken_where_the_clock_shows_the_same(station):
    confirm_date(station, station.today())

    assert station.store().times().confirmed_ms == station.world.clock.wall_ms()


def test_another_date_is_refused_and_confirms_nothing(station):
    with pytest.raises(OtherDate) as refused:
        confirm_date(station, station.today().replace(year=2031))

    assert refused.value.figures["said"].startswith("2031")
    assert station.store().times().confirmed_ms is None
