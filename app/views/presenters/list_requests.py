"""Requests for more time (L-28): granted with one key, or refused for a cause."""

from __future__ import annotations

from functools import partial

from app.db.database import Database
from app.db.requests import waiting
from app.desk.outcome import Done, Touched
from app.desk.ports_copies import Request
from app.desk.requests import CAUSES, Answered, grant_renewal, refuse_renewal
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import (
    ROWS_MAX,
    Group,
    Here,
    ListAsked,
    ListDeed,
    Listing,
    ListKind,
    ListRead,
    WorkList,
    branch_at,
)
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import Asked, Kind, Question
from app.words import Words


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="due", heading=words("column.due"), most=110),
        TabColumn(id="asked", heading=words("lists.requests.asked"), most=110),
        TabColumn(id="renewals", heading=words("lists.requests.renewals"), most=110),
        TabColumn(id="channel", heading=words("lists.requests.channel"), most=120, optional=True),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = waiting(database.connection, branch=branch_at(database, asked))
    return ListRead(
        rows=tuple(_row(one, asked, words) for one in found[:ROWS_MAX]),
        count=len(found),
        headline=words("desk.request", count=len(found)) if found else "",
        scans={str(one.request): one.patron_number for one in found if one.patron_number},
        found={str(one.request): one for one in found},
    )


def _row(one: Request, asked: ListAsked, words: Words) -> TabRow:
    return TabRow(
        key=str(one.request),
        cells=(
            one.title,
            one.patron_name,
            words.day(one.due_on),
            words.day(one.asked_on),
            str(one.renewals),
            words(f"renewal.channel.{one.channel}") if one.channel else "",
            one.branch_name,
        ),
        tone=Tone.REFUSED if one.due_on < asked.today else Tone.PLAIN,
    )


def _grant(doing: ListDoing, here: Here) -> None:
    """Renew from today by the rules; what stands against it may be overridden there."""
    request = here.one.request
    doing.do(
        lambda answer: partial(grant_renewal, request=request, override=answer.codes, reason=answer.reason),
        partial(_said, doing.words),
    )


def _refuse(doing: ListDoing, here: Here) -> None:
    words, request = doing.words, here.one
    question = Question(
        title=words("lists.requests.refuse"),
        confirm=words("command.refuse-request"),
        hint=words("renewal.asked", title=request.title, patron=request.patron_name, due=request.due_on),
        fields=(
            Asked(
                name="cause",
                label=words("lists.requests.cause"),
                kind=Kind.LIST,
                value=CAUSES[0],
                options={cause: words(f"renewal.cause.{cause}") for cause in CAUSES},
            ),
        ),
    )
    doing.ask(
        question,
        lambda answer: partial(refuse_renewal, request=request.request, cause=answer["cause"]),
        partial(_said, words),
    )


def _said(words: Words, outcome: Done[Answered]) -> str:
    done = outcome.record
    if done.due_on is None:
        cause = words(f"renewal.cause.{done.cause}")
        return words("renewal.refused", title=done.title, patron=done.patron_name, cause=cause)
    return words("desk.renewed", title=done.title, patron=done.patron_name, due=done.due_on)


def _chosen(here: Here) -> bool:
    return here.one is not None


REQUESTS = WorkList(
    kind=ListKind.REQUESTS,
    group=Group.LENDING,
    at_home=True,
    touched=frozenset({Touched.LOAN, Touched.PATRON, Touched.SETTING}),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(id="grant-request", key="F8", icon="check-lg", may=_chosen, begin=_grant),
            ListDeed(id="refuse-request", key="F9", icon="x-lg", may=_chosen, begin=_refuse),
        ),
    ),
)
