"""House rules: what holds where and when."""

from datetime import date

import pytest

from app.rules.policy import Policy, Setting, settings_of
from tests.making import profile

TODAY = date(2026, 3, 2)
HERE, THERE = 1, 2


def in_force(*settings, today=TODAY, branch=HERE):
    rows = [Setting(number, *setting) for number, setting in enumerate(settings, start=1)]
    return Policy.in_force(rows, today=today, branch=branch).values


def terms(policy, material):
    return policy.terms.at(HERE, department="", material=material, category="adult")


def test_a_rule_holds_from_its_day_on():
    rules = [("loans_max", None, "2020-01-01", "5"), ("loans_max", None, "2026-03-03", "9")]

    assert in_force(*rules)["loans_max"] == "5"
    assert in_force(*rules, today=date(2026, 3, 3))["loans_max"] == "9"


def test_a_branchs_own_rule_comes_before_the_networks():
    rules = [("loans_max", HERE, "2020-01-01", "3"), ("loans_max", None, "2026-01-01", "9")]

    assert in_force(*rules)["loans_max"] == "3"
    assert in_force(*rules, branch=THERE)["loans_max"] == "9"


def test_of_two_for_one_day_the_one_written_last_holds():
    rules = [("loans_max", None, "2026-01-01", "3"), ("loans_max", None, "2026-01-01", "4")]

    assert in_force(*rules)["loans_max"] == "4"
    assert in_force(*reversed(rules))["loans_max"] == "3"


def test_a_rule_to_come_does_not_hold_yet():
    assert in_force(("loans_max", None, "2026-03-03", "9")) == {}


@pytest.mark.parametrize(
    ("name", "days"),
    [
        (
            "valmiera",
            {"fiction": "30", "nonfiction": "14", "children": "30", "periodical": "7", "disc-nonfiction": "14",
             "disc-film": "7", "disc-music": "7", "reading-room": "closing", "night-loan": "next_opening",
             "interlibrary": "28"},
        ),
        (
            "hjorring",
            {"book": "28", "magazine": "14", "cd": "28", "technical-film": "28", "film": "7", "game": "14",
             "quick-loan": "14", "quick-film": "7", "interlibrary": "28"},
        ),
    ],
)  # fmt: skip
def test_loan_days_are_those_of_the_profile(name, days):
    policy = Policy(dict(settings_of(profile(name))))

    assert {material: terms(policy, material).period for material in policy.materials} == days
    assert policy.text("material") in policy.materials
    assert policy.text("category") in policy.categories


def test_valmiera_lends_five_discs_at_most():
    policy = Policy(dict(settings_of(profile("valmiera"))))

    discs = [terms(policy, material) for material in policy.materials if material.startswith("disc")]
    assert {(disc.group, disc.group_max) for disc in discs} == {("disc", 5)}
    assert terms(policy, "fiction").group_max == 0


@pytest.mark.parametrize("name", ["valmiera", "hjorring"])
def test_every_role_permits_what_a_smaller_one_does(name):
    roles = {role: set(permissions) for role, permissions in profile(name)["roles"].items()}

    assert roles["librarian"] < roles["manager"] < roles["administrator"]


def test_what_is_no_number_counts_as_nought():
    assert Policy({"loans_max": "many"}).number("loans_max") == 0
    assert Policy({}).number("loans_max") == 0
