"""Reports are looked at, and written."""

from datetime import date
from pathlib import Path

import pytest

from app.views.presenters.previews import PREVIEWS
from app.views.presenters.reports import PERIODS, ReportsPresenter
from exports.registry import REPORTS


@pytest.fixture
def reports(service, words, stage):
    presenter = ReportsPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def test_every_report_can_be_looked_at():
    assert set(PREVIEWS) == set(REPORTS)


def test_the_day_sheet_counts_what_was_done(reports):
    rows = {row[0]: row for row in reports.state.preview.rows if row[1].startswith("Maz")}

    assert rows["21 Nov 2026"] == ("21 Nov 2026", "Mazsalacas pilsētas bibliotēka", "0", "0", "1", "0")
    assert reports.state.preview.columns[0] == "Day"


def test_who_is_to_be_entered_is_shown_without_a_code(reports):
    reports.choose("not-entered")

    preview = reports.state.preview
    assert (preview.columns[0], preview.all > 5) == ("Patron no.", True)
    assert all(len(row) == 5 and row[1] and row[4] for row in preview.rows)


def test_a_branch_alone_shows_its_own_rows(reports):
    reports.set_branch("RUJ")

    assert {row[1] for row in reports.state.preview.rows} == {"Rūjienas bibliotēka"}


def test_the_overdue_list_is_of_today_and_has_no_period(reports):
    reports.choose("overdue")

    assert not reports.state.period
    assert {row[1] for row in reports.state.preview.rows} == {"Elīna Bērziņa", "Jānis Ozols"}
    assert reports.state.preview.rows[0][0] == "16"


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 11, 21), date(2026, 11, 21)),
        ("week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_usual_periods_are_one_click_away(reports, name, first, last):
    reports.take_period(name)

    assert (reports.state.first, reports.state.last) == (first, last)


def test_no_usual_period_is_left_untested():
    assert set(PERIODS) == {"today", "week", "month", "last-month", "year"}


def test_the_month_before_january_is_in_the_year_before():
    assert PERIODS["last-month"](date(2026, 1, 5)) == (date(2025, 12, 1), date(2025, 12, 31))


def test_a_typed_period_is_taken(reports):
    reports.set_period("13.10.2026", "24.10.2026")

    assert [row[0] for row in reports.state.preview.rows] == ["13 Oct 2026", "24 Oct 2026"]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [("31.02.2026", "24.10.2026", {"first"}), ("", "", {"first", "last"}), ("02.10.2026", "01.10.2026", {"last"})],
)
def test_an_impossible_period_changes_nothing(reports, first, last, wrong):
    before = reports.state.preview

    reports.set_period(first, last)

    assert set(reports.state.complaints) == wrong
    assert reports.state.preview == before


def test_a_report_is_written_as_it_was_asked_for(reports, service, stage):
    reports.set_branch("MAZ")
    reports.take_period("month")

    reports.write(Path("november.xlsx"))

    [order] = service.written
    assert (order.name, order.branch, order.first, order.last) == (
        "day-sheet",
        "MAZ",
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    assert stage.said[-1].text == "Saved: november.xlsx, 7 rows"


def test_what_was_written_can_be_opened(reports, stage):
    reports.open_written()
    assert stage.went == []

    reports.write(Path("november.xlsx"))
    reports.open_written()

    assert stage.went == [("file", Path("november.xlsx"))]


def test_another_question_is_another_file(reports):
    reports.write(Path("november.xlsx"))

    reports.set_branch("MAZ")

    assert reports.state.written is None


def test_writing_needs_its_permission(reports, service):
    service.may("lend")

    reports.write(Path("november.xlsx"))

    assert service.written == []
    assert reports.state.notes[0].text == "You may not do this: make reports."


def test_a_failure_is_told(reports, service, stage):
    service.fails = RuntimeError("disk")

    reports.write(Path("november.xlsx"))

    assert len(stage.troubles) == 1
    assert not reports.state.busy


def test_a_file_is_offered_a_name_that_says_what_and_when(reports):
    reports.take_period("month")
    assert reports.file_name() == "Day sheet 2026-11-01_2026-11-30.xlsx"

    reports.choose("overdue")

    assert reports.file_name() == "Overdue list 2026-11-21.xlsx"


def test_a_locked_desk_leaves_nobody_in_sight(reports):
    reports.choose("overdue")

    reports.forget()

    assert reports.state.preview.rows == ()


def test_forms_that_are_to_be_destroyed_are_shown_with_those_that_wait_here(reports):
    reports.choose("forms-not-destroyed")

    preview = reports.state.preview
    assert {row[2] for row in preview.rows} == {"to be entered"}
    assert preview.columns[:3] == ("Days open", "Form", "Standing")


@pytest.mark.parametrize("name", ["hourly-use", "stock-book", "interlibrary"])
def test_reports_on_use_and_stock_are_of_a_period(reports, name):
    reports.choose(name)

    assert reports.state.period
    assert all(len(row) == len(reports.state.preview.columns) for row in reports.state.preview.rows)


def test_the_stock_book_begins_and_ends_with_what_there_is(reports, words):
    reports.choose("stock-book")

    entries = [row[1] for row in reports.state.preview.rows]
    assert (entries[0], entries[-1]) == (words("stock-book.start"), words("stock-book.end"))
