"""The main job by keyboard on two real windows: a form becomes a patron who borrows here, and returns there."""

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests.forms.sheets import line, table, word_file
from tests.views.stories import everything_is_sent, look

CARD, COPY = "2000017", "LV-1"

LATVIAN_FORM = (
    line("Lietotāja reģistrācijas anketa"),
    table(
        ("Vārds, uzvārds", "Ilze Kalnlapa"),
        ("Dzimšanas datums", "16.11.1975."),
        ("Tālrunis", "2612 3456"),
        ("Mīļākā krāsa", "zila"),
    ),
)
DANISH_FORM = (
    line("Indmeldelse i biblioteket"),
    table(("Fornavn", "Ida"), ("Efternavn", "Holm"), ("Fødselsdato", "16-11-1975"), ("Yndlingsfarve", "blå")),
)


def add_a_copy(window):
    window.press("Control-4", "Control-n")
    for text in (COPY, "Straumeni", "Virza"):
        window.type(text)
        window.press("Return")
    window.press("Control-Return")
    window.pump(lambda: window.screen.presenter.state.copies)


def register_by_form(window, form):
    window.press("Control-3")
    window.screen._room = replace(window.screen._room, ask_files=lambda: [form])
    window.press("Control-o")
    window.pump(lambda: window.screen.presenter.state.sheet is not None)
    window.screen.card.focus_set()
    window.pump(lambda: window.root.focus_get() is window.screen.card)
    window.type(CARD)
    window.pump(lambda: window.screen.card.get() == CARD)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("homes", "language", "scale", "sheet"),
    [("valmiera", "lv", 1, LATVIAN_FORM), ("hjorring", "da", 2, DANISH_FORM)],
    ids=["Latvian", "Danish at 200 %"],
    indirect=["homes"],
)
def test_a_form_becomes_a_patron_who_borrows_here_and_returns_there(homes, language, scale, sheet, windows, tmp_path):
    form = tmp_path / "anketa.docx"
    form.write_bytes(word_file(*sheet))
    here = windows(homes[0], language, scale)
    add_a_copy(here)

    register_by_form(here, form)
    look(here, f"{language}-1-form")
    assert len(here.screen.presenter.state.sheet.unread) == 1
    here.press("Control-Return")
    here.pump(lambda: not form.exists())
    here.press("Control-1")
    here.scan(CARD)
    here.scan(COPY)
    here.pump(lambda: [loan.barcode for loan in here.state.loans] == [COPY])
    look(here, f"{language}-2-lent")
    name = here.state.patron.name
    everything_is_sent(here)
    here.close()

    there = windows(homes[1], language, scale)
    there.press("F7")
    there.pump(lambda: there.shell.service.database.connection.execute("SELECT count(*) FROM open_loan").fetchone()[0])
    there.scan(CARD)
    look(there, f"{language}-3-seen-there")
    assert (there.state.patron.name, len(there.state.loans)) == (name, 1)
    there.press("F3")
    there.scan(COPY)
    look(there, f"{language}-4-returned")
    assert "Mazpils" in there.state.line.todo
    everything_is_sent(there)

    report = tmp_path / "day.xlsx"
    there.press("Control-6")
    there.screen._room = replace(there.screen._room, ask_save=lambda _: report)
    there.press("Control-s")
    there.pump(lambda: there.screen.presenter.state.written)
    look(there, f"{language}-5-report")
    rows = load_workbook(report).worksheets[0].iter_rows(min_row=5, values_only=True)
    found = {row[1]: row[2:6] for row in rows}
    assert found == {"Mazpils": (1, 0, 0, 1), "Rūja": (0, 0, 1, 0), None: (1, 0, 1, 1)}  # The last one is the sum.
