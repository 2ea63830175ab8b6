"""A class borrows as one, and each of its members takes something along (D-11)."""

import pytest

from app.db.queries.members import group_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.institutions import add_contact_person, end_contact_person
from app.desk.undo import undo
from tests.making import TODAY


@pytest.fixture
def school(desk):
    """A class (S1) with a teacher and two pupils, a patron (P1), and five copies."""
    desk.patron("S1", given="", family="5.b", category="institution")
    for given, duty in (("Inta", "skolotāja"), ("Juris", ""), ("Līga", "")):
        contact = desk.done(add_contact_person, patron="S1", given=given, family="Liepa", duty=duty).contact
        desk.made[given] = f"#{contact}"
    desk.patron("P1")
    for number in range(1, 6):
        desk.item(f"I{number}")
    return desk


def lend(school, item, by="", **given):
    return school.done(check_out, patron="S1", item=item, taken_by=by, **given)


def has(school):
    """Return who has what: by name, and "" for what nobody took along."""
    group = group_of(school.database, "S1", TODAY)
    return {
        **{one.name: [copy.barcode for copy in one.copies] for one in group.members},
        "": [copy.barcode for copy in group.copies],
    }


def test_each_member_stands_with_what_they_took_along(school):
    lend(school, "I1", by=school.made["Juris"])
    lend(school, "I2", by=school.made["Līga"])
    lend(school, "I3", by="P1", override={"PROXY_NOT_ALLOWED"}, reason="māsa")
    lend(school, "I4")

    assert has(school) == {
        "Inta Liepa": [], "Juris Liepa": ["I1"], "Līga Liepa": ["I2"], "Elīna Krūze": ["I3"], "": ["I4"],
    }  # fmt: skip


def test_what_came_back_or_was_undone_is_with_nobody(school):
    lend(school, "I1", by=school.made["Juris"])
    lend(school, "I2", by=school.made["Līga"])
    school.done(undo)
    school.done(check_in, item="I1")

    assert has(school) == {"Inta Liepa": [], "Juris Liepa": [], "Līga Liepa": [], "": []}


def test_what_somebody_took_along_who_belongs_to_it_no_more_is_still_told(school):
    lend(school, "I1", by=school.made["Juris"])
    school.done(end_contact_person, contact=int(school.made["Juris"].removeprefix("#")))

    assert has(school) == {"Inta Liepa": [], "Līga Liepa": [], "": ["I1"]}


def test_a_number_that_nobody_has_is_no_group(school):
    assert group_of(school.database, "S9", TODAY) is None
