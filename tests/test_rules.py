"""The tables of rules: what a row promises is tested somewhere, or it says what is not there yet."""

import re
from pathlib import Path

import pytest

from app.db.defaults import profile_names, read_profile

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = {found[1]: found[0] for found in re.finditer(r"^\| ([LD]-\d\d) \|.*\|$", TEXT, re.MULTILINE)}
PEOPLE = [*(f"L-{n:02}" for n in range(1, 47)), *(f"D-{n:02}" for n in range(1, 12))]
"""The rules of a person's relation to the library."""


@pytest.mark.parametrize("rule", PEOPLE)
def test_each_rule_about_people_is_tested_or_says_what_is_not_there(rule):
    assert re.search(r"`tests/[a-z_/]+\.py`|not yet: ", ROWS[rule])


def test_every_test_that_a_page_names_is_there():
    named = {
        name
        for page in (ROOT / "docs").rglob("*.md")
        for name in re.findall(r"`(tests/[a-z_/]+\.py)`", page.read_text(encoding="utf-8"))
    }

    assert sorted(name for name in named if not (ROOT / name).exists()) == []
    assert len(named) > 40


@pytest.mark.parametrize("name", profile_names())
def test_no_profile_has_a_fee_for_registering(name):
    """L-04, D-01: it is free of charge; no number of a profile could ask for one."""
    prices = {key for key in read_profile(name)["settings"] if key.endswith("_minor")}

    assert "card_replacement_minor" in prices
    assert not [
        key for key in prices if not key.startswith(("card_replacement", "late_", "handling_", "debt_", "exclusion_"))
    ]
