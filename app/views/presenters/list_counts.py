"""What is counted at this branch, with what is put right of it; and the events that it held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from app.db.database import Database
from app.db.queries.counts import counts_of_day, events_of
from app.desk.counting import (
    COUNTED,
    EVENTS,
    CountCorrected,
    EventWritten,
    add_event,
    cancel_event,
    change_event,
    correct_count,
)
from app.desk.outcome import Touched
from app.desk.ports_counts import HeldEvent
from app.views.presenters.days import written_day
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import Group, Here, ListAsked, ListDeed, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words

TODAY, YESTERDAY = "today", "yesterday"
THIS_YEAR, LAST_YEAR = "this-year", "last-year"


def _is_chosen(here: Here) -> bool:
    return here.one is not None


# What is counted with a key.


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="kind", heading=words("lists.counts.kind"), weight=2),
        TabColumn(id="count", heading=words("column.count"), most=110),
        TabColumn(id="hours", heading=words("lists.counts.hours"), weight=3, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    day = asked.today - timedelta(days=int(asked.show == YESTERDAY))
    found = counts_of_day(database, asked.here, day)
    return ListRead(
        rows=tuple(_row(kind, found.get(kind, {}), words) for kind in COUNTED),
        headline=words.day(day),
        found={kind: (kind, sum(found.get(kind, {}).values())) for kind in COUNTED},
        whole=day,
    )


def _row(kind: str, hours: Mapping[int, int], words: Words) -> TabRow:
    said = " · ".join(f"{hour}–{hour + 1}: {hours[hour]}" for hour in sorted(hours) if hours[hour])
    return TabRow(key=kind, cells=(words(f"count.kind.{kind}"), str(sum(hours.values())), said))


def _correct(doing: ListDoing, here: Here) -> None:
    words, (kind, count), day = doing.words, here.one, here.read.whole
    question = Question(
        title=words("lists.counts.correct", kind=words(f"count.kind.{kind}"), day=day),
        confirm=words("command.correct-count"),
        hint=words("lists.counts.correct.hint"),
        fields=(Asked(name="number", label=words("column.count"), value=str(count)),),
    )

    def make(answer: Answer) -> Deed[CountCorrected]:
        return partial(correct_count, kind=kind, number=_number(answer["number"]), on=day)

    name = words(f"count.kind.{kind}")
    doing.ask(question, make, lambda done: words("count.corrected", kind=name, count=done.record.count))


def _number(text: str) -> int:
    """Return a number of people; for what is none, one that the deed refuses beside its field."""
    return int(text) if text.isdecimal() else 0 if not text else -1


COUNTS = WorkList(
    kind=ListKind.COUNTS,
    group=Group.COUNTS,
    shows=(TODAY, YESTERDAY),
    by_branch=False,
    touched=frozenset({Touched.COUNT}),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(ListDeed(id="correct-count", key="F8", icon="pencil-square", may=_is_chosen, begin=_correct),),
    ),
)


# Events.


def _event_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="day", heading=words("column.day"), most=120),
        TabColumn(id="name", heading=words("lists.events.name"), weight=3),
        TabColumn(id="kind", heading=words("lists.events.kind"), weight=1),
        TabColumn(id="adults", heading=words("lists.events.adults"), most=130),
        TabColumn(id="children", heading=words("lists.events.children"), most=130),
    )


def _events(database: Database, asked: ListAsked, words: Words) -> ListRead:
    year = asked.today.year - int(asked.show == LAST_YEAR)
    found = events_of(database, asked.here, asked.today.replace(year=year, month=1, day=1), _end(asked, year))
    people = sum(one.adults + one.children for one in found)
    return ListRead(
        rows=tuple(_event_row(one, words) for one in found),
        headline=words("lists.events.headline", year=year, events=len(found), people=people),
        found={str(one.event): one for one in found},
    )


def _end(asked: ListAsked, year: int) -> date:
    return date(year, 12, 31) if year < asked.today.year else asked.today


def _event_row(one: HeldEvent, words: Words) -> TabRow:
    kind = words(f"event.kind.{one.kind}")
    return TabRow(key=str(one.event), cells=(words.day(one.on_day), one.name, kind, str(one.adults), str(one.children)))


def _asked_event(words: Words, one: HeldEvent | None, today: date) -> tuple[Asked, ...]:
    """Return the fields of an event, filled in with what is known of it."""
    kinds = {kind: words(f"event.kind.{kind}") for kind in EVENTS}
    return (
        Asked(name="name", label=words("lists.events.name"), value=one.name if one else ""),
        Asked(
            name="kind",
            label=words("lists.events.kind"),
            kind=Kind.LIST,
            value=one.kind if one else EVENTS[0],
            options=kinds,
        ),
        Asked(name="on_day", label=words("column.day"), kind=Kind.DAY, value=written_day(one.on_day if one else today)),
        Asked(name="adults", label=words("lists.events.adults"), value=str(one.adults) if one else ""),
        Asked(name="children", label=words("lists.events.children"), value=str(one.children) if one else ""),
    )


def _ask_event(doing: ListDoing, here: Here, one: HeldEvent | None) -> None:
    """Ask for an event, a new one or what is known of one."""
    words, today = doing.words, here.asked.today
    question = Question(
        title=words("lists.events.change", name=one.name) if one else words("lists.events.add"),
        confirm=words("command.keep-event"),
        fields=_asked_event(words, one, today),
    )

    def make(answer: Answer) -> Deed[EventWritten]:
        deed = partial(change_event, event=one.event) if one else add_event
        return partial(
            deed,
            name=answer["name"],
            kind=answer["kind"],
            on=answer.day("on_day") or today,
            adults=_number(answer["adults"]),
            children=_number(answer["children"]),
        )

    doing.ask(question, make, lambda done: words("event.added", name=done.record.name, day=done.record.on_day))


def _cancel(doing: ListDoing, here: Here) -> None:
    words, one = doing.words, here.one
    title = words("lists.events.cancel", name=one.name, day=one.on_day)
    question = Question(title=title, confirm=words("command.cancel-event"))
    doing.ask(
        question,
        lambda _: partial(cancel_event, event=one.event),
        lambda done: words("event.cancelled", name=done.record.name, day=done.record.on_day),
    )


EVENT_LIST = WorkList(
    kind=ListKind.EVENTS,
    group=Group.COUNTS,
    shows=(THIS_YEAR, LAST_YEAR),
    by_branch=False,
    touched=frozenset({Touched.COUNT}),
    listing=Listing(
        columns=_event_columns,
        read=_events,
        deeds=(
            ListDeed(
                id="add-event",
                key="Control-n",
                icon="plus-lg",
                may=lambda _: True,
                begin=lambda doing, here: _ask_event(doing, here, None),
            ),
            ListDeed(
                id="change-event",
                key="F8",
                icon="pencil-square",
                may=_is_chosen,
                begin=lambda doing, here: _ask_event(doing, here, here.one),
            ),
            ListDeed(id="cancel-event", key="Delete", icon="trash", may=_is_chosen, begin=_cancel),
        ),
    ),
)

COUNT_LISTS = (COUNTS, EVENT_LIST)
