"""Somebody wishes to stop (L-13), thinks better of it, or has not come for years (L-14, L-15)."""

from datetime import date

import pytest

from app.db.erasing import open_erasures
from app.db.log.standing import CLOCK_CONFIRMED, put
from app.db.queries.people import show_patron
from app.desk.amending import amend_patron, confirm_contact
from app.desk.cards import order_card
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ending import end_use, resume_use
from app.desk.erasures import propose_unused
from app.desk.holds import place_hold
from app.desk.identity import identify
from app.desk.network import change_setting
from app.desk.promises import accept_rules
from app.desk.renew import renew
from app.desk.visits import record_visit
from app.rules.retention import USES, counted_uses
from tests.making import TODAY, profile

YEARS_DAYS = 5 * 365 + 1


def why(notices):
    return [one.why.value for one in notices]


def shown(desk, scan="P1"):
    return show_patron(desk.database, scan, today=TODAY, branch=desk.acting.branch)


def proposed(desk):
    return [(one.number, one.cause) for one in desk.done(propose_unused)]


def pass_days(desk, days):
    """Let days pass, and tell the desk that its clock is right."""
    desk.pass_days(days)
    with desk.database.writing() as connection:
        put(connection, CLOCK_CONFIRMED, desk.now_ms)


def lend(desk, item):
    return desk.do(check_out, patron="P1", item=item)


@pytest.fixture
def used(desk):
    """A desk with a person and a copy, and the days after which the person is unused."""
    desk.patron("P1", birth_on=date(1990, 1, 2))
    desk.item("I1")
    return desk


# The wish to stop.


def test_who_wishes_to_stop_borrows_nothing_more_and_is_proposed_at_once_where_nothing_is_open(used):
    record = used.done(end_use, patron="P1", means="letter", erase=True)

    assert (record.on_day, record.loans) == (TODAY, 0)
    assert [(one.id, one.cause) for one in open_erasures(used.connection)] == [(record.proposal, "request")]
    assert shown(used).relation.ended_on == TODAY
    assert "DEREGISTERED" in why(shown(used).blocks)


def test_what_is_open_is_settled_first(used):
    lend(used, "I1")

    outcome = used.do(end_use, patron="P1", erase=True)
    assert (outcome.record.loans, outcome.record.proposal, why(outcome.notices)) == (1, None, ["STILL_ON_LOAN"])
    assert proposed(used) == []

    used.done(check_in, item="I1")
    assert proposed(used) == [("P1", "request")]
    assert proposed(used) == []


def test_a_wish_is_taken_back_with_the_proposal(used):
    proposal = used.done(end_use, patron="P1", erase=True).proposal

    assert used.done(resume_use, patron="P1").withdrawn == proposal

    assert open_erasures(used.connection) == []
    assert shown(used).relation.ended_on is None
    assert "DEREGISTERED" not in why(shown(used).blocks)
    assert used.refused(resume_use, patron="P1") == ["USE_NOT_ENDED"]


def test_a_wish_without_permission_to_erase_waits_for_whoever_may(used):
    used.acting = used.acting.__class__(**{**vars_of(used.acting), "permissions": frozenset({"register"})})

    assert used.refused(end_use, patron="P1", erase=True) == ["NOT_PERMITTED"]
    assert used.done(end_use, patron="P1").proposal is None


def vars_of(acting):
    return {name: getattr(acting, name) for name in acting.__dataclass_fields__}


def test_what_cannot_be_is_refused_all_at_once(used):
    odd = {"on_day": date(2027, 1, 1), "means": "dream"}
    assert used.refused(end_use, patron="P9", **odd) == ["FIELD_INVALID", "FIELD_INVALID", "UNKNOWN_SCAN"]
    used.done(end_use, patron="P1")
    assert used.refused(end_use, patron="P1") == ["USE_ENDED"]


def test_nothing_is_lent_in_the_name_of_the_dead(used):
    used.done(amend_patron, patron="P1", changes={"died_on": "2026-03-01"})

    assert "DEREGISTERED" in why(lend(used, "I1").blocks)


# What counts as use.

DEEDS = {
    "loan": lambda desk: lend(desk, "I1"),
    "renewal": lambda desk: desk.do(renew, item="I1"),
    "return": lambda desk: desk.do(check_in, item="I1"),
    "visit": lambda desk: desk.done(record_visit, patron="P1"),
    "contact_confirmation": lambda desk: desk.done(confirm_contact, patron="P1"),
    "rules_acceptance": lambda desk: desk.done(accept_rules, patron="P1"),
    "identity_check": lambda desk: desk.done(identify, patron="P1", document="passport"),
    "card": lambda desk: desk.done(order_card, patron="P1"),
    "hold": lambda desk: desk.done(place_hold, patron="P1", item="I1"),
}
BEFORE = {"renewal": ("loan",), "return": ("loan",)}
AFTER = {"loan": ("return",), "renewal": ("return",)}


@pytest.mark.parametrize("use", DEEDS)
def test_each_use_counts_where_the_rules_count_it(used, use):
    used.done(change_setting, key="uses_counted", value=use)
    for before in BEFORE.get(use, ()):
        DEEDS[before](used)
    pass_days(used, 20)
    DEEDS[use](used)
    for after in AFTER.get(use, ()):
        DEEDS[after](used)

    pass_days(used, YEARS_DAYS - 10)
    assert proposed(used) == []

    pass_days(used, 20)
    assert proposed(used) == [("P1", "unused")]


@pytest.mark.parametrize("use", sorted(set(DEEDS) - {"renewal", "return", "loan"}))
def test_a_use_does_not_count_where_the_rules_leave_it_out(used, use):
    used.done(change_setting, key="uses_counted", value="loan")
    pass_days(used, YEARS_DAYS - 10)
    DEEDS[use](used)

    pass_days(used, 20)
    assert proposed(used) == [("P1", "unused")]


def test_any_sign_of_a_person_ends_the_proposal_whatever_counts(used):
    used.done(change_setting, key="uses_counted", value="loan")
    pass_days(used, YEARS_DAYS + 1)
    assert proposed(used) == [("P1", "unused")]

    used.done(record_visit, patron="P1")

    assert open_erasures(used.connection) == []


def test_a_word_that_is_no_use_stops_the_proposing(used):
    used.done(change_setting, key="uses_counted", value="loan swimming")
    pass_days(used, YEARS_DAYS + 1)

    assert used.refused(propose_unused) == ["FIELD_INVALID"]


def test_rules_that_name_no_use_count_them_all():
    assert counted_uses("") == (USES, ())
    assert counted_uses("visit loan loan") == (("loan", "visit"), ())
    assert counted_uses("swimming") == ((), ("swimming",))


@pytest.mark.parametrize("name", ["valmiera", "hjorring"])
def test_the_profiles_count_uses_that_there_are(name):
    assert counted_uses(profile(name)["settings"]["uses_counted"])[1] == ()


def test_hjorring_forgets_after_two_years_and_valmiera_after_five():
    assert [profile(name)["settings"]["unused_years"] for name in ("hjorring", "valmiera")] == [2, 5]
