"""Registering by keyboard on the real window: in person, a child, and by mail from afar (L-05, L-21, L-38, D-04)."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from app.views.presenters.registration import GUARANTOR
from app.views.widgets.fields import Choice
from tests.forms.sheets import line, table, word_file
from tests.views.stories import everything_is_sent, look

BOTH = pytest.mark.parametrize(
    ("homes", "language", "scale"),
    [("valmiera", "lv", 1), ("hjorring", "da", 2)],
    ids=["Latvian", "Danish at 200 %"],
    indirect=["homes"],
)
FORM = {
    "lv": (
        line("Lietotāja reģistrācijas anketa"),
        table(("Vārds, uzvārds", "Ilze Kalnlapa"), ("Dzimšanas datums", "16.11.1975."), ("Tālrunis", "2612 3456")),
    ),
    "da": (
        line("Indmeldelse i biblioteket"),
        table(
            ("Fornavn", "Ilze"), ("Efternavn", "Kalnlapa"), ("Fødselsdato", "16-11-1975"), ("Telefon", "26 12 34 56")
        ),
    ),
}
ADULT = {
    "given": "Anna",
    "family": "Liepa",
    "birth": "5.3.1984",
    "document": "p",
    "card": "2000024",
    "phone": "26 12 34 57",
}
CHILD = {
    "given": "Emils",
    "family": "Liepa",
    "birth": "5.3.2016",
    "document": "p",
    "card": "2000031",
    "guarantor_given": "Anna",
    "guarantor_family": "Liepa",
    "guarantor_phone": "26 12 34 57",
    "guarantor_document": "p",
}


def begin_registering(window):
    window.press("Control-2", "Control-n")
    window.pump(window.screen.form.frame.winfo_viewable)


def fill(window, values):
    """Type from field to field, as on the paper: Enter goes on, past what stays empty, too."""
    fields = window.screen.form.fields
    names = list(fields)
    last = max(values, key=names.index)
    for name in names[: names.index(last) + 1]:
        field = fields[name]
        widget = field.box if isinstance(field, Choice) else field.entry
        if name in GUARANTOR and not widget.winfo_ismapped():
            continue
        window.pump(lambda widget=widget: window.root.focus_get() is widget)
        if name in values:
            window.type(values[name])
        if name != last:
            window.press("Return")


def register(window, values):
    begin_registering(window)
    fill(window, values)


def finish(window, name):
    """Register whom the form describes: the desk opens with them."""
    window.press("Control-Return")
    window.pump(lambda: window.shell.chosen == "desk" and window.state.patron.name == name)


def mailed(path, form):
    """Write a letter with a form, as somebody sent it."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "ilze@example.org", "Anketa"
    letter.set_content("Pielikumā.")
    letter.add_attachment(
        form, maintype="application", subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="anketa.docx",
    )  # fmt: skip
    path.write_bytes(letter.as_bytes())
    return path


@pytest.mark.timeout(600)
@BOTH
def test_an_adult_and_a_child_are_registered_without_a_mouse(homes, language, scale, windows):
    window = windows(homes[0], language, scale)

    register(window, ADULT)
    look(window, f"{language}-registering-1-adult")
    finish(window, "Anna Liepa")
    look(window, f"{language}-registering-2-adult-done")
    register(window, CHILD)
    look(window, f"{language}-registering-3-child")
    finish(window, "Emils Liepa")
    look(window, f"{language}-registering-4-child-done")

    assert "Anna Liepa" in window.state.patron.guarantor


@pytest.mark.timeout(600)
@BOTH
def test_who_registered_from_afar_shows_a_document_at_the_branch_they_come_to(
    homes, language, scale, windows, tmp_path
):
    letter = mailed(tmp_path / "anketa.eml", word_file(*FORM[language]))
    here = windows(homes[0], language, scale)
    here.press("Control-3")
    here.screen._room = replace(here.screen._room, ask_files=lambda: [letter])
    here.press("Control-o")
    here.pump(lambda: here.screen.presenter.state.sheet is not None)
    look(here, f"{language}-remote-1-form")
    here.press("Control-Return")
    here.pump(lambda: not letter.exists())
    everything_is_sent(here)
    here.close()

    there = windows(homes[1], language, scale)
    there.press("F7")
    there.pump(lambda: there.shell.service.database.connection.execute("SELECT count(*) FROM patron").fetchone()[0])
    there.type("kalnl")
    there.pump(lambda: there.state.found is not None)
    there.press("Return")
    there.pump(lambda: there.state.patron is not None)
    look(there, f"{language}-remote-2-first-visit")
    assert there.state.patron.identity_due

    there.press("Shift-F11")
    look(there, f"{language}-remote-3-document")
    there.press("1", "Return")
    there.pump(lambda: not there.state.patron.identity_due)
    look(there, f"{language}-remote-4-seen")
