"""A form becomes a patron, and is no more."""

import pytest

from app.db.drafts import drafts
from app.desk.applications import Application, Unread
from app.desk.outcome import Done, Refused
from app.forms.errors import FormRefused
from app.forms.reading import read_form
from app.station import inbox
from app.station.inbox import DraftUnknown, FormChanged, FormGone, FormNotDestroyed, confirm_form, import_forms
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
    read = read_form(path)
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
        held.setattr(inbox, "_shred", refusing)
        with pytest.raises(FormNotDestroyed):
            confirm_form(station, draft.id, changes={})

    [waiting] = drafts(station.reading)
    assert waiting.patron is not None
    assert waiting.application.fields == {}
    again = confirm_form(station, draft.id, changes={})

    assert again.record.destroyed
    assert len(rows(station, "patron")) == len(rows(station, "form_destruction")) == 1


def refusing(path):
    raise FormNotDestroyed(file=path.name)


def test_the_bytes_of_a_form_are_overwritten_before_it_goes(tmp_path, monkeypatch):
    from pathlib import Path

    path, seen = tmp_path / "anketa.docx", []
    path.write_bytes(b"Ilze Kalnlapa")
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda one, **_: (seen.append(one.read_bytes()), unlink(one)))

    inbox._shred(path)

    assert seen == [bytes(13)]
    inbox._shred(path)


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
