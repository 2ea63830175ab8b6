"""What is kept of a person: stopping, being forgotten, being handed one's data, and records that are joined."""

import json
from datetime import date
from functools import partial

import pytest

from app.db.queries.viewings import viewings as viewings_of
from app.desk.entering import mark_entered
from app.desk.erasures import propose_erasure
from app.desk.network import change_setting
from app.desk.outcome import Touched
from app.desk.patrons import register_patron
from app.desk.persons import merge_patrons
from app.desk.viewing import DATA, note_viewing
from app.views.presenters.line import Tone
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA = (person.card for person in TOWN.people[:2])
CARD = "2 0099 0001"


@pytest.fixture
def person(service, words, stage):
    presenter = PersonPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    return presenter


def facts(person):
    return {fact.label: fact.said for fact in person.state.shown.facts}


def offered(person):
    return [offer.id for offer in person.state.offers]


def notes(person):
    return [note.text for note in person.state.head.notes]


def test_of_somebody_who_uses_the_library_there_is_little_to_tell(person):
    person.open(MARTA, Tab.DATA)

    assert facts(person) == {"Use": "goes on", "Erasure": "not proposed"}
    assert person.state.shown.rows == ()
    assert offered(person) == ["end-use", "erase", "hand-out-data", "data-file"]


def test_use_is_ended_with_day_and_means_and_goes_on_again(person, stage):
    person.open(MARTA, Tab.DATA)

    person.start("end-use")
    person.asking.submit({"on_day": "20.11.2026", "means": "letter", "erase": "no"})

    assert stage.said[-1].text == "Marta Bērziņa does not use the library any more from 20 Nov 2026."
    assert facts(person)["Use"] == "stops from 20 Nov 2026"
    person.start("use-again")
    person.asking.submit({})
    assert facts(person)["Use"] == "goes on"


def test_who_may_erase_proposes_it_with_the_end_of_use(person, service, stage):
    person.open(MARTA, Tab.DATA)
    person.start("end-use")
    person.asking.submit({"on_day": "", "means": "desk", "erase": "yes"})

    assert "The erasure is proposed." in stage.said[-1].text
    assert facts(person)["Erasure"].startswith("proposed 21 Nov 2026: waits for answers.")
    assert "Proposed to be erased (on request)." in notes(person)


def test_an_erasure_on_request_needs_a_reason(person):
    person.open(MARTA, Tab.DATA)

    person.start("erase")
    person.asking.submit({"reason": " "})
    assert person.state.asked.complaints == {"reason": "A required field is missing: reason."}
    person.asking.submit({"reason": "asked at the desk"})

    assert facts(person)["Erasure"].startswith("proposed 21 Nov 2026")
    assert "erase" not in offered(person)


def test_what_somebody_has_at_home_comes_back_first(person):
    person.open(ELINA, Tab.DATA)

    person.start("erase")
    person.asking.submit({"reason": "asked"})

    assert "6 copies" in person.state.asked.notes[0].text


def test_an_erasure_is_withdrawn(person, service, stage):
    service.station.do(partial(propose_erasure, patron=MARTA, reason="lūdza"))
    person.open(MARTA, Tab.DATA)

    person.start("withdraw-erasure")
    person.asking.submit({})

    assert stage.said[-1].text == "The proposal is withdrawn."
    assert facts(person)["Erasure"] == "not proposed"
    assert notes(person) == []


def test_who_may_not_erase_or_export_is_offered_neither(person, service):
    service.may("register")

    person.open(MARTA, Tab.DATA)

    assert offered(person) == ["end-use"]
    person.start("end-use")
    assert [field.name for field in person.state.asked.question.fields] == ["on_day", "means"]


@pytest.mark.parametrize(("deed", "suffix"), [("hand-out-data", ".pdf"), ("data-file", ".json")])
def test_all_that_is_kept_is_handed_out_and_noted(person, service, stage, tmp_path, deed, suffix):
    person.open(MARTA, Tab.DATA)
    offer = next(offer for offer in person.state.offers if offer.id == deed)
    path = tmp_path / offer.file
    assert path.suffix == suffix

    person.start(deed, path)

    assert stage.said[-1].text.startswith("Marta Bērziņa: ")
    assert stage.went == ([("file", path)] if suffix == ".pdf" else [])
    assert path.read_bytes().startswith(b"%PDF") if suffix == ".pdf" else json.loads(path.read_bytes())["name"]
    query = "SELECT why FROM viewing"
    assert service.database.connection.execute(query).fetchall() == [(DATA,)]


def test_without_a_file_nothing_is_handed_out(person, stage):
    person.open(MARTA, Tab.DATA)

    person.start("hand-out-data", None)

    assert stage.said == []


@pytest.fixture
def joined(person, service):
    """Marta was registered a second time as Marta Liepa."""
    service.station.do(partial(register_patron, given="Marta", family="Liepa", card=CARD))
    service.station.do(partial(merge_patrons, patron=MARTA, other=CARD))
    person.open(CARD, Tab.DATA)
    return person


def test_it_is_seen_that_records_are_joined_and_from_where(joined):
    [row] = joined.state.shown.rows

    library = "Mazsalacas pilsētas bibliotēka"
    assert row.cells == (
        f"Marta Bērziņa ({library})", f"Marta Liepa ({library})", "21 Nov 2026", f"Inga Kalniņa, {library}")  # fmt: skip
    assert notes(joined) == ["2 records joined; see the tab “Data”."]
    assert joined.state.head.notes[0].tone is Tone.PLAIN


def test_they_are_parted_again_after_a_question(joined, stage):
    joined.start("part-records")
    joined.asking.submit({})

    assert stage.said[-1].text == "The merge is taken back."
    assert joined.state.shown.rows == ()


def test_an_erasure_that_another_record_holds_is_asked_for_again(person, service):
    service.station.do(partial(propose_erasure, patron=MARTA, reason="lūdza"))
    service.station.do(partial(register_patron, given="Marta", family="Liepa", card=CARD))
    service.station.do(partial(merge_patrons, patron=MARTA, other=CARD))
    person.open(MARTA, Tab.DATA)
    assert "held: another record of the person is not proposed." in facts(person)["Erasure"]

    person.start("erase")
    person.asking.submit({"reason": "asked"})

    assert "waits for answers." in facts(person)["Erasure"]
    assert "erase" not in offered(person)
    person.start("withdraw-erasure")
    person.asking.submit({})
    assert facts(person)["Erasure"] == "not proposed"


# Who looked.


def told(person):
    person.choose_tab(Tab.LOG)
    return [row.cells[1] for row in person.state.shown.rows]


def viewings(service):
    return service.database.connection.execute("SELECT count(*) FROM viewing").fetchone()[0]


def test_where_the_house_rules_say_so_opening_a_page_is_noted_once(person, service):
    service.station.do(partial(change_setting, key="viewings_noted", value="1"))

    person.open(MARTA)
    person.choose_tab(Tab.CONTACT)
    person.touched(frozenset({Touched.PATRON}))
    assert viewings(service) == 1

    person.open(ELINA)
    assert viewings(service) == 2


def test_elsewhere_nobody_writes_by_looking(person, service):
    person.open(MARTA)

    assert viewings(service) == 0


def test_who_is_not_there_was_not_looked_at(person, service):
    service.station.do(partial(change_setting, key="viewings_noted", value="1"))

    assert not person.open("9999")

    assert viewings(service) == 0


def test_the_log_says_who_looked_and_why(person, service):
    marta = service.database.connection.execute("SELECT id FROM patron WHERE family = 'Bērziņa' AND given = 'Marta'")
    service.station.do(partial(note_viewing, patron=marta.fetchone()[0], reason="a question on the phone"))

    person.open(MARTA)

    assert told(person)[0] == "Looked at (record opened): a question on the phone"
    assert person.state.shown.rows[0].cells[2:] == ("Inga Kalniņa", "MAZ")


def test_who_may_not_hand_out_data_does_not_see_who_looked(person, service, tmp_path):
    person.open(MARTA, Tab.DATA)
    person.start("hand-out-data", tmp_path / "data.pdf")
    assert "Looked at (data handed out)" in told(person)

    service.may("register")
    person.open(MARTA)

    assert not any(one.startswith("Looked at") for one in told(person))


def test_the_log_of_joined_records_is_one_and_says_that_they_were_joined(joined, service):
    service.station.do(partial(propose_erasure, patron=MARTA, reason="lūdza"))
    joined.open(MARTA)

    said = told(joined)

    assert said.count("Registered in person") == 2
    assert "Records joined" in said
    assert said.count("Erasure proposed: on request") == 2, "each record is named"


def test_who_looked_at_any_record_is_listed_for_the_person(person, service):
    service.station.do(partial(register_patron, given="Marta", family="Liepa", card=CARD))
    second = service.database.connection.execute("SELECT id FROM patron WHERE family = 'Liepa'").fetchone()[0]
    service.station.do(partial(note_viewing, patron=second, reason="a slip"))
    merged = service.station.do(partial(merge_patrons, patron=MARTA, other=CARD)).record
    assert merged.patron != second

    [seen] = viewings_of(service.database, first=date.min, last=date.max, patron=merged.patron)

    assert seen.reason == "a slip"


# Numbers of another system.


def test_what_the_catalogue_of_the_country_calls_somebody_stands_among_the_numbers(person, service):
    service.station.do(partial(mark_entered, patron=MARTA, external_id="A 0017"))

    person.open(MARTA, Tab.CARDS)

    assert person.state.shown.rows[-1].cells == ("A 0017", "Number in the other system", "", "")
    person.choose(person.state.shown.rows[-1].key)
    assert "remove-number" not in offered(person)


def test_of_joined_records_every_such_number_is_shown(joined, service):
    for record, number in zip(joined._read.shown.person.records, ("A 0017", "A 0018"), strict=True):
        with service.station.database.writing() as connection:
            connection.execute("UPDATE patron SET external_id = ? WHERE id = ?", (number, record.record))

    joined.open(MARTA, Tab.CARDS)

    assert [row.cells[0] for row in joined.state.shown.rows][-2:] == ["A 0017", "A 0018"]
