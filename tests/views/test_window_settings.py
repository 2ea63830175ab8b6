"""The settings in the real window, with the keyboard alone."""

from dataclasses import replace

from app.settings import Sender
from app.station.post import SMTP
from app.views.screens.settings import CALENDAR, HOURS, PC, POST, RULES


def opened(window):
    window.shell.go("settings")
    window.update()
    window.press("Control-Next")
    assert window.screen.tab == POST
    return window.screen.post


def test_the_page_keys_walk_between_the_tabs(window):
    opened(window)

    window.press("Control-Prior")

    assert window.screen.tab == PC
    assert window.root.focus_get() is window.screen.pc.first


def test_a_mail_server_is_set_and_tried(window):
    post = opened(window)
    post.parts["sender"].buttons[0].focus_set()
    window.update()
    window.press("Return")
    window.pump(lambda: post.is_asking)
    window.update()
    assert window.root.focus_get() is post.question.fields["host"].entry
    window.type("localhost")
    window.press("Return", "Return", "Return")
    window.type("biblioteka")
    window.press("Return")
    window.type("slepens")
    window.press("Return")
    post.question.fields["email"].value = "biblioteka@example.lv"
    window.press("Return")
    window.pump(lambda: post.presenter.state.has_sender)

    assert window.desk.home.settings.load().sender == Sender(
        host="localhost", port=587, user="biblioteka", address="biblioteka@example.lv"
    )
    assert "slepens" not in str(window.texts())
    network, replica = window.desk.worker.call(lambda station: station.identity())
    assert window.desk.world.vault(window.desk.home).password(network, replica, SMTP) == "slepens"
    assert window.root.focus_get() is post.parts["sender"].buttons[0]

    window.desk.home.settings.change(sender=Sender(host="localhost", port=1, address="biblioteka@example.lv"))
    post.parts["sender"].buttons[1].invoke()
    window.pump(lambda: not post.presenter.state.trying)
    window.update()

    assert "Pasta serveris localhost (ports 1) neatbild." in window.texts()


def test_escape_closes_what_is_asked_and_keeps_nothing(window):
    post = opened(window)
    post.parts["mailbox"].buttons[0].invoke()
    window.update()
    window.type("imap")

    window.press("Escape")

    assert not post.is_asking
    assert window.desk.home.settings.load().mailbox is None
    assert window.root.focus_get() is post.parts["mailbox"].buttons[0]


def test_a_half_typed_password_does_not_outlive_a_locked_desk(window):
    post = opened(window)
    post.parts["mailbox"].buttons[0].invoke()
    post.question.fields["mail_password"].value = "slepens"

    window.press("F12")
    window.shell.sign_out()

    assert not post.is_asking
    assert post.question.fields == {}


def test_a_folder_is_chosen_and_this_desk_sends(window, tmp_path):
    post = opened(window)
    post._room = replace(post._room, ask_folder=lambda: tmp_path)
    post.parts["folder"].buttons[0].invoke()
    window.pump(lambda: post.presenter.state.folder)
    post.parts["desk"].buttons[0].invoke()
    window.pump(lambda: post.presenter.state.is_here)
    window.update()

    assert str(tmp_path) in window.texts()
    assert "disabled" in post.parts["desk"].buttons[0].state()
    assert window.desk.home.settings.load().forms_folder == str(tmp_path)


def test_a_server_is_removed_from_where_it_was_set(window):
    window.desk.home.settings.change(sender=Sender(host="smtp.example.org", port=587, address="info@example.org"))
    post = opened(window)
    window.pump(lambda: post.presenter.state.has_sender)
    post.parts["sender"].buttons[2].invoke()
    window.update()
    assert "Noņemt vēstuļu serveri? info@example.org, serveris smtp.example.org" in window.texts()

    window.press("Return")
    window.pump(lambda: not post.presenter.state.has_sender)
    window.update()

    assert window.desk.home.settings.load().sender is None
    assert window.root.focus_get() is post.parts["sender"].buttons[0]
    assert "disabled" in post.parts["sender"].buttons[2].state()


def test_a_term_is_written_with_the_keyboard_alone(window):
    opened(window)
    window.press("Control-Next")
    assert window.screen.tab == RULES
    rules = window.screen.rules

    window.press("F2")
    window.pump(lambda: rules.is_asking)
    window.update()
    window.press("Return")
    window.root.focus_get().delete(0, "end")
    window.type("9")
    window.press("Control-Return")
    window.update()
    window.press("Return")
    window.pump(lambda: not rules.is_asking)

    assert rules.presenter.state.rows[0].value.startswith("9 ")
    assert window.root.focus_get() is rules.panel.table.tree


def test_a_day_is_closed_and_opened_with_the_keyboard_alone(window):
    opened(window)
    window.press("Control-Prior", "Control-Prior")
    assert window.screen.tab == CALENDAR
    calendar = window.screen.calendar
    assert window.root.focus_get() is calendar.grid
    today = calendar.presenter.state.day

    window.press("Next", "Down", "Left")
    day = calendar.presenter.state.day
    assert day > today
    assert calendar.grid.has_focus
    while calendar.presenter.state.told.split(": ")[1] != "atvērts":
        window.press("Right")
    window.press("space")
    if calendar.is_asking:
        window.press("Return")
    window.pump(lambda: calendar.presenter.state.may_open)
    assert window.root.focus_get() is calendar.grid

    window.press("F6")
    window.pump(lambda: not calendar.presenter.state.may_open)


def test_a_click_chooses_a_day_and_a_line_of_the_year_goes_there(window):
    opened(window)
    window.press("Control-Prior", "Control-Prior")
    calendar = window.screen.calendar
    left, top, _, _ = calendar.grid._box(10)

    calendar.grid.event_generate("<Button-1>", x=left + 5, y=top + 5)
    window.update()
    assert calendar.presenter.state.day == calendar.presenter.state.cells[10].day

    calendar.year.tree.focus_set()
    window.update()
    window.press("Down")
    assert calendar.presenter.state.day == calendar.presenter.state.rows[1].first


def test_hours_are_written_with_the_keyboard_alone(window):
    opened(window)
    window.press("Control-Next", "Control-Next")
    assert window.screen.tab == HOURS
    hours = window.screen.hours

    window.press("F2")
    window.pump(lambda: hours.is_asking)
    window.update()
    window.press("Return")
    window.root.focus_get().delete(0, "end")
    window.type("9.00-17.00")
    window.press("Control-Return")
    window.update()
    window.press("Return")
    window.pump(lambda: not hours.is_asking)

    assert "pirmdiena 09:00-17:00" in hours.presenter.state.rows[0].hours
    assert window.root.focus_get() is hours.panel.table.tree
