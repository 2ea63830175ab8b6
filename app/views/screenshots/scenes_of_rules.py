"""Scenes of the terms of lending, of hours of opening and of closed days."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.desk.opening import change_hours, close_days
from app.desk.terms import set_term
from app.views.screens.settings import CALENDAR, HOURS, RULES, SettingsScreen
from app.views.screenshots.stage import Stage


def _tab_shown(stage: Stage) -> SettingsScreen:
    screen = stage.screen("settings")
    assert isinstance(screen, SettingsScreen)
    return screen


def _tab(stage: Stage, tab: str) -> SettingsScreen:
    screen = _tab_shown(stage)
    screen.choose_tab(tab)
    stage.settle()
    return screen


def rules(stage: Stage) -> None:
    """Children have shorter loans of periodicals here, and will have longer ones from next year on."""
    service, material = stage.desk.shell.service, "film" if stage.town.profile == "hjorring" else "periodical"
    place, today = service.place, service.today()
    child = partial(set_term, term="loan_days", subject=material, category="child", branch=place.code if place else "")
    stage.do(partial(child, value="3"))
    stage.do(partial(child, value="14", from_on=today.replace(year=today.year + 1, month=1, day=1)))
    screen = _tab(stage, RULES)
    screen.rules.presenter.choose("material", material)
    screen.rules.presenter.choose("category", "child")


def rule_changed(stage: Stage) -> None:
    screen = _tab(stage, RULES)
    screen.rules.presenter.ask_change(screen.rules.presenter.state.rows[0].name)


def rule_sure(stage: Stage) -> None:
    screen = _tab(stage, RULES)
    screen.rules.presenter.choose("category", "")
    screen.rules.presenter.ask_change(screen.rules.presenter.state.rows[0].name)
    given = {name: made.value for name, made in screen.rules.panel.question.fields.items()}
    screen.rules.presenter.asking.submit({**given, "value": "10"})


def hours(stage: Stage) -> None:
    """Other hours are to hold from New Year on."""
    first = stage.desk.shell.service.today().replace(month=12, day=31) + timedelta(days=1)
    stage.do(partial(change_hours, hours="1-5 10:00-18:00; 6 10:00-15:00"))
    stage.do(partial(change_hours, hours="1-4 10:00-18:00; 5 10:00-13:00, 14:00-17:00", from_on=first))
    _tab(stage, HOURS)


def hours_changed(stage: Stage) -> None:
    screen = _tab(stage, HOURS)
    screen.hours.presenter.ask_change()


def hours_sure(stage: Stage) -> None:
    hours_changed(stage)
    screen = _tab_shown(stage)
    given = {name: made.value for name, made in screen.hours.panel.question.fields.items()}
    screen.hours.presenter.asking.submit({**given, "hours_3": ""})


def calendar(stage: Stage) -> None:
    """December, with days closed every year and one that is closed once."""
    today = stage.desk.shell.service.today()
    first = today.replace(month=12, day=27)
    reason = "Status" if stage.town.profile == "hjorring" else "Inventarizācija"
    stage.do(partial(close_days, first=first, last=first.replace(day=30), reason=reason, yearly=True))
    stage.do(partial(close_days, first=first.replace(day=9), last=first.replace(day=9)))
    screen = _tab(stage, CALENDAR)
    screen.calendar.presenter.choose(first)


def calendar_closing(stage: Stage) -> None:
    screen = _tab(stage, CALENDAR)
    screen.calendar.presenter.ask_to_close()
