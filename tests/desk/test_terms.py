"""Terms of lending at a real desk: how long, how many, what stays in the house."""

from datetime import date, timedelta

import pytest

from app.db.queries.people import show_patron
from app.desk.checkout import check_out
from app.desk.ids import BranchId
from app.desk.items import amend_item
from app.desk.outcome import Done
from app.desk.records import Branch, Setting
from app.desk.renew import renew
from app.desk.terms import set_term
from app.rules.blocks import Why
from tests.making import TODAY, make_desk

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def lending(desk):
    """A desk with one patron (P1)."""
    desk.patron("P1")
    return desk


def rule(desk, key, value, branch=None):
    def write(work):
        row = Setting(key=key, branch=branch, from_on=LONG_AGO, value=value)
        return Done(record=work.add(row), touched=frozenset())

    return desk.done(write)


def due(desk, item="I1", **given):
    return desk.done(check_out, patron="P1", item=item, **given).due_on


def test_how_many_somebody_may_have_is_shown_as_it_is_for_their_category(lending):
    rule(lending, "loans_max", "20")
    rule(lending, "loans_max;category=adult", "3")

    shown = show_patron(lending.database, "P1", today=TODAY, branch=lending.acting.branch)

    assert shown.loans_max == 3


def test_a_copy_of_the_childrens_department_has_thirty_days(lending):
    lending.item("I1", material="nonfiction", department="children")

    assert due(lending) == TODAY + timedelta(days=30)


def test_a_night_loan_is_due_when_the_branch_opens_next(lending):
    lending.item("I1", material="night-loan")
    lending.pass_days(5)

    assert due(lending) == date(2026, 3, 9)


def test_a_reading_room_copy_that_is_lent_all_the_same_is_due_today(lending):
    lending.item("I1", material="reading-room")

    assert lending.refused(check_out, patron="P1", item="I1") == [Why.NOT_FOR_LOAN]
    assert due(lending, override={"NOT_FOR_LOAN"}, reason="for the copier") == TODAY


def test_a_copy_has_the_terms_of_its_home_wherever_it_is_lent(lending):
    """B-8: the same title may be lent at one branch and not at another."""

    def branch(work):
        return Done(record=work.add(Branch(code="R", name="Rūjiena", time_zone="Europe/Riga")), touched=frozenset())

    elsewhere = BranchId(lending.done(branch))
    rule(lending, "loan_days.fiction", "3", branch=elsewhere)
    item = lending.item("I1")
    lending.item("I2")
    lending.done(lambda work: Done(record=work.amend("item", item, home_branch=elsewhere), touched=frozenset()))

    assert (due(lending), due(lending, "I2")) == (date(2026, 3, 5), date(2026, 4, 1))


def test_what_has_no_loan_days_is_not_lent_until_today_in_silence(lending):
    lending.item("I1")
    rule(lending, "loan_days.fiction", "")

    assert lending.refused(check_out, patron="P1", item="I1") == [Why.LOAN_DAYS_MISSING]
    by_hand = date(2026, 3, 20)
    assert due(lending, due=by_hand) == by_hand
    assert lending.refused(renew, item="I1") == [Why.LOAN_DAYS_MISSING]


def test_a_limit_holds_for_one_material_and_one_category(lending):
    rule(lending, "material_max.periodical;category=adult", "2")
    for number in range(3):
        lending.item(f"I{number}", material="periodical")
    due(lending, "I0")
    due(lending, "I1")

    assert lending.refused(check_out, patron="P1", item="I2") == [Why.LOANS_AT_LIMIT]


def test_who_is_late_with_a_copy_in_high_demand_gets_no_more_of_those(lending):
    rule(lending, "high_demand.nonfiction", "1")
    lending.item("I1", material="nonfiction")
    lending.item("I2", material="nonfiction")
    lending.item("I3")
    due(lending)
    lending.pass_days(15)

    assert lending.refused(check_out, patron="P1", item="I2") == [Why.HIGH_DEMAND_LATE]
    assert due(lending, "I3")


def test_so_many_copies_in_high_demand_and_no_more(lending):
    rule(lending, "high_demand", "1")
    rule(lending, "high_demand_max", "2")
    for number, material in enumerate(("fiction", "nonfiction", "periodical")):
        lending.item(f"I{number}", material=material)
    due(lending, "I0")
    due(lending, "I1")

    assert lending.refused(check_out, patron="P1", item="I2") == [Why.LOANS_AT_LIMIT]


def test_the_newest_issue_stays_while_it_is_the_only_copy(lending):
    for barcode, issued_on in (("OLD", date(2026, 1, 1)), ("NEW", date(2026, 2, 1))):
        lending.item(barcode, title="Ir", material="periodical", issue=barcode, issued_on=issued_on)

    assert due(lending, "OLD")
    assert lending.refused(check_out, patron="P1", item="NEW") == [Why.NOT_FOR_LOAN]
    lending.item("NEW-2", title="Ir", material="periodical", issue="NEW", issued_on=date(2026, 2, 1))
    assert due(lending, "NEW")


def test_an_age_limit_is_counted_from_the_birth_date(lending):
    lending.patron("P2", birth_on=date(2008, 3, 3), guarantor=None, override={"GUARANTEE_MISSING"}, reason="x")
    lending.item("I1", age_min=18)
    given = {"patron": "P2", "item": "I1", "override": {"GUARANTEE_MISSING"}, "reason": "x"}

    assert lending.refused(check_out, **given) == [Why.AGE_LIMIT]
    lending.pass_days(1)
    assert lending.done(check_out, patron="P2", item="I1", override={"GUARANTEE_MISSING"}, reason="x")


def test_whose_age_nobody_knows_may_be_too_young(lending):
    lending.patron("P2", birth_on=None)
    lending.patron("P3", category="institution", birth_on=None)
    lending.item("I1", age_min=18)
    lending.item("I2", age_min=18)

    assert lending.refused(check_out, patron="P2", item="I1") == [Why.AGE_LIMIT]
    assert lending.done(check_out, patron="P3", item="I1")
    assert lending.done(check_out, patron="P2", item="I2", override={"AGE_LIMIT"}, reason="showed a passport")


def test_a_renewal_follows_the_terms_of_the_category(lending):
    rule(lending, "renewals_max.fiction;category=adult", "0")
    lending.item("I1")
    due(lending)
    lending.pass_days(3)

    assert lending.refused(renew, item="I1") == [Why.RENEWALS_AT_LIMIT]


def test_a_term_is_written_from_a_day_on_for_just_what_it_names(lending):
    lending.item("I1")
    lending.item("I2")
    later = TODAY + timedelta(days=2)
    given = {"term": "loan_days", "subject": "fiction", "category": "adult", "branch": "MAZ", "from_on": later}
    lending.done(set_term, value="7", **given)

    assert due(lending) == TODAY + timedelta(days=30)
    lending.pass_days(2)
    assert due(lending, "I2") == later + timedelta(days=7)


def test_a_term_that_is_withdrawn_gives_way(lending):
    lending.item("I1")
    given = {"term": "loan_days", "category": "adult"}
    lending.done(set_term, value="7", **given)
    lending.done(set_term, value="", **given)

    assert due(lending) == TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("given", "blocks"),
    [
        ({"term": "weather", "value": "7"}, [Why.FIELD_INVALID]),
        ({"value": "0"}, [Why.FIELD_INVALID]),
        ({"value": "soon"}, [Why.FIELD_INVALID]),
        ({"value": "9999"}, [Why.FIELD_INVALID]),
        ({"value": ""}, [Why.FIELD_MISSING]),
        ({"value": "7", "subject": "stones"}, [Why.FIELD_INVALID]),
        ({"value": "7", "category": "dog"}, [Why.FIELD_INVALID]),
        ({"value": "7", "department": "a;b"}, [Why.FIELD_INVALID]),
        ({"value": "7", "branch": "NOWHERE"}, [Why.FIELD_INVALID]),
        ({"value": "7", "from_on": TODAY - timedelta(days=1)}, [Why.FIELD_INVALID]),
        ({"term": "lendable", "value": "2"}, [Why.FIELD_INVALID]),
        ({"term": "loans_max", "value": "5", "subject": "fiction"}, [Why.FIELD_INVALID]),
        ({"term": "group_max", "value": "5"}, [Why.FIELD_MISSING]),
        (
            {"term": "weather", "value": "", "from_on": LONG_AGO},
            [Why.FIELD_INVALID, Why.FIELD_INVALID, Why.FIELD_MISSING],
        ),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(desk, given, blocks):
    assert desk.refused(set_term, **{"term": "loan_days", "category": "child", **given}) == blocks


def test_whoever_may_not_change_rules_changes_no_term(tmp_path, templates):
    desk = make_desk(tmp_path, templates, role="librarian")

    assert desk.refused(set_term, term="loan_days", value="7") == [Why.NOT_PERMITTED]


def test_a_copy_that_is_told_to_be_something_else_has_other_terms(lending):
    lending.item("I1")
    lending.item("I2")
    lending.done(amend_item, item="I1", age_min=7, changes={"department": "children", "material": "periodical"})
    assert due(lending, override={"AGE_LIMIT"}, reason="x") == TODAY + timedelta(days=30)
    assert lending.value("SELECT age_min FROM title") == 7

    lending.done(amend_item, item="I2", changes={"lendable": 0})
    assert lending.refused(check_out, patron="P1", item="I2", override={"AGE_LIMIT"}, reason="x") == [Why.NOT_FOR_LOAN]
    wrong = {"material": "stones", "barcode": "X"}
    assert lending.refused(amend_item, item="I2", changes=wrong, age_min=120) == [Why.FIELD_INVALID] * 3
    assert lending.refused(amend_item, item="I9", changes={}) == [Why.UNKNOWN_SCAN]
