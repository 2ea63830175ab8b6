"""Messages to people: when one is due, whom it reaches, and who may keep it from going."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.erasing import erase_persons
from app.db.notices import addressee, notice, notices_of, open_notices
from app.db.state.keeping import compare_state, keep_state
from app.db.tasks import open_tasks
from app.desk.accounts import issue_account
from app.desk.amending import amend_patron, confirm_contact
from app.desk.cards import hand_over_card, make_card, order_card
from app.desk.network import change_setting
from app.desk.notices import (
    ask_again,
    ask_for_contact,
    ask_notice,
    cancel_notice,
    choose_mail_desk,
    note_step,
)
from app.desk.outcome import Done
from app.desk.patrons import Contact
from app.desk.persons import merge_patrons
from app.desk.promises import Guarantor, accept_rules
from app.desk.sending import mark_bounced
from app.desk.tasks import decide_task
from app.desk.templates import set_template
from app.rules.notices import NoticeStanding
from tests.making import DAY_MS, REPLICA, permissions

MAIL = "elina@example.lv"


@pytest.fixture
def mailing(desk):
    desk.done(choose_mail_desk, replica=REPLICA)
    return desk


def elina(desk, **given):
    return desk.patron(**{"contact": Contact(email=MAIL), **given})


def kinds(desk):
    return [kind for (kind,) in desk.connection.execute("SELECT kind FROM notice ORDER BY id")]


def step(desk, *steps):
    """Write what the sender of the only message would."""
    number = desk.value("SELECT max(id) FROM notice")
    for one in steps:
        desk.done(lambda work, one=one: note_step(work, work.notice(str(number)), one))
    return str(number)


def standing(desk, number):
    return notice(desk.connection, number).standing


def test_nobody_is_written_to_before_a_workstation_is_to_send(desk):
    patron = elina(desk)

    assert kinds(desk) == []
    assert desk.refused(ask_notice, patron="P1", kind="welcome") == ["MAIL_DESK_MISSING"]
    assert desk.refused(ask_for_contact, patrons=[patron]) == ["MAIL_DESK_MISSING"]
    assert desk.refused(choose_mail_desk, replica=99) == ["WORKSTATION_UNKNOWN"]


def test_whoever_is_registered_with_an_address_is_welcomed_once(mailing):
    patron = elina(mailing, language="da")
    mailing.patron("P2", given="Toms")

    [waiting] = open_notices(mailing.connection, REPLICA)
    assert (waiting.patron, waiting.kind, waiting.language, waiting.channel) == (patron, "welcome", "da", "email")
    assert waiting.standing is NoticeStanding.WAITING
    assert open_notices(mailing.connection, 99) == ()
    assert mailing.refused(ask_notice, patron="P1", kind="welcome") == ["NOTICE_DOUBLE"]
    mailing.pass_days(2)
    mailing.done(ask_notice, patron="P1", kind="welcome")


def test_a_library_that_sends_no_such_letters_queues_none(mailing):
    mailing.done(change_setting, key="notices", value="card_ready")

    elina(mailing)

    assert kinds(mailing) == []
    assert mailing.done(ask_notice, patron="P1", kind="welcome").language == "lv"


def test_a_child_is_written_to_by_way_of_who_answers_for_it(mailing):
    guarantor = Guarantor(given="Ilze", family="Krūze", email="ilze@example.lv")
    mailing.patron(birth_on=date(2015, 1, 1), guarantor=guarantor)

    [waiting] = open_notices(mailing.connection, REPLICA)
    assert waiting.kind == "welcome"


def test_a_card_that_is_ready_is_told_and_one_in_the_hand_is_not(mailing):
    patron = elina(mailing, card="")
    scan = f"#{patron}"
    assert mailing.refused(ask_notice, patron=scan, kind="card_ready") == ["NOTHING_TO_TELL"]
    mailing.done(order_card, patron=scan)

    mailing.done(make_card, card=scan)

    assert kinds(mailing) == ["welcome", "card_ready"]
    mailing.done(hand_over_card, card=scan)
    mailing.pass_days(2)
    assert mailing.refused(ask_notice, patron=scan, kind="card_ready") == ["NOTHING_TO_TELL"]


def test_the_end_of_a_guarantee_is_told(mailing):
    elina(mailing, birth_on=date(2009, 1, 1), guarantor=Guarantor(given="Ilze", family="Krūze"))
    assert mailing.refused(ask_notice, patron="P1", kind="guarantee_ended") == ["NOTHING_TO_TELL"]
    mailing.pass_days(365)

    assert mailing.done(accept_rules, patron="P1").ended == 1

    assert kinds(mailing) == ["welcome", "guarantee_ended"]


def test_contact_is_asked_for_once_a_year_and_only_of_those_who_can_be_reached(mailing):
    patrons = [elina(mailing), mailing.patron("P2", given="Toms")]

    first = mailing.done(ask_for_contact, patrons=patrons)
    second = mailing.done(ask_for_contact, patrons=patrons)
    mailing.pass_days(366)
    third = mailing.done(ask_for_contact, patrons=patrons)

    assert [(one.asked, one.unreachable, one.asked_before) for one in (first, second, third)] == [
        (1, 1, 0), (0, 1, 1), (1, 1, 0),
    ]  # fmt: skip


def test_an_address_that_came_back_is_written_to_no_more_until_it_is_another(mailing):
    patron = elina(mailing)
    mailing.done(lambda work: _bounce(work, patron))
    mailing.pass_days(2)

    assert mailing.refused(ask_notice, patron="P1", kind="welcome") == ["ADDRESS_BOUNCED"]
    mailing.done(amend_patron, patron="P1", changes={"email": "elina@example.com"})
    mailing.done(ask_notice, patron="P1", kind="welcome")
    assert mailing.refused(ask_notice, patron="P9", kind="welcome") == ["UNKNOWN_SCAN"]


def _bounce(work, patron):
    work.amend("patron", patron, email_bounced_ms=work.now_ms)
    return Done(record=None, touched=frozenset())


def test_who_has_no_address_and_what_there_is_not_is_refused_together(mailing):
    mailing.patron()

    assert mailing.refused(ask_notice, patron="P1", kind="account") == ["NO_ADDRESS", "NOTHING_TO_TELL"]
    assert mailing.refused(ask_notice, patron="P1", kind="none") == ["TEMPLATE_UNKNOWN", "NO_ADDRESS"]
    assert mailing.refused(
        set_template, code="none", language="xx", subject="a", body="b", languages=["lv"]
    ) == ["TEMPLATE_UNKNOWN", "FIELD_INVALID"]  # fmt: skip


def test_a_message_that_waits_may_be_cancelled_and_asked_for_again(mailing):
    elina(mailing)
    number = str(mailing.value("SELECT id FROM notice"))

    assert mailing.refused(ask_again, notice=number) == ["NOTICE_STANDS"]
    assert mailing.done(cancel_notice, notice=number).standing is NoticeStanding.CANCELLED
    assert mailing.refused(cancel_notice, notice=number) == ["NOTICE_STANDS"]
    again = mailing.done(ask_again, notice=number)
    assert (str(again.notice) != number, again.standing) == (True, NoticeStanding.WAITING)
    assert mailing.refused(cancel_notice, notice="12") == ["NOTICE_UNKNOWN"]


@pytest.mark.parametrize("steps", [["sending"], ["sending", "sent"], ["sending", "uncertain"]])
def test_what_is_sent_or_may_be_is_neither_cancelled_nor_sent_again(mailing, steps):
    elina(mailing)
    number = step(mailing, *steps)

    assert mailing.refused(cancel_notice, notice=number) == ["NOTICE_STANDS"]
    assert mailing.refused(ask_again, notice=number) == ["NOTICE_STANDS"]
    assert mailing.refused(ask_notice, patron="P1", kind="welcome") == ["NOTICE_DOUBLE"]


@pytest.mark.parametrize(("choice", "after"), [("was-sent", "sent"), ("was-not-sent", "failed")])
def test_what_nobody_is_sure_of_is_a_task_until_somebody_is(mailing, choice, after):
    elina(mailing)
    number = step(mailing, "sending", "uncertain")

    [task] = open_tasks(mailing.connection)
    assert (task.kind, task.subject) == ("NOTICE_UNSURE", number)
    assert compare_state(mailing.connection) == []
    mailing.done(decide_task, task=task.name, choice=choice)

    assert standing(mailing, number) == after
    assert open_tasks(mailing.connection) == []
    assert compare_state(mailing.connection) == []


def test_the_task_goes_with_the_person(mailing):
    patron = elina(mailing)
    number = step(mailing, "sending", "uncertain")

    with mailing.database.writing() as connection:
        keep_state(connection, erase_persons(connection, [patron], mailing.now_ms))

    assert open_tasks(mailing.connection) == []
    assert compare_state(mailing.connection) == []
    assert notices_of(mailing.connection, patron) == ()
    assert notice(mailing.connection, number).patron is None
    assert mailing.refused(ask_again, notice=number) == ["NOTICE_STANDS"]


def test_a_failed_message_to_somebody_erased_goes_to_nobody(mailing):
    patron = elina(mailing)
    number = step(mailing, "sending", "failed")
    with mailing.database.writing() as connection:
        keep_state(connection, erase_persons(connection, [patron], mailing.now_ms))

    assert mailing.refused(ask_again, notice=number) == ["NO_ADDRESS"]


def test_who_may_not_register_may_not_write_to_people(mailing):
    elina(mailing)
    number = str(mailing.value("SELECT id FROM notice"))
    mailing.acting = replace(mailing.acting, permissions=permissions() - {"register", "settings"})

    for deed, given in (
        (ask_notice, {"patron": "P1", "kind": "account"}),
        (ask_notice, {"patron": "P9", "kind": "account"}),
        (cancel_notice, {"notice": number}),
        (ask_again, {"notice": number}),
        (ask_for_contact, {"patrons": []}),
        (choose_mail_desk, {"replica": 0}),
    ):
        assert mailing.refused(deed, **given)[0] == "NOT_PERMITTED"


def test_an_account_may_be_told_once_there_is_one(mailing):
    elina(mailing)
    assert mailing.refused(ask_notice, patron="P1", kind="account") == ["NOTHING_TO_TELL"]
    mailing.done(issue_account, patron="P1", verifier="x")

    assert mailing.done(ask_notice, patron="P1", kind="account").standing is NoticeStanding.WAITING


def test_messages_of_a_day_ago_are_no_doubles(mailing):
    elina(mailing)
    mailing.now_ms += DAY_MS

    mailing.done(ask_notice, patron="P1", kind="welcome")


# Two records of one person.


@pytest.fixture
def two(mailing):
    """P1, who leads and is silent, and P2, who can be written to; nobody has said yet that they are one."""
    mailing.one = mailing.patron("P1")
    mailing.two = elina(mailing, card="P2", given="Ella", family="Ozola", language="da")
    return mailing


def join(desk):
    desk.done(merge_patrons, patron="P1", other="P2")


def reached(desk, patron=None):
    return addressee(desk.connection, patron or desk.one)


def test_what_the_leading_record_is_silent_about_another_one_of_the_person_knows(two):
    assert reached(two).email == ""

    join(two)

    assert (reached(two).email, reached(two).own, reached(two).language) == (MAIL, True, "da")
    assert reached(two) == reached(two, two.two)


def test_an_address_of_the_leading_record_is_the_persons(two):
    two.done(amend_patron, patron="P1", changes={"email": "cita@example.lv", "language": "lv"})
    mark(two, two.two)

    join(two)

    assert (reached(two).email, reached(two).language, reached(two).bounced) == ("cita@example.lv", "lv", False)


def mark(desk, patron):
    def act(work):
        mark_bounced(work, patron)
        return Done(record=None, touched=frozenset())

    desk.done(act)


def test_letters_that_come_back_are_marked_where_the_address_is(two):
    join(two)

    mark(two, two.one)

    assert reached(two).bounced
    assert two.value("SELECT id FROM patron WHERE email_bounced_ms IS NOT NULL") == two.two


def test_an_address_that_came_back_is_good_again_once_it_is_confirmed(two):
    join(two)
    mark(two, two.one)

    two.done(confirm_contact, patron="P1", changes={"email": MAIL})

    assert (reached(two).email, reached(two).bounced) == (MAIL, False)


def test_who_answers_by_another_record_is_written_to(mailing):
    born = date(2015, 1, 1)
    mailing.one = mailing.patron("P1", birth_on=born, guarantor=Guarantor(given="Ilze", family="Krūze"))
    mother = Guarantor(given="Ilze", family="Krūze", email="ilze@example.lv")
    mailing.patron("P2", given="Ella", family="Ozola", birth_on=born, guarantor=mother)

    mailing.done(merge_patrons, patron="P1", other="P2")

    assert (reached(mailing).email, reached(mailing).own) == ("ilze@example.lv", False)


def test_nobody_is_written_to_whose_death_any_record_knows(two):
    two.done(amend_patron, patron="P2", changes={"died_on": "2026-01-02"})

    join(two)

    assert reached(two).died
