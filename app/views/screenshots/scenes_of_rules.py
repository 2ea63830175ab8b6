"""Scenes of the terms of lending and of closed days."""

from __future__ import annotations

from functools import partial

from app.desk.opening import close_days
from app.desk.terms import set_term
from app.views.screens.settings import CALENDAR, RULES, SettingsScreen
from app.views.screenshots.stage import Stage


def _tab(stage: Stage, tab: str) -> SettingsScreen:
    screen = stage.screen("settings")
    assert isinstance(screen, SettingsScreen)
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


def calendar(stage: Stage) -> None:
    today = stage.desk.shell.service.today()
    first = today.replace(month=12, day=27)
    last = first.replace(day=30)
    reason = "Status" if stage.town.profile == "hjorring" else "Inventarizācija"
    stage.do(partial(close_days, first=first, last=last, reason=reason, yearly=True))
    _tab(stage, CALENDAR)


def calendar_closing(stage: Stage) -> None:
    screen = _tab(stage, CALENDAR)
    screen.calendar.presenter.ask_to_close()
