"""The few texts that Tk and its theme show by themselves, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterator

from babel.dates import get_day_names, get_month_names
from ttkbootstrap.localization import MessageCatalog

from app.words import Words

SHOWN = (
    "All Files",
    "Cancel",
    "Directory:",
    "File already exists. Overwrite?",
    "File name:",
    "Files of type:",
    "Modified",
    "Name",
    "No",
    "OK",
    "Open",
    "Retry",
    "Save As",
    "Search",
    "Select Directory",
    "Selection:",
    "Show hidden files",
    "Size",
    "Submit",
    "Yes",
)
"""Those of the dialogs and menus that can be met in our window; their codes are `tk.<text in small letters>`."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def code_of(text: str) -> str:
    """Return the code of one of Tk's texts."""
    letters = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return "tk." + "-".join(letters.split())


def speak(words: Words) -> None:
    """Have Tk speak the language of `words`."""
    MessageCatalog.set_many(words.language, *(part for pair in _pairs(words) for part in pair))
    MessageCatalog.locale(words.language)


def _pairs(words: Words) -> Iterator[tuple[str, str]]:
    yield from ((text, words(code_of(text))) for text in SHOWN)
    days = get_day_names("short", locale=words.language)
    months = get_month_names("wide", "stand-alone", locale=words.language)
    yield from ((text, days[place].strip(".").capitalize()) for place, text in enumerate(WEEKDAYS))
    yield from ((text, months[place].capitalize()) for place, text in enumerate(MONTHS, start=1))
