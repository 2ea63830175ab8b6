"""Registered twice: asked before, said afterwards, taken back; and everything that reads a person reads all records."""

import re
from datetime import date

import pytest

from app.db.alike import alike
from app.db.queries.asking import contact_round, majority, unverified
from app.db.queries.entry import to_enter
from app.db.queries.people import find_patrons, show_patron
from app.db.queries.reports import overdue
from app.db.queries.settings import policy_in_force
from app.db.queries.tasks import tasks
from app.db.state.keeping import compare_state
from app.db.tasks import open_tasks
from app.desk.accounts import issue_account
from app.desk.amending import amend_patron
from app.desk.checkout import check_out
from app.desk.entering import mark_entered
from app.desk.identity import identify
from app.desk.numbers import add_number
from app.desk.outcome import Done
from app.desk.patrons import Contact, register_patron, report_card
from app.desk.persons import merge_patrons, part_patrons, tell_apart
from app.desk.promises import accept_rules
from app.desk.tasks import decide_task
from app.desk.visits import add_remark, record_visit
from app.rules.blocks import Why
from app.rules.likeness import traits
from app.rules.relation import Identity
from tests.making import TODAY

BIRTH = date(1984, 2, 11)
ELINA = {"given": "Elīna", "family": "Krūze", "birth_on": BIRTH}
AGAIN = {"override": {Why.LOOKS_ALIKE}, "reason": "dvīņi"}


@pytest.fixture
def two(desk):
    """Somebody registered twice: P1 and P2, of whom nobody knew that they are one."""
    desk.one = desk.patron("P1", given="Elīna", family="Krūze")
    desk.two = desk.patron("P2", given="Ella", family="Ozola", birth_on=BIRTH)
    return desk


def shown(desk, scan="P1"):
    return show_patron(desk.database, scan, today=TODAY, branch=desk.acting.branch)


def right(desk):
    with desk.database.writing() as connection:
        return compare_state(connection) == []


def test_who_is_registered_already_is_not_registered_again_without_a_reason(desk):
    first = desk.patron("P1", **ELINA)
    wrong = {**ELINA, "given": "Elina", "family": "Kruse", "card": "P2"}

    refused = desk.do(register_patron, **wrong)

    [block] = refused.blocks
    assert block.why is Why.LOOKS_ALIKE
    assert dict(block.figures) == {"number": "P1", "name": "Elīna Krūze", "likeness": "name_and_birth"}
    assert Why.REASON_MISSING in desk.refused(register_patron, **wrong, override={Why.LOOKS_ALIKE})
    assert desk.value("SELECT count(*) FROM patron") == 1

    again = desk.done(register_patron, **wrong, **AGAIN).patron
    assert desk.value("SELECT overrides || ' ' || reason FROM registration WHERE patron = ?", again) == (
        "LOOKS_ALIKE dvīņi"
    )
    assert desk.connection.execute("SELECT patron, other FROM other_person").fetchall() == [(again, first)]
    assert open_tasks(desk.connection) == []


def test_a_phone_as_anybody_writes_it_finds_who_is_there(desk):
    desk.patron("P1", given="Elīna", family="Krūze", contact=Contact(phone="+371 29 111 222"))

    again = {"given": "Elina", "family": "Kruze", "contact": Contact(phone="29111222")}
    assert desk.refused(register_patron, **again, birth_on=BIRTH) == [Why.LOOKS_ALIKE]


def test_a_namesake_is_told_and_stops_nobody(desk):
    desk.patron("P1", given="Jānis", family="Bērziņš")

    outcome = desk.do(register_patron, given="Jānis", family="Bērziņš", card="P2", document="passport")

    assert isinstance(outcome, Done)
    assert [notice.why for notice in outcome.notices] == [Why.LOOKS_ALIKE]
    assert desk.value("SELECT count(*) FROM other_person") == 0


def test_while_somebody_types_those_alike_are_found_by_code_birth_phone_and_name(desk):
    desk.patron("P1", **ELINA, code="161175-19997", contact=Contact(phone="29111222"))
    desk.patron("P2", given="Pēteris", family="Kalns", birth_on=BIRTH)

    found = [
        alike(desk.connection, wanted)
        for wanted in (
            traits("", "", codes=["16117519997"]),
            traits("Elina", "Kruse", BIRTH.isoformat()),
            traits("Eliina", "Kruze", "", "29111222"),
            traits("Elīna", "Krūze"),
            traits("Elza", "Krūmiņa"),
        )
    ]

    assert [[(one.number, one.likeness.value) for one in people] for people in found] == [
        [("P1", "code")],
        [("P1", "name_and_birth")],
        [("P1", "name_and_phone")],
        [("P1", "name")],
        [],
    ]


def test_any_number_of_two_records_that_are_one_person_finds_the_person(two):
    done = two.do(merge_patrons, patron="P2", other="P1").record

    assert (done.patron, done.number, done.records) == (two.one, "P1", (two.one, two.two))
    for scan in ("P1", "P2", f"#{two.one}", f"#{two.two}"):
        assert shown(two, scan).patron == two.one
        assert [number.value for number in shown(two, scan).numbers] == ["P1", "P2"]
    assert [one.record for one in shown(two).person.records] == [two.one, two.two]
    assert [one.merge for one in shown(two).person.merges] == [done.merge]
    assert right(two)


def test_search_shows_one_line_a_person_by_the_name_of_any_record(two):
    two.done(merge_patrons, patron="P1", other="P2")

    for words in ("kruze", "ozola", "P2", "P1"):
        assert [(found.patron, found.number) for found in find_patrons(two.database, words)] == [(two.one, "P1")]


def test_loans_of_both_records_count_together_at_check_out(two):
    for barcode, card in (("D1", "P1"), ("D2", "P1"), ("D3", "P1"), ("D4", "P2"), ("D5", "P2")):
        two.item(barcode, material="disc-film")
        two.done(check_out, patron=card, item=barcode)
    two.item("D6", material="disc-film")
    two.done(merge_patrons, patron="P1", other="P2")

    assert two.refused(check_out, patron="P2", item="D6") == [Why.LOANS_AT_LIMIT]
    assert [loan.barcode for loan in shown(two).loans] == ["D1", "D2", "D3", "D4", "D5"]
    assert two.refused(check_out, patron="P1", item="D4") == [Why.LOANS_AT_LIMIT, Why.ON_LOAN]


def test_what_is_overdue_by_any_record_is_told_at_the_desk_and_in_the_list(two):
    two.item("I1")
    two.done(check_out, patron="P2", item="I1")
    two.done(merge_patrons, patron="P1", other="P2")
    two.pass_days(90)

    day = date(2026, 5, 31)
    [line] = overdue(two.database, today=day)
    assert (line.number, line.name) == ("P1", "Elīna Krūze")
    blocks = show_patron(two.database, "P1", today=day, branch=two.acting.branch).blocks
    assert Why.HAS_OVERDUE in {block.why for block in blocks}


def test_what_any_record_says_of_the_relation_holds_for_the_person(two):
    two.done(register_patron, given="Zane", family="K", card="R1", channel="remote")
    two.done(identify, patron="P2", document="passport")
    two.done(accept_rules, patron="P2")
    two.done(add_remark, patron="P2", body="Lietussargs", warning=True)
    two.done(record_visit, patron="P2")
    two.done(merge_patrons, patron="R1", other="P2")

    person = shown(two, "R1")
    assert person.identity is Identity.SEEN
    assert [remark.body for remark in person.relation.remarks] == ["Lietussargs"]
    assert person.relation.last_visit.shown == "library_card"
    assert [check.document for check in person.relation.checks] == ["passport"]


def test_the_oldest_acceptance_stays(two):
    two.done(accept_rules, patron="P2")
    two.pass_days(400)
    two.done(merge_patrons, patron="P1", other="P2")
    two.done(accept_rules, patron="P1")

    blocks = two.connection.execute("SELECT min(on_day) FROM rules_acceptance").fetchone()
    assert blocks == ("2026-03-02",)
    assert Why.RULES_NOT_ACCEPTED not in {block.why for block in shown(two).blocks}


def test_what_the_leading_record_lacks_comes_from_the_other_unit_by_unit(two):
    two.done(amend_patron, patron="P1", changes={"town": "Rīga"})
    two.done(amend_patron, patron="P2", changes={"phone": "29111222", "town": "Valmiera", "street": "Rīgas iela"})
    two.done(amend_patron, patron="P2", changes={"address_protected": "yes"})
    two.done(merge_patrons, patron="P1", other="P2")

    person = shown(two)
    assert (person.phone, person.birth_on, person.name) == ("29111222", BIRTH, "Elīna Krūze")
    assert (person.address, person.address_protected) == ("", True)
    [found] = find_patrons(two.database, "kruze")
    assert found.birth_on == BIRTH


def test_a_person_stands_once_in_every_list(two):
    policy = policy_in_force(two.database, TODAY, two.acting.branch)
    two.done(merge_patrons, patron="P1", other="P2")
    next_year = date(2027, 3, 2)

    missing = contact_round(two.database, policy, next_year, "Europe/Riga")
    assert [one.patron for one in missing.missing] == [two.one]
    assert [one.patron for one in to_enter(two.database)] == [two.one]
    two.done(mark_entered, patron="P2", external_id="A-7")
    assert to_enter(two.database) == []
    assert majority(two.database, policy, TODAY, within_days=30) == []
    assert unverified(two.database, "Europe/Riga") == []


def test_a_person_has_one_account(two):
    two.done(issue_account, patron="P2", verifier="v2")
    two.done(merge_patrons, patron="P1", other="P2")

    assert two.refused(issue_account, patron="P1", verifier="v1") == [Why.ACCOUNT_EXISTS]
    two.done(issue_account, patron="P1", verifier="v3", again=True)
    assert two.connection.execute("SELECT count(DISTINCT username) FROM patron WHERE username <> ''").fetchone() == (1,)
    assert open_tasks(two.connection) == []


def test_a_number_of_the_person_is_not_another_persons(two):
    two.done(merge_patrons, patron="P1", other="P2")

    assert two.refused(add_number, patron="P1", number="P2", kind="library_card") == [Why.NUMBER_BOUND]
    two.done(report_card, number="P2", standing="lost")
    assert [number.standing for number in shown(two).numbers] == ["active", "lost"]


def test_a_merge_is_taken_back_and_all_is_as_it_was(two):
    two.item("I1"), two.item("I2")
    two.done(check_out, patron="P2", item="I1")
    merge = two.done(merge_patrons, patron="P1", other="P2").merge
    two.done(check_out, patron="P2", item="I2")

    two.done(part_patrons, merge=merge)

    assert [loan.barcode for loan in shown(two, "P2").loans] == ["I1"]
    assert [loan.barcode for loan in shown(two, "P1").loans] == ["I2"]
    assert [found.patron for found in find_patrons(two.database, "ozola")] == [two.two]
    assert shown(two).person.records == ()
    assert two.refused(part_patrons, merge=merge) == [Why.MERGE_UNKNOWN]
    assert right(two)


def test_one_edge_taken_back_leaves_a_person_whom_others_join(two):
    two.done(register_patron, given="E", family="Z", card="P3")
    merges = [
        two.done(merge_patrons, patron="P1", other="P2").merge,
        two.done(merge_patrons, patron="P2", other="P3").merge,
    ]
    assert two.refused(merge_patrons, patron="P3", other="P1") == [Why.ONE_PERSON_ALREADY]

    with two.database.writing() as connection:  # The third desk did not know.
        third = shown(two, "P3").person.records[2].record
        connection.execute("INSERT INTO same_person (id, patron, other) VALUES (9, ?, ?)", (third, two.two))
    assert two.do(part_patrons, merge=merges[1]).notices[0].why is Why.STILL_ONE_PERSON
    assert shown(two, "P3").patron == two.one
    assert two.do(part_patrons, merge=merges[0]).notices == ()
    assert shown(two, "P3").patron == two.two


def alike_twice(desk):
    """Two records that look like one person, as two desks would have made them."""
    one = desk.patron("P1", **ELINA)
    desk.patron("P2", given="Zane", family="Z")
    desk.done(amend_patron, patron="P2", changes={"given": "Elina", "family": "Krūze", "birth_on": BIRTH.isoformat()})
    return one


def test_two_records_that_look_alike_make_a_task_that_a_merge_settles(desk):
    one = alike_twice(desk)
    [task] = tasks(desk.database)
    assert (task.kind, task.subject, task.choices) == (
        "LOOKS_ALIKE", "Elīna Krūze, Elina Krūze", ("same_person", "other_person"))  # fmt: skip
    assert [side.what for side in task.sides] == ["P1 1984-02-11", "P2 1984-02-11"]

    desk.done(decide_task, task=task.name, choice="same_person")

    assert shown(desk, "P2").patron == one
    assert tasks(desk.database) == []
    merge = shown(desk).person.merges[0].merge
    desk.done(part_patrons, merge=merge)
    assert [task.name for task in tasks(desk.database)] == [task.name]
    assert right(desk)


def test_two_people_are_asked_about_once_and_never_again(desk):
    alike_twice(desk)
    [task] = open_tasks(desk.connection)

    desk.done(decide_task, task=task.name, choice="other_person")
    assert open_tasks(desk.connection) == []
    desk.done(amend_patron, patron="P2", changes={"phone": "29111222"})
    desk.done(amend_patron, patron="P1", changes={"phone": "29111222"})

    assert open_tasks(desk.connection) == []
    assert right(desk)


def test_what_was_said_of_two_people_holds_when_one_of_them_gets_another_record(desk):
    alike_twice(desk)
    desk.done(tell_apart, patron="P1", other="P2")
    desk.patron("P0", given="Vecais", family="Ieraksts")
    desk.done(merge_patrons, patron="P0", other="P2")

    assert open_tasks(desk.connection) == []


def test_one_number_of_two_people_is_settled_by_a_merge(two):
    with two.database.writing() as connection:
        connection.execute("UPDATE identifier SET value = 'P1' WHERE value = 'P2'")
    two.done(report_card, number="P1", standing="lost")
    two.done(amend_patron, patron=f"#{two.two}", changes={"phone": "29"})
    two.done(add_number, patron=f"#{two.two}", number="X", kind="library_card")
    two.done(report_card, number="P1", standing="active")
    [task] = open_tasks(two.connection)
    assert task.kind == "NUMBER_TWICE"

    two.done(decide_task, task=task.name, choice="same_person")

    assert open_tasks(two.connection) == []
    assert shown(two, f"#{two.two}").patron == two.one
    assert right(two)


def test_a_merge_takes_back_that_they_were_two(two):
    two.done(tell_apart, patron="P1", other="P2")

    outcome = two.do(merge_patrons, patron="P1", other="P2")

    assert [notice.why for notice in outcome.notices] == [Why.SAID_OTHER]
    assert open_tasks(two.connection) == []


@pytest.mark.parametrize(("choice", "people"), [("same_person", 1), ("other_person", 2)])
def test_who_is_said_to_be_one_and_two_is_settled_either_way(two, choice, people):
    two.done(merge_patrons, patron="P1", other="P2")
    with two.database.writing() as connection:  # Another desk did not know of the merge.
        connection.execute("INSERT INTO other_person (id, patron, other) VALUES (9, ?, ?)", (two.two, two.one))
    two.done(amend_patron, patron="P1", changes={"phone": "29111222"})
    [task] = tasks(two.database)
    assert task.kind == "SAME_AND_OTHER"

    two.done(decide_task, task=task.name, choice=choice)

    assert len({shown(two, "P1").patron, shown(two, "P2").patron}) == people
    assert tasks(two.database) == []
    assert right(two)


def test_two_whom_others_join_are_not_parted_by_a_task(two):
    two.done(register_patron, given="E", family="Z", card="P3")
    two.done(merge_patrons, patron="P1", other="P2")
    two.done(merge_patrons, patron="P3", other="P1")
    third = shown(two, "P3").person.records[2].record
    with two.database.writing() as connection:
        connection.execute("INSERT INTO other_person (id, patron, other) VALUES (9, ?, ?)", (two.two, third))
    two.done(amend_patron, patron="P1", changes={"phone": "29111222"})
    [task] = tasks(two.database)

    assert two.refused(decide_task, task=task.name, choice="other_person") == [Why.JOINED_BY_OTHERS]


def test_nobody_merges_without_the_permission_or_the_people(two, templates, tmp_path):
    assert two.refused(merge_patrons, patron="P1", other="nobody") == [Why.UNKNOWN_SCAN]
    assert two.refused(merge_patrons, patron="P1", other="P1") == [Why.ONE_PERSON_ALREADY]
    two.acting = type(two.acting)(staff=two.acting.staff, name="", branch=two.acting.branch, permissions=frozenset())
    for deed in (merge_patrons, tell_apart):
        assert two.refused(deed, patron="P1", other="P2") == [Why.NOT_PERMITTED]
    assert two.refused(part_patrons, merge=1) == [Why.NOT_PERMITTED, Why.MERGE_UNKNOWN]


def test_candidates_come_from_indexes_however_many_patrons_there_are(desk):
    """Read nothing but what an index finds: no query reads the patrons one after another."""
    said = []
    desk.connection.set_trace_callback(said.append)
    alike(desk.connection, traits("Elīna", "Krūze", "1984-02-11", "29111222", ["16117519997"]))
    desk.done(register_patron, **ELINA, card="P1", contact=Contact(phone="29111222"))
    desk.connection.set_trace_callback(None)

    asked = [query for query in said if query.lstrip().startswith("SELECT") and " patron" in query]
    plans = [line for query in asked for *_, line in desk.connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert len(asked) > 8
    assert [line for line in plans if re.match(r"SCAN (p|o|i|patron|identifier)\b", line)] == []
