"""What holds on every screen of the real window: its keys, its frame, its language, its theme, and its end."""

import json
import threading

import pytest

from app import bootstrap
from app.db.drafts import drafts
from app.desk.checkin import check_in
from app.desk.outcome import Touched
from app.station.inbox import set_aside_form
from app.sync.errors import FolderUnreachable
from app.views.presenters.line import Tone
from app.views.presenters.news import SyncNews
from app.views.presenters.registration import GUARANTOR
from app.views.screens.registry import SCREENS
from app.views.screenshots.people import LATVIAN as TOWN
from app.views.screenshots.town import PASSWORD
from app.words import LANGUAGES, Words
from tests.views.window import Window

ELINA = TOWN.people[0].card


# Who works here.


def test_a_training_network_is_marked_before_and_after_signing_in(closed_door):
    mark = "  MĀCĪBU TĪKLS – šeit nekas nav pa īstam"
    assert mark in closed_door.texts()

    closed_door.sign_in()

    for screen in SCREENS:
        closed_door.shell.go(screen.id)
        closed_door.update()
        assert mark in closed_door.texts(), screen.id


def test_f12_locks_and_nothing_of_a_patron_stays_in_sight(window):
    window.scan(ELINA)

    window.press("F12")

    texts = " ".join(window.texts())
    assert "Bērziņa" not in texts
    assert "Mātes piens" not in texts
    assert window.shell.service.acting is None
    assert window.root.focus_get() is window.shell.sign_in.password.entry


def test_a_locked_desk_does_nothing_until_somebody_signs_in(window):
    window.press("F12")

    window.press("F5", "Control-2", "F6")

    assert not window.shell.frame.is_shown


def test_who_locked_the_desk_finds_it_as_it_was(window):
    window.scan(ELINA)
    window.press("F12")

    window.sign_in()

    assert window.state.patron.name == "Elīna Bērziņa"


def test_who_signs_out_leaves_a_cleared_desk(window):
    window.scan(ELINA)
    window.shell.sign_out()
    window.update()

    window.sign_in()

    assert window.state.patron is None


def test_the_password_is_checked_beside_the_window(closed_door):
    """It takes a tenth of a second on purpose; the window stays awake meanwhile."""
    presenter = closed_door.shell.signing_in

    presenter.sign_in("inga", PASSWORD)

    assert presenter.state.busy
    closed_door.pump(lambda: not presenter.state.busy)


# Keys.


def test_f1_shows_every_key_and_takes_it_away_again(window):
    window.press("F1")
    texts = window.texts()
    assert {"F2", "F8", "Shift+F9", "Ctrl+8", "Izdarīt tik un tā"} <= set(texts)

    window.press("F2")
    assert window.shell.frame.help.is_open, "only closing it may be done"
    window.press("Escape")

    assert not window.shell.frame.help.is_open


def test_f7_asks_for_a_round_at_once(window):
    window.pump(lambda: window.shell.presenter.state.sync_tone is Tone.OK)
    rounds = []
    window.desk.syncer.tell = lambda status, tables: rounds.append(status)

    window.press("F7")

    window.pump(lambda: any(not status.busy for status in rounds))


@pytest.mark.parametrize("place", range(len(SCREENS)))
def test_ctrl_and_a_digit_go_to_a_screen(window, place):
    window.press(f"Control-{(place + 1) % 10}")

    assert window.shell.chosen == SCREENS[place].id


def test_the_keys_of_the_desk_lead_back_to_it(window):
    window.press("Control-6")

    window.press("F3")

    assert window.shell.chosen == "desk"
    assert window.state.mode.value == "return"


def test_f5_searches_a_patron_by_name_and_ctrl_enter_opens_the_desk(window):
    window.press("F5")
    window.type("marta")
    window.press("Return")
    window.pump(lambda: window.screen.presenter.state.details is not None)

    window.press("Control-Return")

    assert window.shell.chosen == "desk"
    assert window.state.patron.name == "Marta Bērziņa"


def test_a_patron_is_registered_with_the_keyboard_alone(window):
    window.press("F5", "Control-n")
    for text in ("Rasma", "Liepa", "02.12.1967"):
        window.type(text)
        window.press("Return")

    window.press("Control-Return")
    window.pump(lambda: window.shell.chosen == "desk")

    assert window.state.patron.name == "Rasma Liepa"
    window.press("Control-2")
    assert window.root.focus_get() is window.screen.search
    assert not any(window.screen.form.values[name] for name in ("given", "family", "birth"))


def test_a_form_that_was_left_for_another_screen_is_gone_on_with(window):
    window.press("F5", "Control-n")
    window.type("Rasma")

    window.press("Control-4", "Control-2")

    assert window.root.focus_get() is window.screen.form.fields["family"].entry
    assert window.screen.form.values["given"] == "Rasma"


def test_enter_walks_through_the_whole_form_for_a_patron_and_begins_again(window):
    window.press("F5", "Control-n")
    fields = window.screen.form.fields
    stops = {str(getattr(field, "entry", None) or field.box): name for name, field in fields.items()}
    walked = []
    while (name := stops[str(window.root.focus_get())]) not in walked:
        walked.append(name)
        window.press("Return")

    assert name == "given"
    assert walked == [name for name in fields if name not in GUARANTOR]


def test_a_child_is_registered_as_one_without_a_choice(window):
    window.press("F5", "Control-n")
    values = {"given": "Emils", "family": "Liepa", "birth": "05.03.2014", "guarantor_family": "Liepa"}
    for name, value in values.items():
        window.screen.form.fields[name].value = value

    window.press("Control-Return")
    window.pump(lambda: window.shell.chosen == "desk")

    assert "Bērns" in window.texts()


def test_what_was_said_on_one_screen_is_not_said_on_the_next(window):
    window.press("F5", "Control-n", "Control-Return")
    window.pump(lambda: window.screen.registration.state.complaints)

    window.press("Control-4")

    assert "Gatavs" in window.texts()


def test_what_is_missing_gets_the_focus(window):
    window.press("F5", "Control-n")
    window.type("Rasma")

    window.press("Control-Return")
    window.pump(lambda: window.screen.registration.state.complaints)

    assert window.root.focus_get() is window.screen.form.fields["family"].entry
    window.press("Escape")
    assert not window.screen.form.frame.winfo_manager()


def test_a_copy_is_added_with_the_keyboard_alone(window):
    window.press("Control-4", "Control-n")
    for text in ("LV-9000", "Straumeni", "Virza"):
        window.type(text)
        window.press("Return")

    window.press("Control-Return")
    window.pump(lambda: window.screen.presenter.state.copies)

    assert [copy.barcode for copy in window.screen.presenter.state.copies] == ["LV-9000"]
    assert window.screen.search.get() == "Straumeni"


def test_one_key_settles_a_task(window):
    window.press("Control-5")
    assert len(window.screen.presenter.state.tasks) == 2

    window.press("1")
    window.pump(lambda: len(window.screen.presenter.state.tasks) == 1)

    window.pump(lambda: "  Uzdevumi  ·  1" in window.texts())


def test_a_form_is_entered_with_one_key(window):
    window.press("Control-3")
    window.screen.table.tree.selection_set(window.screen.table.tree.get_children()[1])
    window.update()
    assert window.screen.presenter.state.sheet.file == "anketa Liepa.docx"

    window.screen._keep.set(True)
    window.press("Control-Return")

    window.pump(lambda: len(window.screen.presenter.state.rows) == 1)


def test_where_no_form_waits_it_says_so_at_first_sight(window):
    window.desk.worker.call(lambda station: [set_aside_form(station, one.id) for one in drafts(station.database)])

    window.press("Control-3")

    assert "Neviena anketa negaida" in window.texts()
    assert "Atvērt anketu" not in " ".join(window.texts())


def test_a_report_is_saved_and_offered_to_be_opened(window, tmp_path):
    window.press("Control-6")
    file = tmp_path / "day.xlsx"
    window.screen._room = replaced(window.screen._room, ask_save=lambda _: file)

    window.press("Control-s")
    window.pump(lambda: window.screen.presenter.state.written)

    assert file.read_bytes()[:2] == b"PK"
    assert any("Atvērt failu" in text for text in window.texts())


def replaced(room, **changes):
    from dataclasses import replace

    return replace(room, **changes)


# News from elsewhere.


def test_what_another_desk_did_is_shown_at_once(window):
    """A return at another branch comes with a merge; the patron at this desk is shown without it."""
    window.scan(ELINA)
    assert len(window.state.loans) == 6
    window.desk.worker.call(lambda station: station.do(check_in, item=TOWN.barcode(3)))

    window.shell.heard(SyncNews(), frozenset({Touched.LOAN}))

    window.pump(lambda: len(window.state.loans) == 5)


def test_a_folder_out_of_reach_is_told_in_the_pill_and_stops_nothing(window):
    window.shell.heard(SyncNews(waiting=3, trouble=FolderUnreachable(folder="")), frozenset())
    assert " Bezsaistē  ·  gaida 3" in window.texts()

    window.scan(ELINA)

    assert window.state.patron is not None


def test_our_mistake_is_told_in_the_window_and_the_desk_goes_on(window):
    window.root.after(1, lambda: 1 / 0)
    window.pump(lambda: window.troubles)

    assert isinstance(window.troubles.pop(), ZeroDivisionError)
    assert any("tā nav jūsu vaina" in text for text in window.texts())
    window.shell.frame.hide_banner()
    window.scan(ELINA)
    assert window.state.patron is not None


def test_the_same_mistake_again_is_not_shown_again_at_once(window):
    window.shell.trouble(RuntimeError("disk"))
    window.shell.frame.hide_banner()

    window.shell.trouble(RuntimeError("disk"))
    window.troubles.clear()

    assert window.shell.frame.banner.text == ""


# Looks.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_speaks_every_language(home, world, language):
    window = Window.open(home, world, language)
    window.sign_in()
    words = Words(language)

    for screen in SCREENS:
        window.shell.go(screen.id)
        window.update()
        texts = window.texts()
        assert f"  {words(f'shell.screen.{screen.id}')}" in " · ".join(texts)
        assert not [text for text in texts if text.startswith(("desk.", "shell.", "patrons.", "command.", "column."))]

    window.close()
    assert window.troubles == []


def test_another_language_is_spoken_at_once_and_kept(window):
    window.press("Control-9")

    window.screen._room.settings.set_language("da")
    window.update()

    assert "Indstillinger" in window.texts()
    assert window.root.tk.call("::msgcat::mc", "Cancel") == "Annuller"
    assert window.shell.service.settings.load().language == "da"
    window.press("Control-1")
    window.scan(ELINA)
    assert window.state.line.text == "Elīna Bērziņa · 6 lån"


def test_the_dark_theme_reaches_what_tk_does_not_repaint_itself(window):
    window.scan(ELINA)
    tree = window.screen.loans.loans.tree
    before = str(tree.tag_configure("refused", "foreground"))

    window.shell.darken(True)
    window.update()

    assert str(tree.tag_configure("refused", "foreground")) != before
    assert window.root.theme_mode == "dark"


def test_space_presses_the_button_with_the_focus(window):
    window.press("Control-0", "Control-Next", "Tab", "space")

    window.pump(lambda: window.screen.post.is_asking)


def test_tab_stops_at_fields_buttons_and_tables_and_at_nothing_else(window):
    window.scan(ELINA)
    reached = []
    for _ in range(30):
        window.root.focus_get().event_generate("<Tab>")
        window.update()
        reached.append(window.root.focus_get())

    assert {widget.winfo_class() for widget in reached} <= {"TEntry", "TButton", "TRadiobutton", "Treeview"}
    assert window.screen.scan.field in reached
    assert window.screen.loans.loans.tree in reached


# The end.


def test_the_window_closes_and_leaves_no_thread(home, world):
    before = set(threading.enumerate())
    window = Window.open(home, world)
    window.sign_in()
    window.scan(ELINA)

    window.close()

    left = [thread for thread in set(threading.enumerate()) - before if thread.is_alive()]
    for thread in left:
        thread.join(2)
    assert [thread.name for thread in left if thread.is_alive()] == []


def test_the_window_comes_back_where_it_was(home, world):
    window = Window.open(home, world)
    window.root.geometry("1200x760+20+10")
    window.pump(lambda: window.root.winfo_width() == 1200)
    window.close()
    assert json.loads(home.settings.path.read_text())["window"].startswith("1200x760+20+10")

    again = Window.open(home, world)
    again.update()
    place = again.root.geometry()
    again.close()

    assert place == "1200x760+20+10"


def test_without_a_screen_the_command_says_so(home, world, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_display", lambda: False)

    with pytest.raises(bootstrap.NoDisplay):
        bootstrap.open_desk(home, world, Words("en"))


def test_a_copy_is_told_otherwise_on_the_stock_by_keyboard(window):
    window.press("Control-4")
    window.type(TOWN.barcode(4))
    window.press("Return")
    window.pump(lambda: window.screen.presenter.state.copy)

    window.press("F2")
    fields = window.screen.question.fields
    assert window.root.focus_get() is fields["material"].box
    fields["department"].value = "Lasītava"
    window.press("Control-Return")
    window.pump(lambda: window.screen.presenter.state.copies[0].department == "Lasītava")

    assert window.root.focus_get() is window.screen.copies.tree
    window.press("F8")
    assert any("Ziņot par eksemplāru" in text for text in window.texts())
    window.press("Escape")
    assert not window.screen.presenter.state.asked.is_open
