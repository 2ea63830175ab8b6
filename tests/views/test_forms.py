"""A form is looked at, corrected, entered, and destroyed."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app.db.queries.people import find_patrons
from app.desk.patrons import register_patron
from app.views.presenters.forms import FormsPresenter
from app.views.presenters.line import Tone
from tests.forms.sheets import saved, table, word_file
from tests.forms.signing import SIGNATURE, container, signature
from tests.forms.test_lists import bytes_of, workbook

CORRECTED = {"guarantor_birth": "12.04.1981"}


@pytest.fixture
def forms(service, words, stage, home):
    """The forms of the town, their files beside this copy of it."""
    with service.station.database.writing() as connection:
        for number, path in connection.execute("SELECT id, path FROM draft").fetchall():
            here = home.path.parent / Path(path).name
            connection.execute("UPDATE draft SET path = ? WHERE id = ?", (str(here), number))
    presenter = FormsPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def values(presenter):
    return {row.name: row.value for row in presenter.state.sheet.fields}


def test_the_first_form_is_in_sight(forms):
    assert [row.name for row in forms.state.rows] == ["Emīls Kalniņš", "Rasma Liepa"]
    assert forms.state.sheet.title == "Guarantee form"


def test_the_blank_forms_of_the_network_are_offered_in_every_language(forms, stage, tmp_path):
    blanks = forms.blanks

    assert [(one.kind, one.language) for one in blanks][:2] == [("adult", "en"), ("guarantee", "en")]
    assert {one.language for one in blanks} == {"lv", "da", "en"}
    forms.write_blank(blanks[1], tmp_path / blanks[1].file)
    assert (tmp_path / "Registration form – guarantee form.pdf").read_bytes().startswith(b"%PDF")
    assert not forms.state.busy


def test_a_blank_form_that_cannot_be_written_is_told(forms, stage, tmp_path):
    forms.write_blank(forms.blanks[0], tmp_path / "nowhere" / "x.pdf")

    assert not forms.state.busy
    assert stage.troubles


def test_every_field_stands_beside_the_label_it_was_read_from(forms):
    sources = {row.name: row.source for row in forms.state.sheet.fields}

    assert sources["given"] == "Bērna vārds"
    assert sources["email"] == "", "the form does not have it, and it is asked for all the same"


def test_what_stands_on_the_paper_is_shown_where_it_was_read_otherwise(forms):
    written = {row.name: row.written for row in forms.state.sheet.fields}

    assert written["street"] == "Pērnavas iela 7, Mazsalaca, LV-4215"
    assert written["house"] == "", "once is enough"
    assert written["code"] == "", "a dash makes no difference"
    assert written["birth"] == "5. marts 2014"
    assert written["guarantor_birth"] == "12.04.81", "what could not be read is there as well"
    assert written["phone"] == ""


def test_what_is_to_be_looked_at_is_counted_above_the_fields(forms):
    assert forms.state.sheet.doubts == "1 field is doubtful   ·   2 things were not understood (below the fields)"

    forms.choose(forms.state.rows[1].draft)

    assert forms.state.sheet.doubts == ""


def test_days_are_shown_as_people_write_them(forms):
    assert values(forms)["birth"] == "05.03.2014"


def test_what_could_not_be_read_is_said_beside_its_field(forms):
    [doubtful] = [row for row in forms.state.sheet.fields if row.problem]

    assert doubtful.name == "guarantor_birth"
    assert "12.04.81" in doubtful.problem


def test_what_was_not_understood_is_shown_raw(forms):
    assert [(one.label, one.value) for one in forms.state.sheet.unread] == [
        ("Klase", "5.b"),
        ("Piezīmes", "Lūdzu zvanīt pēc plkst. 17"),
    ]


def test_a_confirmed_form_is_a_patron_and_its_file_is_gone(forms, service, stage):
    path = forms.state.sheet.path

    forms.confirm({**values(forms), **CORRECTED}, card="2 0099 0002")

    assert not path.exists()
    assert find_patrons(service.database, "emīls kalniņš")[0].number == "2 0099 0002"
    assert stage.said[-1].text == "Registered: Emīls Kalniņš. The form is destroyed."
    assert [row.name for row in forms.state.rows] == ["Rasma Liepa"]


def test_a_form_that_is_to_be_kept_stays_where_it_is(forms, stage):
    path = forms.state.sheet.path

    forms.confirm({**values(forms), **CORRECTED}, keep=True)

    assert path.exists()
    assert stage.said[-1].text == "Registered: Emīls Kalniņš. The form was kept."


def test_what_is_doubtful_of_somebody_who_is_registered_is_said(forms, stage):
    forms.confirm({**values(forms), **CORRECTED, "code": "161175-19990"})

    assert stage.said[-1].tone is Tone.ATTENTION
    assert "“check digit of the personal code”" in stage.said[-1].todo


def test_a_guarantee_is_offered_to_be_kept_and_another_form_to_be_destroyed(forms):
    assert forms.state.sheet.keeps

    forms.choose(forms.state.rows[1].draft)

    assert not forms.state.sheet.keeps


def test_an_impossible_day_is_said_beside_its_field(forms):
    forms.confirm({**values(forms), "birth": "31.02.2014"})

    assert set(forms.state.complaints) == {"birth"}


def test_a_missing_name_is_said_beside_its_field(forms):
    forms.confirm({**values(forms), "family": ""})

    assert forms.state.complaints == {"family": "A required field is missing: surname."}
    assert forms.state.sheet.path.exists(), "the form of somebody who is not registered is not destroyed"


def test_a_refusal_of_the_whole_may_be_overridden_with_a_reason(forms, stage):
    """Without the guarantor's name nobody answers for the child."""
    given = {**values(forms), **CORRECTED, "guarantor_family": ""}

    forms.confirm(given)
    assert forms.state.may_override
    forms.ask_reason()
    forms.override("mother was here")

    assert stage.said[-1].text == "Registered: Emīls Kalniņš. The form is destroyed."


def test_a_form_that_changed_since_is_not_confirmed(forms, stage):
    forms.state.sheet.path.write_bytes(b"another form")

    forms.confirm({**values(forms), **CORRECTED})

    assert [error.code for error in stage.troubles] == ["form.changed"]
    assert len(forms.state.rows) == 2


def test_files_are_read_and_the_first_of_them_is_shown(forms, stage, tmp_path):
    good = saved(
        tmp_path,
        word_file(table(("Vārds", "Anna"), ("Uzvārds", "Apse"))),
        "apse.docx",
    )
    bad = tmp_path / "notes.docx"
    bad.write_bytes(b"no form")

    forms.read([good, bad])

    assert forms.state.sheet.file == "apse.docx"
    assert [note.text.split(":")[0] for note in forms.state.notes] == ["notes.docx"]
    assert stage.said[-1].text == "1 form was read."


def test_without_a_choice_of_files_nothing_happens(forms, stage):
    forms.read([])

    assert stage.said == []


def test_another_form_is_chosen_from_the_list(forms):
    forms.choose(forms.state.rows[1].draft)

    assert values(forms)["family"] == "Liepa"


def test_a_locked_desk_leaves_no_form_in_sight(forms):
    forms.forget()

    assert (forms.state.rows, forms.state.sheet) == ((), None)


@pytest.fixture
def listed(forms, tmp_path):
    """A list of two people beside the forms of the town, its first person in sight."""
    forms.read([saved(tmp_path, "Vārds;Uzvārds\nAnna;Ozola\nJānis;Ozols\n".encode(), "klase.csv")])
    return forms


def test_one_file_may_be_several_forms_each_by_its_row(listed):
    assert [row.file for row in listed.state.rows[-2:]] == ["klase.csv › 2", "klase.csv › 3"]
    assert listed.state.sheet.file == "klase.csv › 2"


def test_a_form_whose_file_waits_for_others_is_done_all_the_same(listed, stage):
    path = listed.state.sheet.path

    listed.confirm(values(listed))

    assert path.exists()
    assert stage.said[-1].text == "Registered: Anna Ozola. The file stays until 1 more form in it is done."
    assert "Anna Ozola" not in [row.name for row in listed.state.rows]


def test_a_form_is_put_aside_and_the_file_stays_for_the_others(listed, stage):
    path = listed.state.sheet.path

    listed.set_aside()

    assert stage.said[-1].text == "Put aside: Anna Ozola. The file stayed where it was."
    assert [row.name for row in listed.state.rows] == ["Emīls Kalniņš", "Rasma Liepa", "Jānis Ozols"]
    assert path.exists()


def test_the_last_form_put_aside_takes_its_file_along(listed, stage):
    path = listed.state.sheet.path
    listed.confirm(values(listed))
    listed.choose(listed.state.rows[-1].draft)

    listed.set_aside()

    assert stage.said[-1].text == "Put aside: Jānis Ozols. It was the last form of its file, and the file is destroyed."
    assert not path.exists()


def test_what_could_not_be_read_of_the_file_stays_in_sight(forms, tmp_path):
    forms.read(
        [
            saved(
                tmp_path, bytes_of(workbook(("Vārds", "Uzvārds"), ("Anna", "Ozola"), Plāns=(("a", "b"),))), "klase.xlsx"
            )
        ]
    )

    assert [note.text for note in forms.state.notes] == ["No row in Plāns names columns that are known."]


def test_a_draft_that_cannot_be_put_aside_says_why(listed, stage, service):
    listed.set_aside()
    gone = listed.state.sheet.draft
    with service.station.database.writing() as connection:
        connection.execute("DELETE FROM draft WHERE id = ?", (gone,))

    listed.set_aside()

    assert stage.troubles


def test_an_altered_form_draws_attention(forms, tmp_path):
    sheet = word_file(table(("Vārds", "Toms"), ("Uzvārds", "Ozols")))
    path = saved(tmp_path, container({"a.docx": sheet, SIGNATURE: signature({"a.docx": b"other"})}), "anketa.edoc")

    forms.read([path])
    forms.choose(max(row.draft for row in forms.state.rows))

    assert forms.state.rows[-1].tone is Tone.ATTENTION
    assert forms.state.sheet.altered
    assert forms.state.sheet.signature[0] == "Altered since it was signed"


def test_a_form_without_a_signature_says_so(forms):
    assert forms.state.sheet.signature[0] == "Not signed"
    assert not forms.state.sheet.altered


# Who is registered already.


@pytest.fixture
def known(forms, service):
    """The child of the first form is registered already."""
    deed = partial(register_patron, given="Emils", family="Kalnins", birth_on=date(2014, 3, 5))
    service.station.do(partial(deed, override=["GUARANTEE_MISSING"], reason="-"))
    forms.choose(forms.state.rows[1].draft)
    forms.choose(forms.state.rows[0].draft)
    return forms


def test_who_is_registered_already_is_seen_as_soon_as_a_form_is_in_sight(known):
    assert [row.name for row in known.alike.state.rows] == ["Emils Kalnins"]

    known.choose(known.state.rows[1].draft)

    assert known.alike.state.rows == ()


def test_it_is_shown_what_the_form_would_change_for_the_one_who_is_known(known, service):
    known.this_one("1", {**values(known), **CORRECTED})

    sheet = known.state.known
    assert sheet.title == "Registered already: Emils Kalnins"
    assert [(one.label, one.known, one.said) for one in sheet.taken][-1] == ("Guarantor", "–", "Ilze Kalniņa, 28700100")
    assert [(one.label, one.known, one.said) for one in sheet.stays][:2] == [
        ("Given name", "Emils", "Emīls"),
        ("Surname", "Kalnins", "Kalniņš"),
    ]
    assert find_patrons(service.database, "emīls")[0].name == "Emils Kalnins"


def test_the_form_is_entered_for_the_one_who_is_known_and_destroyed(known, service, stage):
    filled, path = {**values(known), **CORRECTED}, known.state.sheet.path
    known.this_one("1", filled)

    known.confirm(filled)

    assert stage.said[-1].text == "Contact data confirmed: Emils Kalnins. The form is destroyed."
    assert [one.name for one in find_patrons(service.database, "emils")] == ["Emils Kalnins"]
    assert not path.exists()
    assert [row.name for row in known.state.rows] == ["Rasma Liepa"]
    assert known.state.known is None


def test_it_is_said_where_nothing_differs(known):
    nothing = dict.fromkeys(values(known), "")

    known.this_one("1", {**nothing, "given": "Emils", "family": "Kalnins"})

    assert (known.state.known.stays, known.state.known.taken) == ((), ())
    assert (known.state.known.doubt, known.state.known.said) == ("", "Nothing differs from what is known")


def test_a_step_back_leads_to_the_fields_again(known):
    known.this_one("1", {**values(known), **CORRECTED})

    known.step_back()

    assert known.state.known is None
    assert [row.name for row in known.alike.state.rows] == ["Emils Kalnins"]


def test_what_a_form_does_not_change_is_settled_on_the_page(known, stage):
    known.this_one("1", {**values(known), **CORRECTED})
    scan = known.state.known.scan

    known.open_person()

    assert stage.went == [("details", scan)]
    assert (known.state.known, known.state.sheet is None) == (None, False)


def test_nothing_is_opened_for_a_digit_of_nobody_or_without_anybody(known, stage):
    known.this_one("3", values(known))
    known.open_person()

    assert (known.state.known, stage.went) == (None, [])


def test_somebody_whom_nothing_looks_like_is_looked_for_and_chosen(known):
    known.seek()
    known.found.find("emils")
    filled = {**values(known), **CORRECTED}

    known.enter_for(known.found.state.rows[0].scan, filled)

    assert known.state.known.title == "Registered already: Emils Kalnins"
    known.step_back()
    assert (known.state.known, known.state.asks_who) == (None, True)
    known.step_back()
    assert not known.state.seeking


def test_nothing_is_entered_before_it_is_said_who_it_is(known, stage):
    known.seek()

    known.confirm({**values(known), **CORRECTED})

    assert (stage.said, known.state.busy) == ([], False)
    assert known.state.sheet.path.exists()


def test_an_impossible_day_brings_the_fields_back_from_the_search(known):
    known.seek()

    known.enter_for("1", {**values(known), "birth": "31.02.2014"})

    assert (known.state.seeking, set(known.state.complaints)) == (False, {"birth"})


def test_another_form_in_sight_ends_the_search_for_the_one_before(known):
    known.seek()
    known.found.find("emils")

    known.choose(known.state.rows[1].draft)

    assert (known.state.seeking, known.found.state.rows) == (False, ())


def test_nobody_is_looked_for_without_a_form(known):
    known.forget()

    known.seek()

    assert not known.state.seeking


def test_an_impossible_day_is_said_before_anything_is_compared(known):
    known.this_one("1", {**values(known), "birth": "31.02.2014"})

    assert (known.state.known, set(known.state.complaints)) == (None, {"birth"})


def test_a_form_that_cannot_be_this_persons_is_refused(known, service, stage):
    service.station.do(partial(register_patron, given="Anna", family="Apse", code=values(known)["code"]))

    known.this_one("1", {**values(known), **CORRECTED})

    assert known.state.known is None
    assert stage.said[-1].tone is Tone.REFUSED


def test_what_is_wrong_with_a_field_brings_the_fields_back(known, service):
    filled = {**values(known), **CORRECTED}
    known.this_one("1", filled)

    known.confirm({**filled, "code": "x"})

    assert (known.state.known, set(known.state.complaints)) == (None, {"code"})


def test_another_form_in_sight_asks_nothing_of_the_one_before(known):
    known.this_one("1", {**values(known), **CORRECTED})

    known.choose(known.state.rows[1].draft)

    assert known.state.known is None


def test_a_form_of_another_person_is_entered_after_the_answer(known, stage):
    filled = {**values(known), **CORRECTED}
    known.confirm(filled, card="2 0099 0002")
    assert (known.state.notes, known.alike.state.asks) == ((), True)

    known.another()
    known.confirm(filled, card="2 0099 0002")

    assert stage.said[-1].text == "Registered: Emīls Kalniņš. The form is destroyed."
