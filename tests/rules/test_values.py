"""What a house rule may say: a slip of the keys is refused, and nothing that ships is one."""

import pytest

from app.db.defaults import profile_names, read_profile
from app.rules.policy import settings_of
from app.rules.values import meant_like


@pytest.mark.parametrize("name", profile_names())
def test_every_rule_of_a_profile_that_ships_can_be_read(name):
    assert [key for key, value in settings_of(read_profile(name)) if meant_like(key, value)] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("late_fee", "steped"),
        ("late_fee", ""),
        ("late_steps", "1:2000"),
        ("late_steps", "1:2000:1000 8:60O0:3000"),
        ("late_steps", "1:2000:1000 1:6000:3000"),
        ("late_steps", "0:2000:1000"),
        ("payment_means", "card cheque"),
        ("queue_order", "branches"),
        ("block.LOAN_EXCLUSION", "informaton"),
        ("block.LOAN_EXCLUSION", "override"),
    ],
)
def test_what_means_nothing_is_answered_with_how_it_is_written(key, value):
    assert meant_like(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("late_fee", "per_item_day"),
        ("late_steps", ""),
        ("late_steps", "8:6000:3000 1:2000:1000"),
        ("payment_means", "card"),
        ("block.LOAN_EXCLUSION", "hard"),
        ("block.LOAN_EXCLUSION", "override override.exclusion"),
        ("receipt_note", "whatever they like"),
    ],
)
def test_what_can_be_read_is_taken(key, value):
    assert meant_like(key, value) == ""
