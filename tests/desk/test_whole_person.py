"""Whoever asks about a person is told of all their records: loans that ended, the log, the messages, all that is kept."""

from datetime import date

import pytest

from app.db.erasing import open_erasures
from app.db.notices import notices_of
from app.db.queries.history import past_loans
from app.db.queries.log import person_log
from app.db.queries.notices import notices_shown
from app.db.queries.personal import personal_data
from app.db.queries.viewings import viewings
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.ending import end_use, resume_use
from app.desk.erasures import propose_erasure, propose_unused
from app.desk.notices import ask_notice, choose_mail_desk
from app.desk.patrons import Contact
from app.desk.persons import merge_patrons, part_patrons
from app.desk.viewing import note_viewing
from app.desk.visits import record_visit
from tests.desk.test_ending import YEARS_DAYS, pass_days
from tests.making import REPLICA, TODAY

ZONE = "Europe/Riga"


@pytest.fixture
def joined(desk):
    """Two records, each with a loan that has ended, and the edge that joins them."""
    desk.one = desk.patron("P1", given="Elīna", family="Krūze", contact=Contact(email="elina@example.org"))
    desk.two = desk.patron("P2", given="Ella", family="Ozola", birth_on=date(1984, 2, 11))
    for card, item in (("P1", "I1"), ("P2", "I2")):
        desk.item(item)
        desk.done(check_out, patron=card, item=item)
        desk.done(check_in, item=item)
        desk.done(record_visit, patron=card)
    desk.edge = desk.done(merge_patrons, patron="P1", other="P2").merge
    return desk


def kept(desk, patron):
    return {section.table: section.rows for section in personal_data(desk.database, patron, ZONE)}


def test_loans_that_ended_are_those_of_every_record(joined):
    for record in (joined.one, joined.two):
        assert [loan.barcode for loan in past_loans(joined.database, record)] == ["I2", "I1"]


def test_a_parted_record_has_its_own_loans_again(joined):
    joined.done(part_patrons, merge=joined.edge)

    assert [loan.barcode for loan in past_loans(joined.database, joined.two)] == ["I2"]


def test_all_that_is_kept_is_of_every_record_whichever_is_asked_for(joined):
    one, two = kept(joined, joined.one), kept(joined, joined.two)

    assert one == two
    assert [row["given"] for row in one["patron"]] == ["Elīna", "Ella"]
    assert [len(one[table]) for table in ("loan", "closing", "visit", "identifier", "same_person")] == [2, 2, 2, 2, 1]


def test_the_log_of_a_person_is_of_every_record(joined):
    lines = person_log(joined.database, joined.one)

    assert [line.what for line in lines].count("visit") == 2
    assert [line.what for line in lines].count("registration") == 2


def test_who_looked_at_any_record_looked_at_the_person(joined):
    joined.done(note_viewing, patron=joined.two, reason="zvans")

    found = viewings(joined.database, first=TODAY, last=TODAY, patron=joined.two)

    assert len(found) == len(viewings(joined.database, first=TODAY, last=TODAY, patron=joined.one)) == 1


def test_messages_to_any_record_are_to_the_person(joined):
    joined.done(choose_mail_desk, replica=REPLICA)
    joined.done(ask_notice, patron="P1", kind="welcome")

    assert len(notices_of(joined.connection, joined.two)) == 1
    assert len(list(notices_shown(joined.database, patron=joined.two))) == 1


def test_who_stops_is_proposed_by_every_record_and_by_none_after_thinking_better_of_it(joined):
    joined.done(end_use, patron="P2", erase=True)
    assert set(open_records(joined)) == {joined.one, joined.two}

    joined.done(resume_use, patron="P1")

    assert open_records(joined) == []


def test_who_stops_is_named_by_the_record_that_no_proposal_named_yet(joined):
    joined.done(part_patrons, merge=joined.edge)
    joined.done(propose_erasure, patron="P2", reason="lūdza")
    joined.done(merge_patrons, patron="P1", other="P2")

    joined.done(end_use, patron="P1", erase=True)

    assert sorted(open_records(joined)) == [joined.one, joined.two]


def open_records(desk):
    return [one.patron for one in open_erasures(desk.connection)]


def test_a_use_by_any_record_counts_for_all_of_them(joined):
    joined.done(part_patrons, merge=joined.edge)
    pass_days(joined, YEARS_DAYS - 10)
    joined.done(record_visit, patron="P2")
    pass_days(joined, 20)

    again = joined.done(merge_patrons, patron="P1", other="P2").merge
    assert joined.done(propose_unused) == ()

    joined.done(part_patrons, merge=again)
    assert [one.number for one in joined.done(propose_unused)] == ["P1"]
