"""Days as they are typed, keys as they are printed, settings as they are changed."""

from datetime import date

import pytest

from app.views.presenters.command import Command
from app.views.presenters.days import NoDay, read_day, written_day
from app.views.presenters.settings import SettingsPresenter


@pytest.mark.parametrize(
    "text", ["05.03.2026", "5.3.2026", "05.03.2026.", "5-3-2026", "05/03/2026", "5 3 2026", " 2026-03-05 "]
)
def test_a_day_is_read_day_first_however_it_is_written(text):
    assert read_day(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["31.02.2026", "5.3.26", "13", "2026", "5 Mar 2026", "00.01.2026", "1.13.2026"])
def test_what_is_no_day_is_never_guessed_at(text):
    with pytest.raises(NoDay):
        read_day(text)


def test_an_empty_field_is_no_day_and_no_mistake():
    assert read_day("  ") is None


def test_a_day_in_a_field_can_be_read_again():
    day = date(2026, 3, 5)

    assert read_day(written_day(day)) == day


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("F2", "F2"),
        ("Shift-F8", "Shift+F8"),
        ("Escape", "Esc"),
        ("Control-Return", "Ctrl+Enter"),
        ("Control-n", "Ctrl+N"),
        ("Control-Key-1", "Ctrl+1"),
        ("Key-1", "1"),
    ],
)
def test_a_key_is_named_as_it_is_printed(key, printed):
    assert Command(id="x", key=key, run=lambda: None).keycap == printed


@pytest.fixture
def changed():
    return []


@pytest.fixture
def settings(service, changed):
    return SettingsPresenter(service, speak=changed.append, darken=changed.append)


def test_another_language_is_kept_and_spoken_at_once(settings, changed):
    settings.set_language("da")

    assert changed == ["da"]
    assert settings.settings.language == "da"


def test_the_language_that_is_spoken_already_changes_nothing(settings, changed):
    settings.set_language("da")
    settings.set_language("da")
    settings.set_language("xx")

    assert changed == ["da"]


def test_another_theme_is_kept_and_shown_at_once(settings, changed):
    settings.set_dark(dark=True)
    settings.set_dark(dark=True)

    assert changed == [True]
    assert settings.settings.dark


def test_sound_is_switched_for_good(settings):
    settings.set_sound(sound=True)

    assert settings.settings.sound
