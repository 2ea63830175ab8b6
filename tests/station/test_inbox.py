"""A form becomes a patron, and is no more."""

from dataclasses import replace
from datetime import date

import pytest

from app.db.drafts import drafts
from app.db.queries.forms import forms_not_destroyed
from app.desk.applications import Application, Unread
from app.desk.network import change_setting
from app.desk.outcome import Done, Refused
from app.desk.patrons import register_patron
from app.forms.errors import FormRefused
from app.forms.reading import read_form
from app.station import doctor, inbox
from app.station.backups import back_up
from app.station.inbox import (
    DraftRegistered,
    DraftUnknown,
    FormChanged,
    FormGone,
    FormNotDestroyed,
    compare_draft,
    confirm_form,
    import_forms,
    set_aside_form,
)
from tests.forms.sheets import line, table, word_file

ADULT = (line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa"), ("Krāsa", "zila")))
CHILD = (
    line("Anketa - galvojums"),
    table(("Bērna vārds, uzvārds", "Toms Kalnlapa"), ("Bērna dzimšanas datums", "05.05.2015."),
          ("Vecāka vārds, uzvārds", "Ilze Kalnlapa"), ("Vecāka tālruņa numurs", "2612 3456")),
)  # fmt: skip


@pytest.fixture
def form(tmp_path):
    def saved(blocks=ADULT, name="anketa.docx"):
        path = tmp_path / name
        path.write_bytes(word_file(*blocks))
        return path

    return saved


def imported(station, *paths):
    return import_forms(station, paths, read_form)


def only_draft(station, path):
    [draft] = imported(station, path).drafts
    return draft


def rows(station, table_name):
    return station.reading.connection.execute(f"SELECT * FROM {table_name}").fetchall()


def test_a_form_is_read_and_nobody_is_registered_yet(station, form):
    draft = only_draft(station, form())

    assert (draft.application.kind, draft.application.fields["family"]) == ("adult", "Kalnlapa")
    assert draft.application.unread == (Unread(label="Krāsa", value="zila"),)
    assert rows(station, "patron") == []


def test_a_draft_comes_back_as_it_was_read(station, form):
    path = form(CHILD)
    [read] = read_form(path)
    only_draft(station, path)

    [kept] = drafts(station.reading)

    assert kept.application == read
    assert isinstance(kept.application, Application)


def test_a_confirmed_form_is_a_patron_and_is_destroyed(station, form):
    path = form()
    draft = only_draft(station, path)

    outcome = confirm_form(station, draft.id, changes={"phone": "2612 3456"}, card_number="P1")

    [patron] = rows(station, "patron")
    destruction = station.reading.connection.execute(
        "SELECT form_kind, file_kind, staff, at_ms FROM form_destruction"
    ).fetchall()
    assert isinstance(outcome, Done)
    assert outcome.record.destroyed
    assert {"Ilze", "Kalnlapa", "26123456"} <= set(patron)
    assert destruction == [("adult", "docx", station.acting.staff, station.world.clock.wall_ms())]
    assert not path.exists()
    assert drafts(station.reading) == []


def test_the_record_of_a_destruction_says_nothing_of_the_form(station, form):
    confirm_form(station, only_draft(station, form()).id, changes={})

    assert "Kalnlapa" not in str(rows(station, "form_destruction"))


def test_a_remote_registration_is_recorded_as_one(station, form):
    confirm_form(station, only_draft(station, form()).id, changes={})

    assert station.reading.connection.execute("SELECT channel FROM registration").fetchall() == [("remote",)]


def test_a_child_comes_with_its_guarantor(station, form):
    confirm_form(station, only_draft(station, form(CHILD)).id, changes={})

    guarantee = station.reading.connection.execute("SELECT given, family, phone FROM guarantee").fetchall()
    assert guarantee == [("Ilze", "Kalnlapa", "26123456")]


def test_a_guarantor_who_says_no_is_none(station, form):
    outcome = confirm_form(station, only_draft(station, form(CHILD)).id, changes={"consent": "no"})

    assert [block.why for block in outcome.blocks] == ["GUARANTEE_MISSING"]
    assert rows(station, "patron") == []


def test_a_refused_confirmation_leaves_everything(station, form):
    path = form()
    draft = only_draft(station, path)

    outcome = confirm_form(station, draft.id, changes={"family": "", "birth": "never", "consent": "perhaps"})

    assert isinstance(outcome, Refused)
    assert path.exists()
    assert [one.id for one in drafts(station.reading)] == [draft.id]


def test_a_form_may_be_kept(station, form):
    path = form()

    outcome = confirm_form(station, only_draft(station, path).id, changes={}, keep=True)

    assert not outcome.record.destroyed
    assert path.exists()
    assert rows(station, "form_destruction") == []
    assert drafts(station.reading) == []


def test_a_form_that_was_changed_since_is_looked_at_again(station, form):
    path = form()
    draft = only_draft(station, path)
    form(CHILD)

    with pytest.raises(FormChanged):
        confirm_form(station, draft.id, changes={})
    assert rows(station, "patron") == []


def test_a_form_that_is_gone_registers_nobody_unawares(station, form):
    path = form()
    draft = only_draft(station, path)
    path.unlink()

    with pytest.raises(FormGone):
        confirm_form(station, draft.id, changes={})
    assert rows(station, "patron") == []
    assert not confirm_form(station, draft.id, changes={}, keep=True).record.destroyed


def test_a_file_that_another_program_holds_is_destroyed_later_and_the_person_registered_once(
    station, form, monkeypatch
):
    draft = only_draft(station, form())
    with monkeypatch.context() as held:
        held.setattr(inbox, "shred", refusing)
        with pytest.raises(FormNotDestroyed):
            confirm_form(station, draft.id, changes={})

    [waiting] = drafts(station.reading)
    assert waiting.patron is not None
    assert waiting.application.fields == {}
    again = confirm_form(station, draft.id, changes={})

    assert again.record.destroyed
    assert len(rows(station, "patron")) == len(rows(station, "form_destruction")) == 1


def refusing(path):
    raise PermissionError


def test_a_folder_is_imported_form_by_form(station, form, tmp_path):
    form(name="b.docx")
    form(CHILD, name="a.docx")
    (tmp_path / "~$a.docx").write_bytes(b"owner")
    (tmp_path / "notes.txt").write_text("not a form", encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")

    done = imported(station, tmp_path)

    assert [draft.path.name for draft in done.drafts] == ["a.docx", "b.docx"]
    assert [(one.path.name, isinstance(one.error, FormRefused)) for one in done.refused] == [("broken.docx", True)]
    assert (tmp_path / "broken.docx").exists()


def test_the_same_file_again_is_one_draft(station, form):
    path = form()
    only_draft(station, path)
    only_draft(station, path)

    assert len(drafts(station.reading)) == 1


def test_a_draft_that_is_none_is_named(station):
    with pytest.raises(DraftUnknown):
        confirm_form(station, 7, changes={})


CLASS = "Vārds;Uzvārds\nIlze;Kalnlapa\nToms;Kalnlapa\nRasma;Liepa\n"


@pytest.fixture
def three(station, tmp_path):
    path = tmp_path / "klase.csv"
    path.write_text(CLASS, encoding="utf-8")
    return [one.id for one in imported(station, path).drafts], path


def confirmed(station, draft, **how):
    return confirm_form(station, draft, changes={}, **how).record


def test_a_file_with_several_forms_goes_with_the_last_of_them(station, three):
    (ilze, toms, rasma), path = three

    first, second = confirmed(station, ilze), confirmed(station, rasma)
    assert [(one.destroyed, one.beside) for one in (first, second)] == [(False, 2), (False, 1)]
    assert path.exists()
    assert rows(station, "form_destruction") == []

    assert confirmed(station, toms).destroyed
    assert not path.exists()
    assert drafts(station.reading) == []
    assert len(rows(station, "form_destruction")) == len(rows(station, "patron")) == 3


def test_a_form_that_is_put_aside_keeps_its_file_no_longer(station, three):
    (ilze, toms, rasma), path = three
    confirmed(station, ilze)

    assert not set_aside_form(station, toms)
    assert path.exists()
    assert set_aside_form(station, rasma)
    assert not path.exists()
    assert len(rows(station, "form_destruction")) == len(rows(station, "patron")) == 1


def test_a_file_nobody_came_from_stays(station, three):
    ids, path = three

    assert [set_aside_form(station, one) for one in ids] == [False] * 3
    assert path.exists()
    assert drafts(station.reading) == []


def test_who_is_registered_cannot_be_put_aside(station, three):
    (ilze, *_), _ = three
    confirmed(station, ilze)

    with pytest.raises(DraftRegistered):
        set_aside_form(station, ilze)


def test_a_file_that_was_changed_is_not_destroyed_by_putting_its_last_form_aside(station, three):
    (ilze, toms, rasma), path = three
    confirmed(station, ilze)
    set_aside_form(station, toms)
    path.write_text(CLASS + "Emīls;Lapa\n", encoding="utf-8")

    with pytest.raises(FormChanged):
        set_aside_form(station, rasma)
    assert path.exists()


def test_the_same_file_again_brings_nobody_back_who_is_registered(station, three):
    (ilze, *_), path = three
    confirmed(station, ilze)

    again = imported(station, path).drafts

    assert [one.application.fields.get("given") for one in again] == [None, "Toms", "Rasma"]
    assert again[0].patron is not None
    assert len(drafts(station.reading)) == 3


def test_the_doctor_says_nothing_of_a_file_that_waits_for_its_other_forms(station, three, monkeypatch):
    (ilze, toms, rasma), _ = three
    confirmed(station, ilze)
    assert list(doctor._drafts(station)) == []

    set_aside_form(station, toms)
    monkeypatch.setattr(inbox, "shred", refusing)
    with pytest.raises(FormNotDestroyed):
        confirmed(station, rasma)
    assert [one.code for one in doctor._drafts(station)] == [doctor.FORM_NOT_DESTROYED] * 2


# What is recorded of a form, and what goes with it.


def standings(station, *, kept=True):
    found = forms_not_destroyed(station.reading, station.today(), kept=kept)
    return [(one.kind, one.standing, one.number != "") for one in found]


def test_a_form_is_on_the_list_until_it_is_destroyed(station, form):
    draft = only_draft(station, form())
    assert standings(station) == [("adult", "received", False)]

    confirm_form(station, draft.id, changes={})

    assert standings(station) == []
    steps = station.reading.connection.execute(
        "SELECT f.form_kind, f.file_kind, f.channel, f.received_on, f.signature, s.step FROM form_receipt f"
        " JOIN form_step s ON s.form_receipt = f.id JOIN form_destruction d ON d.form_receipt = f.id"
    ).fetchall()
    assert steps == [("adult", "docx", "file", "2026-03-02", "none", "checked")]


def test_a_form_whose_file_is_still_there_waits_to_be_destroyed(station, form, monkeypatch):
    draft = only_draft(station, form())
    monkeypatch.setattr(inbox, "shred", refusing)

    with pytest.raises(FormNotDestroyed):
        confirm_form(station, draft.id, changes={})

    assert standings(station) == [("adult", "to_destroy", True)]


def test_a_guarantee_is_kept_until_the_rules_say_otherwise(station, form):
    path = form(CHILD)
    kept = confirm_form(station, only_draft(station, path).id, changes={}).record
    assert (kept.kept, kept.destroyed, path.exists()) == (True, False, True)
    assert standings(station) == [("guarantee", "kept", True)]
    assert standings(station, kept=False) == []

    station.do(change_setting, key="destroy_guarantees", value="1")
    gone = confirm_form(station, only_draft(station, path).id, changes={"given": "Jānis"}).record

    assert (gone.kept, gone.destroyed, path.exists()) == (False, True, False)


def test_the_rules_of_the_library_give_way_to_whoever_confirms(station, form):
    path = form(CHILD)

    assert confirm_form(station, only_draft(station, path).id, changes={}, keep=False).record.destroyed
    assert not path.exists()


def test_a_file_that_holds_a_form_that_is_kept_is_kept(station, three):
    (ilze, toms, rasma), path = three

    first = confirmed(station, ilze, keep=True)
    assert (first.kept, first.beside) == (False, 2)
    confirmed(station, toms)
    last = confirmed(station, rasma)

    assert (last.kept, last.destroyed, path.exists()) == (True, False, True)
    assert rows(station, "form_destruction") == []
    assert [standing for _, standing, _ in standings(station)] == ["kept"] * 3
    assert drafts(station.reading) == []


def test_copies_on_this_pc_go_with_the_form(station, form, tmp_path):
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    world = replace(station.world, scratch=(downloads,))
    path = form()
    for copy in (downloads / "anketa (1).docx", tmp_path / "kopija.docx", tmp_path / "~$anketa.docx"):
        copy.write_bytes(path.read_bytes())
    (tmp_path / "cita.docx").write_bytes(b"another")

    done = confirm_form(replace(station, world=world), only_draft(station, path).id, changes={}).record

    assert (done.copies, done.left) == (3, ())
    assert sorted(one.name for one in tmp_path.rglob("*.docx")) == ["cita.docx"]


def test_a_copy_that_waits_as_a_draft_stays(station, form):
    path, copy = form(), form(name="otra.docx")
    first = only_draft(station, path)
    only_draft(station, copy)

    confirm_form(station, first.id, changes={})

    assert copy.exists()


def test_a_copy_that_another_program_holds_is_named(station, form, monkeypatch):
    path, copy = form(), form(name="kopija.docx")
    draft = only_draft(station, path)
    monkeypatch.setattr(inbox, "shred", lambda one: refusing(one) if one == copy else one.unlink())

    done = confirm_form(station, draft.id, changes={}).record

    assert (done.destroyed, done.copies, done.left) == (True, 0, (copy,))


def test_a_backup_holds_nothing_of_a_form_that_waits(station, form):
    only_draft(station, form())
    path = back_up(station.database, station.home, station.world)

    assert b"Kalnlapa" in station.home.database.read_bytes() + wal(station)
    assert b"Kalnlapa" not in path.read_bytes()


def wal(station):
    return station.home.database.with_name("lete.db-wal").read_bytes()


# Somebody who is registered already.


@pytest.fixture
def known(station):
    return station.do(register_patron, given="Ilze", family="Kalnlapa", card="P1").record.patron


def test_a_form_of_somebody_known_makes_nobody_new_and_is_destroyed(station, form, known):
    path = form()
    draft = only_draft(station, path)

    compared = compare_draft(station, draft.id, known="P1", changes={"phone": "2612 3456"})
    outcome = confirm_form(station, draft.id, known="P1", changes={"phone": "2612 3456"})

    assert [one.field for one in compared.record.differences] == ["phone"]
    assert (outcome.record.registered.patron, outcome.record.registered.number) == (known, "P1")
    assert outcome.record.differences == compared.record.differences
    assert len(rows(station, "patron")) == 1
    assert not path.exists()
    assert drafts(station.reading) == []
    assert forms_not_destroyed(station.reading, today=station.today()) == []
    receipts = station.reading.connection.execute(
        "SELECT r.patron, d.form_receipt = r.id FROM form_receipt r JOIN form_destruction d ON d.patron = r.patron"
    ).fetchall()
    assert receipts == [(known, 1)]


def test_a_guarantee_of_a_known_child_is_kept_with_its_receipt(station, form):
    born = date(2015, 5, 5)
    child = {"given": "Toms", "family": "Kalnlapa", "birth_on": born, "card": "P2"}
    station.do(register_patron, **child, override={"GUARANTEE_MISSING"}, reason="-")
    path = form(CHILD)

    outcome = confirm_form(station, only_draft(station, path).id, known="P2", changes={})

    assert outcome.record.kept
    assert path.exists()
    assert drafts(station.reading) == []
    assert station.reading.connection.execute("SELECT family FROM guarantee").fetchall() == [("Kalnlapa",)]
    assert station.reading.connection.execute("SELECT step FROM form_step ORDER BY id").fetchall() == [
        ("checked",), ("kept",),
    ]  # fmt: skip


def test_a_form_refused_for_somebody_known_stays_a_draft(station, form, known):
    path = form()
    draft = only_draft(station, path)

    refused = confirm_form(station, draft.id, known="P9", changes={"phone": "2612 3456"})

    assert isinstance(refused, Refused)
    assert path.exists()
    assert [one.patron for one in drafts(station.reading)] == [None]
