"""The page of one person: what each tab shows, what it offers, and what comes of it."""

from functools import partial

import pytest

from app.db.queries.notices import notices_shown
from app.desk.amending import amend_patron
from app.desk.identity import identify
from app.desk.ids import FactId
from app.desk.network import change_setting
from app.desk.notices import choose_mail_desk
from app.desk.outcome import Done, Touched
from app.desk.patrons import register_patron
from app.desk.promises import Guarantor, guarantee
from app.desk.sending import begin_sending, end_sending
from app.desk.visits import add_remark, record_visit
from app.rules.notices import FAILED, UNCERTAIN, NoticeStanding
from app.views.presenters.line import Tone
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_bans import BAN_BEGINNINGS
from app.views.presenters.person_data_deeds import DATA_BEGINNINGS
from app.views.presenters.person_deeds import BEGINNINGS
from app.views.presenters.person_holds import HOLD_BEGINNINGS
from app.views.presenters.person_money_deeds import MONEY_BEGINNINGS
from app.views.presenters.person_offers import ALL_IDS
from app.views.presenters.person_other_deeds import OTHER_BEGINNINGS
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
DESK = "Mazsalacas pilsētas bibliotēka, Abonements 1"


@pytest.fixture
def person(service, words, stage):
    presenter = PersonPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


def opened(person, scan, tab):
    assert person.open(scan, tab)
    return person.state


def row(person, text):
    """Choose the row with this text in its first cell."""
    key = next(one.key for one in person.state.shown.rows if one.cells[0] == text)
    person.choose(key)
    return key


def said(stage):
    return stage.said[-1].text


def do(person, offer, **values):
    """Begin a deed, and answer what it asks."""
    assert offer in {one.id for one in person.state.offers}, [one.id for one in person.state.offers]
    person.start(offer)
    if person.state.asked.question is not None:
        asked = {one.name: one.value for one in person.state.asked.question.fields}
        person.asking.submit({**asked, **values})


def cells(person):
    return [one.cells for one in person.state.shown.rows]


def facts(person):
    return {one.label: one.said for one in person.state.shown.facts}


# Who it is.


def test_the_head_says_who_it_is(person):
    head = opened(person, ELINA, Tab.LOANS).head

    assert (head.name, head.number, head.category) == ("Elīna Bērziņa", "2 0041 7731", "Adult")
    assert "born 17 May 1984" in head.about


def test_nobody_is_opened_with_a_number_that_nobody_has(person):
    assert not person.open("99999")

    assert not person.is_open


def test_the_page_is_about_the_person_and_not_about_the_number_that_was_scanned(person):
    head = opened(person, MARTA, Tab.CARDS).head

    assert head.notes == (), "a lost card is told where it lies, in the table"
    assert cells(person)[0][2] == "Lost"


def test_the_loans_stand_on_the_first_tab_and_are_counted(person):
    state = opened(person, ELINA, Tab.LOANS)

    assert state.tabs[0] == (Tab.LOANS, "Loans  6")
    assert state.shown.rows[0].cells[:2] == ("Dvēseļu putenis", TOWN.barcode(0))
    assert state.shown.rows[0].tone is Tone.REFUSED


def test_the_tabs_go_round(person):
    opened(person, ELINA, Tab.LOANS)
    seen = []
    for _ in Tab:
        person.step_tab(-1)
        seen.append(person.state.tab)

    assert seen == [*reversed(Tab)]


def test_a_closed_page_keeps_nobody_in_sight(person):
    opened(person, ELINA, Tab.CONTACT)
    person.start("change-contact")

    person.close()

    assert "Bērziņa" not in repr(person.state)
    assert "Bērziņa" not in repr(person.asking.state)


def test_the_person_is_opened_at_the_desk(person, stage):
    opened(person, f"#{opened(person, ELINA, Tab.LOANS).head.patron}", Tab.LOANS)

    person.open_at_desk()

    assert stage.went == [("patron", ELINA)]


# Cards and numbers.


def test_a_personal_code_is_masked_on_every_tab(person):
    for tab in Tab:
        opened(person, ELINA, tab)

        assert TOWN.people[0].code[-5:] not in repr(person.state), tab


def test_a_card_is_ordered_made_and_handed_over(person, stage):
    opened(person, JANIS, Tab.CARDS)
    do(person, "order-card")
    assert said(stage).startswith("A card is ordered for Jānis Ozols")
    number, kind, standing, due = cells(person)[0]
    assert (kind, standing, due) == ("Library card", "Order: to make", "due 5 Dec 2026")

    row(person, number)
    do(person, "card-made")
    do(person, "hand-over")

    assert [one[:3] for one in cells(person)] == [
        (number, "Library card", "Valid"),
        ("2 0040 3312", "Library card", "Replaced"),
    ]
    assert said(stage).endswith("Card 2 0040 3312 is no longer valid.")


def test_a_second_order_is_not_offered_while_one_is_open(person):
    opened(person, JANIS, Tab.CARDS)

    do(person, "order-card")

    assert "order-card" not in {one.id for one in person.state.offers}


def test_an_order_is_cancelled_only_when_it_is_meant(person):
    opened(person, JANIS, Tab.CARDS)
    do(person, "order-card")
    row(person, cells(person)[0][0])

    person.start("cancel-order")
    assert len(cells(person)) == 2
    person.asking.submit({})

    assert [one[0] for one in cells(person)] == [JANIS]


@pytest.mark.parametrize(("standing", "shown"), [("lost", "Lost"), ("stolen", "Stolen"), ("blocked", "Blocked")])
def test_a_card_is_reported_and_valid_again(person, stage, standing, shown):
    opened(person, JANIS, Tab.CARDS)
    row(person, JANIS)

    do(person, "report-card", standing=standing)
    assert cells(person)[0][2] == shown
    assert JANIS in said(stage)
    row(person, JANIS)
    do(person, "card-found")

    assert cells(person)[0][2] == "Valid"


def test_a_personal_code_cannot_be_reported_lost_but_removed(person):
    opened(person, ELINA, Tab.CARDS)

    row(person, "170584-•••••")

    assert "report-card" not in {one.id for one in person.state.offers}
    do(person, "remove-number")
    assert [one[0] for one in cells(person)] == [ELINA]


def test_any_number_is_bound_with_who_gave_it_out(person, stage):
    opened(person, KRISTAPS, Tab.CARDS)

    do(person, "bind-number", number="SK-77", card_kind="pupil_card", issuer="Skola", valid_until="31.08.2027")

    assert ("SK-77", "Pupil's card", "Valid", "Skola · valid until 31 Aug 2027") in cells(person)
    assert said(stage) == "Kristaps Bērziņš: number SK-77 is bound."


def test_a_number_that_somebody_has_is_told_beside_its_field(person):
    opened(person, KRISTAPS, Tab.CARDS)

    do(person, "bind-number", number=ELINA)

    assert "number" in person.state.asked.complaints
    assert person.state.asked.question is not None


def test_a_day_that_is_none_is_told_beside_its_field(person):
    opened(person, KRISTAPS, Tab.CARDS)

    do(person, "bind-number", number="SK-77", valid_until="31.02.2027")

    assert "There is no such day" in person.state.asked.complaints["valid_until"]


def test_what_looks_like_a_code_is_bound_as_a_card_with_a_reason(person):
    opened(person, KRISTAPS, Tab.CARDS)
    do(person, "bind-number", number="080915-20007")
    assert person.state.asked.may_override

    person.asking.ask_reason()
    person.asking.override(" ")
    assert person.state.asked.complaint == "An override needs a reason."
    person.asking.override("it stands so on the card")

    assert not person.state.asked.is_open


def test_an_account_is_handed_out_on_a_slip_alone(person, stage, tmp_path):
    opened(person, JANIS, Tab.CARDS)
    slip = tmp_path / "slip.pdf"
    [offer] = [one for one in person.state.offers if one.key == "9"]
    assert (offer.id, offer.file) == ("issue-account", "account slip.pdf")

    person.start("issue-account", slip)

    assert slip.read_bytes().startswith(b"%PDF")
    assert facts(person)["Patron account"].startswith("janis.ozols – ")
    assert stage.went == [("file", slip)]
    [offer] = [one for one in person.state.offers if one.key == "9"]
    assert offer.id == "reset-account"


def test_without_a_file_no_account_is_handed_out(person):
    opened(person, JANIS, Tab.CARDS)

    person.start("issue-account", None)

    assert facts(person)["Patron account"] == "not handed out yet"


def test_a_pin_is_offered_only_where_the_library_has_them(person, service):
    opened(person, JANIS, Tab.CARDS)
    assert "set-pin" not in {one.id for one in person.state.offers}

    with_setting(service, "pin_digits", "8")
    opened(person, JANIS, Tab.CARDS)
    do(person, "set-pin", pin="25800852", pin_again="25800859")
    assert "pin_again" in person.state.asked.complaints
    person.asking.submit({"pin": "73010731", "pin_again": "73010731"})

    assert facts(person)["PIN"] == "The PIN is set."
    assert "73010731" not in repr(person.asking.__dict__)


def with_setting(service, key, value):
    outcome = service.station.do(partial(change_setting, key=key, value=value))
    assert isinstance(outcome, Done), outcome


# Contact and identity.


def test_contact_data_are_confirmed_with_one_key(person, service, stage):
    with_setting(service, "contact_after_days", "30")
    state = opened(person, ELINA, Tab.CONTACT)
    asked = next(one for one in state.shown.facts if one.label == "Contact data confirmed")
    assert (asked.said, asked.tone) == ("1 Sep 2026", Tone.ATTENTION)

    do(person, "confirm-contact")

    assert facts(person)["Contact data confirmed"] == "21 Nov 2026"
    assert said(stage).startswith("Elīna Bērziņa: contact data confirmed")


def test_what_has_changed_is_written_and_confirmed_at_once(person, stage):
    opened(person, ELINA, Tab.CONTACT)

    do(person, "change-contact", phone="26 111 222")

    assert facts(person)["Phone"] == "26111222"
    assert facts(person)["Address"] == "Rīgas iela 12-4, Mazsalaca, LV-4215"
    assert said(stage).endswith("Amended: phone.")


def test_a_protected_address_is_nowhere_and_stays_as_it_is(person, service):
    protect = partial(amend_patron, patron=ELINA, changes={"address_protected": "yes"})
    service.station.do(protect)
    for tab in Tab:
        opened(person, ELINA, tab)
        assert "Rīgas iela" not in repr(person.state), tab
    opened(person, ELINA, Tab.CONTACT)

    person.start("change-contact")
    assert "Rīgas iela" not in repr(person.state)
    person.asking.submit({"phone": "26111222", "email": "", "street": ""})
    person.start("change-person")
    assert "Rīgas iela" not in repr(person.state)
    person.step_back()

    street = service.database.connection.execute("SELECT street FROM patron WHERE phone = '26111222'").fetchone()
    assert street == ("Rīgas iela",)


def test_a_document_is_noted_by_its_kind(person, stage):
    opened(person, JANIS, Tab.CONTACT)
    person.start("note-document")
    options = dict(person.state.asked.question.fields[0].options)
    assert "birth_certificate" not in options, "it proves the identity of minors alone"

    person.asking.submit({"document": "id_card"})

    assert cells(person) == [("identity card", "the patron's", "21 Nov 2026", "Mazsalacas pilsētas bibliotēka")]
    assert facts(person)["Identity"] == "Document seen"


def test_who_registered_from_afar_stands_out_until_a_document_is_shown(person, service):
    registered = service.station.do(partial(register_patron, given="Rasma", family="Liepa", channel="remote")).record
    state = opened(person, registered.number, Tab.CONTACT)

    identity = next(one for one in state.shown.facts if one.label == "Identity")

    assert (identity.said, identity.tone) == ("Identity to be checked", Tone.ATTENTION)


def test_the_rules_are_accepted_anew_when_there_is_a_new_version(person, service):
    with_setting(service, "rules_version", "2.0")
    state = opened(person, ELINA, Tab.CONTACT)
    assert next(one for one in state.shown.facts if one.label == "Library rules").tone is Tone.ATTENTION

    do(person, "accept-rules", accepted="ink")

    assert facts(person)["Library rules"] == "version 2.0, 21 Nov 2026"


def test_the_person_is_amended_and_the_code_added(person, stage):
    opened(person, JANIS, Tab.CONTACT)
    person.start("change-person")
    assert all(one.value == "" for one in person.state.asked.question.fields if one.name == "code")

    person.asking.submit({"given": "Jānis Pēteris", "birth_on": "30.11.1973", "code": "301173-10003"})

    assert person.state.head.name == "Jānis Pēteris Ozols"
    assert facts(person)["Born"] == "30 Nov 1973"
    assert "Amended: given name, birth date, personal code." in said(stage)


def test_without_a_family_name_nobody_is_amended(person):
    opened(person, JANIS, Tab.CONTACT)

    do(person, "change-person", family="")

    assert list(person.state.asked.complaints) == ["family"]


# Who answers, and who speaks.


def test_a_guarantor_takes_the_place_of_another(person, stage):
    opened(person, KRISTAPS, Tab.GUARDIANS)

    do(person, "add-guarantor", guarantor_given="Pēteris", guarantor_family="Bērziņš")

    assert [(one[0], bool(one[4])) for one in cells(person)] == [("Pēteris Bērziņš", False), ("Elīna Bērziņa", True)]
    assert said(stage) == "Pēteris Bērziņš answers for Kristaps Bērziņš."


def test_an_adult_needs_no_guarantor(person):
    state = opened(person, ELINA, Tab.GUARDIANS)

    assert [offer.id for offer in state.offers] == ["allow-proxy"]
    assert state.shown.empty == "Of age, answers in person"


def test_the_guarantors_document_is_noted_as_theirs(person):
    opened(person, KRISTAPS, Tab.GUARDIANS)

    do(person, "guarantor-document", document="passport")
    person.choose_tab(Tab.CONTACT)

    assert cells(person)[0][:2] == ("passport", "the guarantor's")


def test_an_institution_has_contact_persons_instead(person, service, stage):
    made = service.station.do(partial(register_patron, family="Mazsalacas vidusskola", category="institution")).record
    state = opened(person, made.number, Tab.GUARDIANS)
    assert dict(state.tabs)[Tab.GUARDIANS] == "Contact persons"

    do(person, "add-contact", given="Ilze", family="Kalniņa", duty="teacher", borrows="no")
    assert cells(person) == [("Ilze Kalniņa", "teacher", "", "", "no")]
    do(person, "end-contact")

    assert cells(person) == []
    assert said(stage) == "Ilze Kalniņa is no longer a contact person."


def test_an_institution_is_not_asked_for_what_only_a_person_has(person, service):
    made = service.station.do(partial(register_patron, family="Mazsalacas vidusskola", category="institution")).record
    opened(person, made.number, Tab.CONTACT)

    person.start("change-person")

    assert not {"given", "birth_on", "code"} & {one.name for one in person.state.asked.question.fields}
    assert "note-document" not in {one.id for one in person.state.offers}


# Notes, and what happened.


def test_a_note_and_a_warning_are_written_and_removed(person):
    opened(person, JANIS, Tab.NOTES)
    do(person, "add-note", body="Likes crime novels.")
    do(person, "add-warning", body="Give the neighbour nothing.", until="31.12.2026")

    assert cells(person) == [
        ("Warning", "Give the neighbour nothing.", "31 Dec 2026"),
        ("Note", "Likes crime novels.", ""),
    ]
    row(person, "Warning")
    do(person, "end-remark")

    assert [one[0] for one in cells(person)] == ["Note"]


def test_an_empty_note_is_none(person):
    opened(person, JANIS, Tab.NOTES)

    do(person, "add-note", body="   ")

    assert list(person.state.asked.complaints) == ["body"]


def test_the_log_tells_what_happened_with_the_last_at_the_top(person, service):
    service.station.do(partial(identify, patron=JANIS, document="passport"))
    service.station.do(partial(record_visit, patron=JANIS, shown="passport"))

    opened(person, JANIS, Tab.LOG)

    assert [one[1] for one in cells(person)] == [
        "Visit: passport",
        "Document shown: passport",
        "Version 1.0 of the rules accepted by registering",
        "Registered in person",
    ]
    assert cells(person)[0][2:] == ("Inga Kalniņa", "MAZ")


def test_every_deed_stands_in_the_log_in_words(person, service, tmp_path):
    opened(person, KRISTAPS, Tab.CARDS)
    do(person, "order-card")
    row(person, cells(person)[0][0])
    do(person, "card-made")
    do(person, "cancel-order")
    row(person, KRISTAPS)
    do(person, "report-card")
    person.choose_tab(Tab.CONTACT)
    do(person, "change-contact", phone="26111222")
    person.choose_tab(Tab.GUARDIANS)
    do(person, "add-guarantor", guarantor_family="Bērziņš")

    person.choose_tab(Tab.LOG)

    told = [one[1] for one in cells(person)]
    assert [one for one in told if one.startswith("log.") or "{" in one] == []
    assert "Card reported lost: 2 0041 7739" in told
    assert "Contact data confirmed. phone" in told


# Messages.


@pytest.fixture
def writing(service):
    """This workstation sends the letters of the network."""
    _, replica = service.station.identity()
    service.station.do(partial(choose_mail_desk, replica=replica))


def has_address(service, scan, email="janis@example.lv"):
    service.station.do(partial(amend_patron, patron=scan, changes={"email": email}))


def became(service, *steps):
    """Write what became of the one message that waits."""
    [waiting] = [one for one in notices_shown(service.database) if one.standing is NoticeStanding.WAITING]
    notice = FactId(waiting.notice)
    service.station.do(partial(begin_sending, notice=notice))
    for step, cause in steps:
        service.station.do(partial(end_sending, notice=notice, step=step, cause=cause, of_address=True))


@pytest.mark.usefixtures("writing")
def test_a_message_is_written_and_what_became_of_it_is_said(person, service, stage):
    has_address(service, JANIS)
    opened(person, JANIS, Tab.MESSAGES)
    assert facts(person) == {"E-mail": "janis@example.lv", "Letters are sent by": DESK}

    do(person, "write-message")

    assert said(stage) == "Welcome after registration: waits to be sent."
    assert cells(person) == [("Welcome after registration", "21 Nov 2026", "Waits to be sent")]
    assert dict(person.state.tabs)[Tab.MESSAGES] == "Messages  1"
    assert [one.id for one in person.state.offers] == ["write-message", "cancel-message", "mail-account"]


@pytest.mark.usefixtures("writing")
def test_a_message_that_came_back_is_sent_again_once_there_is_another_address(person, service, stage):
    has_address(service, JANIS)
    opened(person, JANIS, Tab.MESSAGES)
    do(person, "write-message")
    became(service, (FAILED, "address-unknown"))
    person.touched({Touched.PATRON})
    [failed] = person.state.shown.rows
    assert (failed.cells[2], failed.tone) == ("Not sent: the server does not know the address", Tone.REFUSED)
    assert facts(person)["E-mail"] == "janis@example.lv – letters come back; ask for another address"

    do(person, "send-again")
    assert person.state.asked.notes, "nobody writes to an address from which letters come back"
    person.step_back()
    has_address(service, JANIS, "jb@example.lv")
    person.touched({Touched.PATRON})
    person.choose(failed.key)
    do(person, "send-again")

    assert said(stage) == "Welcome after registration: waits to be sent."
    assert [one[2].partition(":")[0] for one in cells(person)] == ["Waits to be sent", "Not sent"]


@pytest.mark.usefixtures("writing")
def test_a_message_that_waits_is_cancelled(person, service):
    has_address(service, JANIS)
    opened(person, JANIS, Tab.MESSAGES)
    do(person, "write-message")

    do(person, "cancel-message")

    assert [one[2] for one in cells(person)] == ["Cancelled: cancelled by staff"]
    assert "send-again" in {one.id for one in person.state.offers}


@pytest.mark.usefixtures("writing")
def test_nobody_is_sure_of_a_message_and_the_page_says_where_to_say_it(person, service):
    has_address(service, JANIS)
    opened(person, JANIS, Tab.MESSAGES)
    do(person, "write-message")
    became(service, (UNCERTAIN, "connection-lost"))

    person.touched({Touched.PATRON})

    [unsure] = person.state.shown.rows
    assert unsure.cells[2] == "Not certain whether it was sent: answer under Tasks"
    assert unsure.tone is Tone.ATTENTION
    assert [one.id for one in person.state.offers] == ["write-message", "mail-account"]


@pytest.mark.usefixtures("writing")
def test_an_account_goes_by_mail_and_later_a_new_password(person, service, stage):
    has_address(service, JANIS)
    opened(person, JANIS, Tab.MESSAGES)

    do(person, "mail-account")

    assert said(stage).endswith("the password for one use goes by e-mail.")
    assert [one[0] for one in cells(person)] == ["Account details"]
    assert "mail-account-again" in {one.id for one in person.state.offers}


def test_where_nobody_sends_letters_the_page_says_so(person, service):
    opened(person, KRISTAPS, Tab.MESSAGES)

    assert facts(person)["Letters are sent by"] == "no workstation; choose one under Settings"
    do(person, "write-message")

    assert person.state.asked.notes
    assert cells(person) == []


def test_a_child_is_written_to_by_the_guarantor(person, service):
    service.station.do(
        partial(guarantee, patron=KRISTAPS, guarantor=Guarantor(given="Dace", family="L.", email="dace@example.lv"))
    )
    service.station.do(partial(amend_patron, patron=KRISTAPS, changes={"email": ""}))

    opened(person, KRISTAPS, Tab.MESSAGES)

    assert facts(person)["E-mail"] == "dace@example.lv (the guarantor's)"


OUT = ("recall",)
"""Jānis has something at home that is late."""


def test_only_what_there_is_something_to_tell_of_may_be_written(person, service):
    opened(person, JANIS, Tab.MESSAGES)
    person.start("write-message")
    [asked] = person.state.asked.question.fields
    assert list(asked.options) == ["welcome", "contact_asked", *OUT]
    person.step_back()

    person.choose_tab(Tab.CARDS)
    do(person, "order-card")
    row(person, cells(person)[0][0])
    do(person, "card-made")
    person.choose_tab(Tab.MESSAGES)
    person.start("write-message")

    [asked] = person.state.asked.question.fields
    assert list(asked.options) == ["welcome", "card_ready", "contact_asked", *OUT]


# What may go wrong.


def test_without_permission_the_page_says_so_and_nothing_is_done(person, service):
    opened(person, JANIS, Tab.CONTACT)
    service.may("lend")

    do(person, "confirm-contact")

    assert person.state.asked.notes[0].text == "You may not do this: register patrons."
    assert facts(person)["Contact data confirmed"] == "1 Sep 2026"
    assert person.step_back()
    assert not person.state.asked.is_open


def test_a_failure_is_told_and_the_question_stays(person, service, stage):
    opened(person, JANIS, Tab.NOTES)
    person.start("add-note")
    service.fails = RuntimeError("disk")

    person.asking.submit({"body": "x", "until": ""})

    assert [str(one) for one in stage.troubles] == ["disk"]
    assert person.state.asked.question is not None
    assert not person.state.asked.busy


def test_an_answer_on_its_way_is_not_given_twice(person, service):
    opened(person, JANIS, Tab.NOTES)
    service.holding = True
    person.start("add-note")

    person.asking.submit({"body": "once", "until": ""})
    person.asking.submit({"body": "once", "until": ""})
    person.start("add-note")
    service.let_go()

    assert [one[1] for one in cells(person)] == ["once"]


def test_the_page_follows_what_another_desk_did(person, service):
    opened(person, JANIS, Tab.NOTES)
    service.station.do(partial(add_remark, patron=JANIS, body="from afar"))
    person.touched({Touched.PATRON})

    assert [one[1] for one in cells(person)] == ["from afar"]


def test_every_offer_has_its_deed():
    assert set(ALL_IDS) == {
        *BEGINNINGS,
        *BAN_BEGINNINGS,
        *DATA_BEGINNINGS,
        *HOLD_BEGINNINGS,
        *MONEY_BEGINNINGS,
        *OTHER_BEGINNINGS,
    }


def test_what_was_said_against_an_answer_goes_with_the_question(person, stage):
    opened(person, ELINA, Tab.CARDS)
    do(person, "bind-number", number=MARTA)
    assert stage.said[-1].tone is Tone.REFUSED

    person.step_back()

    assert stage.said[-1].text == ""
