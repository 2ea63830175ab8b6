"""Who is proposed to be forgotten, and what holds it, in one database."""

from datetime import date

from app.db.erasing import erase_persons, open_erasures, unused_patrons
from app.db.log.standing import CLOCK_CONFIRMED, put
from app.db.queries.retention import Standing, erasures
from app.db.state.keeping import keep_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure, propose_unused, withdraw_erasure
from app.desk.items import add_item
from app.desk.network import change_setting
from app.desk.patrons import register_patron
from app.desk.renew import renew
from app.rules.retention import years_before
from tests.making import DAY_MS, NOON

YEAR_MS = 366 * DAY_MS


def person(desk, name="Zelma", card="Z-1"):
    return desk.done(register_patron, given=name, family="Z", card=card).patron


def pass_until(desk, now_ms):
    """Let years pass; somebody confirms that the clock is right."""
    desk.now_ms = now_ms
    with desk.database.writing() as connection:
        put(connection, CLOCK_CONFIRMED, now_ms)


def unused(desk):
    return [one.patron for one in desk.done(propose_unused)]


def test_five_years_are_five_years_to_the_day():
    assert years_before(date(2026, 3, 2), 5) == date(2021, 3, 2)
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


def test_who_has_used_no_library_for_five_years_is_proposed_once(desk):
    gone = person(desk)
    pass_until(desk, NOON + 5 * YEAR_MS)
    came = person(desk, card="Z-2")

    assert unused(desk) == [gone]
    assert unused(desk) == []
    assert came not in {one.patron for one in open_erasures(desk.connection)}


def test_a_loan_a_renewal_and_a_return_are_uses(desk):
    patrons = [person(desk, card=f"Z-{number}") for number in range(4)]
    for number in range(4):
        desk.done(add_item, barcode=f"B-{number}", title="T")
        desk.done(check_out, patron=f"Z-{number}", item=f"B-{number}")
    for number in (1, 2, 3):
        desk.done(check_in, item=f"B-{number}")
    pass_until(desk, NOON + 3 * YEAR_MS)
    desk.done(check_out, patron="Z-2", item="B-2")
    desk.done(check_in, item="B-2")
    pass_until(desk, NOON + 5 * YEAR_MS + DAY_MS)

    assert unused(desk) == [patrons[1], patrons[3]]  # The first has a copy still; the third came two years ago.
    assert unused_patrons(desk.connection, 1 << 62) == [patrons[2]]


def test_a_renewal_after_the_proposal_lets_it_lapse(desk):
    patron = person(desk)
    desk.done(add_item, barcode="B-1", title="T")
    pass_until(desk, NOON + 6 * YEAR_MS)
    unused(desk)
    desk.done(check_out, patron="Z-1", item="B-1")
    desk.now_ms += DAY_MS
    desk.done(renew, item="B-1")

    assert [one.patron for one in open_erasures(desk.connection)] == []
    assert desk.value("SELECT count(*) FROM erasure WHERE patron = ?", patron) == 1


def test_where_the_rules_name_no_years_nobody_is_proposed(desk):
    person(desk)
    desk.done(change_setting, key="unused_years", value="0", from_on=None, everywhere=True)
    pass_until(desk, NOON + 9 * YEAR_MS)

    assert unused(desk) == []


def test_a_request_stays_though_the_person_comes_again(desk):
    patron = person(desk)
    desk.done(add_item, barcode="B-1", title="T")
    desk.done(propose_erasure, patron="Z-1", reason="lūdza")
    desk.done(check_out, patron="Z-1", item="B-1")

    (held,) = erasures(desk.database, desk.now_ms)
    assert (held.patron, held.standing, held.loans, held.number) == (patron, Standing.HELD, 1, "Z-1")

    desk.done(check_in, item="B-1")
    (waiting,) = erasures(desk.database, desk.now_ms)
    assert waiting.standing is Standing.WAITING


def test_a_proposal_is_taken_back_and_made_again(desk):
    person(desk)
    proposal = desk.done(propose_erasure, patron="Z-1", reason="lūdza").proposal
    desk.done(withdraw_erasure, proposal=proposal)

    assert erasures(desk.database, desk.now_ms) == []
    assert desk.refused(withdraw_erasure, proposal=proposal) == ["PROPOSAL_UNKNOWN"]
    desk.done(propose_erasure, patron="Z-1", reason="lūdza")


def test_a_renewal_made_here_of_a_loan_without_its_person_says_nothing_personal(desk):
    patron = person(desk)
    desk.done(add_item, barcode="B-1", title="T")
    desk.done(check_out, patron="Z-1", item="B-1")
    with desk.database.writing() as connection:
        keep_state(connection, erase_persons(connection, [patron], desk.now_ms))
    desk.now_ms += DAY_MS

    desk.done(renew, item="B-1")
    desk.done(check_in, item="B-1")

    assert desk.connection.execute("SELECT overrides, reason FROM renewal").fetchall() == [(None, None)]
    assert desk.connection.execute("SELECT count(*) FROM open_loan").fetchone() == (0,)
