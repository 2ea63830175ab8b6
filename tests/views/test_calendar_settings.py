"""A month of days: what is closed and why, closing and opening them, and undoing it."""

from datetime import date, timedelta
from functools import partial

import pytest

from app.desk.checkout import check_out
from app.desk.opening import change_hours
from app.views.presenters.calendar_settings import CalendarPresenter
from app.views.presenters.line import Tone
from app.views.presenters.month import DayKind, days_of, months_on
from app.views.screenshots.people import LATVIAN as TOWN


@pytest.fixture
def calendar(service, words, stage):
    presenter = CalendarPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def answer(presenter, **values):
    asked = {one.name: one.value for one in presenter.state.asked.question.fields}
    presenter.asking.submit({**asked, **values})


def kinds(calendar):
    return {cell.day: cell.kind for cell in calendar.state.cells}


def workday(calendar):
    """Choose an open day of next month, and return it."""
    calendar.step(months=1)
    day = next(cell.day for cell in calendar.state.cells if cell.kind is DayKind.OPEN and not cell.faint)
    calendar.choose(day)
    return day


def test_a_month_is_six_weeks_from_a_monday_on():
    days = days_of(date(2026, 11, 21))

    assert (days[0], len(days)) == (date(2026, 10, 26), 42)
    assert days_of(date(2027, 2, 1))[0] == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, date(2026, 2, 28)), (-1, date(2025, 12, 31)), (11, date(2026, 12, 31)), (0, date(2026, 1, 31))],
)
def test_a_month_on_is_the_same_day_or_the_last_one(months, day):
    assert months_on(date(2026, 1, 31), months) == day


def test_each_day_says_why_it_is_closed(calendar, service):
    year = service.today().year
    calendar.choose(date(year, 6, 23))

    assert kinds(calendar)[date(year, 6, 23)] is DayKind.HOLIDAY
    assert "Līgo diena" in calendar.state.told
    assert all(kinds(calendar)[day] is not DayKind.OPEN for day in kinds(calendar) if day.isoweekday() == 7)
    assert "Līgo diena" in {row.reason for row in calendar.state.rows}
    assert calendar.state.hours == "closed: Sunday"
    assert not calendar.state.may_open


def test_a_day_is_closed_and_opened_at_once_where_nothing_moves(calendar, stage):
    day = workday(calendar)

    calendar.toggle()
    assert kinds(calendar)[day] is DayKind.CLOSED
    assert (stage.said[-1].tone, calendar.state.asked.question) == (Tone.OK, None)

    calendar.toggle()
    assert kinds(calendar)[day] is DayKind.OPEN


def test_a_day_on_which_loans_are_due_is_closed_once_somebody_has_agreed(calendar, service):
    day = workday(calendar)
    due = service.station.reading.connection.execute("SELECT count(*) FROM open_loan WHERE due_on = ?", (str(day),))
    [(before,)] = due.fetchall()
    loan = service.station.do(partial(check_out, patron=TOWN.people[0].card, item=TOWN.barcode(4), due=day))
    assert loan.record.due_on == day

    calendar.toggle()
    assert kinds(calendar)[day] is DayKind.OPEN
    assert f"{before + 1} loan" in calendar.state.asked.question.hint

    calendar.asking.submit({})
    assert kinds(calendar)[day] is DayKind.CLOSED


def test_what_was_done_is_undone_the_last_first(calendar):
    day = workday(calendar)
    calendar.toggle()
    calendar.toggle()
    assert calendar.state.may_undo

    calendar.undo()
    assert kinds(calendar)[day] is DayKind.CLOSED
    calendar.undo()
    assert kinds(calendar)[day] is DayKind.OPEN
    assert not calendar.state.may_undo


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2026, 12, 6)])
def test_a_holiday_or_a_closed_weekday_is_not_opened_by_itself(calendar, stage, day):
    calendar.choose(day)
    before = kinds(calendar)

    calendar.toggle()

    assert stage.said[-1].tone is Tone.ATTENTION
    assert kinds(calendar) == before


def test_days_of_another_branch_are_closed_there_alone(calendar):
    other = next(code for code in calendar.state.options if code != calendar.state.branch)
    own = calendar.state.branch
    day = workday(calendar)
    calendar.choose_branch(other)
    calendar.toggle()
    assert kinds(calendar)[day] is DayKind.CLOSED

    calendar.choose_branch(own)
    assert kinds(calendar)[day] is DayKind.OPEN


def test_days_are_closed_once_it_is_clear_what_moves(calendar, service, stage):
    year = service.today().year + 1
    calendar.step(years=1)
    calendar.ask_to_close()
    answer(calendar, **{"from": f"1.2.{year}", "until": f"3.2.{year}", "reason": "Remonts"})
    assert "No loan" in calendar.state.asked.question.hint or "0 loans" in calendar.state.asked.question.hint
    calendar.asking.submit({})

    assert stage.said[-1].tone is Tone.OK
    found = next(one for one in calendar.state.rows if one.reason == "Remonts")
    calendar.choose(found.first + timedelta(days=1))
    assert calendar.state.may_open
    calendar.ask_to_open()
    assert calendar.state.asked.question is not None
    calendar.asking.submit({})
    assert all(one.reason != "Remonts" for one in calendar.state.rows)


@pytest.mark.parametrize(
    ("given", "wrong"), [({"from": ""}, ["from"]), ({"from": "3.2.2030", "until": "1.2.2030"}, ["until"])]
)
def test_days_that_are_none_close_nothing(calendar, given, wrong):
    calendar.ask_to_close()
    answer(calendar, **given)

    assert sorted(calendar.state.asked.complaints) == wrong


def test_what_comes_again_is_shown_in_its_year(calendar, service):
    year = service.today().year
    calendar.ask_to_close()
    answer(calendar, **{"from": f"24.12.{year}", "yearly": "yes", "reason": "Svētvakars"})
    calendar.asking.submit({})
    calendar.step(years=2)

    found = next(one for one in calendar.state.rows if one.reason.startswith("Svētvakars"))
    assert found.first == date(year + 2, 12, 24)


def test_nobody_walks_out_of_the_years_that_are_planned(calendar, service):
    calendar.step(years=3)
    calendar.step(years=1)

    assert calendar.state.day.year == service.today().year + 3
    calendar.to_today()
    assert calendar.state.day == service.today()


def test_other_hours_are_seen_in_the_month_they_begin_in(calendar, service):
    first = months_on(service.today(), 1).replace(day=1)
    service.station.do(partial(change_hours, hours="1 10:00-18:00", from_on=first))
    calendar.choose(first)

    closed = {day.isoweekday() for day, kind in kinds(calendar).items() if kind is DayKind.WEEKDAY and day >= first}
    assert closed == {2, 3, 4, 5, 6, 7}
