"""A permission to act for somebody holds until its last day, or until it is ended."""

from datetime import timedelta

from app.rules.proxies import Permission, taking_blocks
from tests.making import TODAY


def test_a_permission_holds_on_its_last_day_and_not_after_it():
    permission = Permission(until_on=TODAY)

    assert permission.holds(TODAY)
    assert not permission.holds(TODAY + timedelta(days=1))


def test_a_permission_without_a_last_day_holds_until_it_is_ended():
    assert Permission().holds(TODAY)
    assert not Permission(ended=True).holds(TODAY)


def test_nobody_takes_along_what_nobody_let_them():
    assert [one.why.value for one in taking_blocks(may=False, taker="A", patron="B")] == ["PROXY_NOT_ALLOWED"]
    assert list(taking_blocks(may=True, taker="A", patron="B")) == []
