"""Commands about messages to people: asked for, listed with their reasons, cancelled, and sent."""

from __future__ import annotations

from argparse import Namespace
from itertools import islice
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, optional
from app.cli.context import Context
from app.cli.mail_commands import refused
from app.cli.telling import lines
from app.db.finding import number_owner, row_number
from app.db.queries.asking import contact_round
from app.db.queries.notices import NoticeShown, notices_shown
from app.db.queries.reminding import due_letters
from app.db.queries.settings import policy_in_force
from app.desk.ids import PatronId
from app.desk.notices import Noticed, ask_again, ask_for_contact, ask_notice, cancel_notice
from app.desk.outcome import Outcome, Refused
from app.desk.reminding import remind
from app.rules.blocks import Why, block
from app.rules.letters import ON_PAPER, PLACEHOLDERS
from app.rules.notices import NoticeStanding
from app.station.post import PostRound, post_round
from app.words import Words


def _list(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        patron = 0
        if given.patron:
            found = row_number(given.patron) or number_owner(station.reading.connection, given.patron)
            if found is None:
                return refused(context, Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.patron),)))
            patron = found
        shown = (one for one in notices_shown(station.reading, patron=patron) if given.state in {"", one.standing})
        found_ = list(islice(shown, given.count or None))
        text = lines(*(_line(one, context, station) for one in found_))
    return Answer(keys={"notices": [_shown_keys(one, words) for one in found_]}, text=text or words("notice.none"))


def _line(one: NoticeShown, context: Context, station: Any) -> str:
    words = context.words
    at = words.moment(context.local(one.last_ms, station))
    parts = (str(one.notice), at, words(f"notice.kind.{one.kind}"), one.name, _standing(one, words))
    return "  ".join(filter(None, parts))


def _standing(one: NoticeShown, words: Words) -> str:
    standing = words(f"notice.standing.{one.standing}")
    return f"{standing}: {words(f'notice.cause.{one.cause}')}" if one.cause else standing


def _shown_keys(one: NoticeShown, words: Words) -> dict[str, Any]:
    return {
        "notice": str(one.notice),
        "patron": one.patron,
        "patron_id": None if one.patron_id is None else str(one.patron_id),
        "name": one.name,
        "kind": one.kind,
        "channel": one.channel,
        "language": one.language,
        "standing": one.standing.value,
        "cause": one.cause,
        "sentence": _standing(one, words),
        "tries": one.tries,
        "created_ms": one.created_ms,
        "last_ms": one.last_ms,
        "desk": one.desk,
    }


def _ask(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _noticed(context, station.do(ask_notice, patron=given.scan, kind=given.template))


def _cancel(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _noticed(context, station.do(cancel_notice, notice=given.notice))


def _again(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _noticed(context, station.do(ask_again, notice=given.notice))


def _noticed(context: Context, outcome: Outcome[Noticed]) -> Answer:
    if isinstance(outcome, Refused):
        return refused(context, outcome)
    record, words = outcome.record, context.words
    return Answer(
        keys={
            "notice": str(record.notice),
            "patron_id": None if record.patron is None else str(record.patron),
            "kind": record.kind,
            "language": record.language,
            "standing": record.standing.value,
        },
        text=f"{words(f'notice.kind.{record.kind}')}: {words(f'notice.standing.{record.standing}')}",
    )


def _ask_contact(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        place, today, database = station.place(), station.today(), station.reading
        policy = policy_in_force(database, today, place.branch)
        due = contact_round(database, policy, today, place.time_zone, given.branch).missing
        outcome = station.do(ask_for_contact, patrons=[PatronId(one.patron) for one in due])
    if isinstance(outcome, Refused):
        return refused(context, outcome)
    record = outcome.record
    keys = {"asked": record.asked, "unreachable": record.unreachable, "asked_before": record.asked_before}
    said = context.words("cli.notice.ask-contact.done", count=record.asked)
    return Answer(keys=keys, text=said)


def _remind(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        place, today = station.place(), station.today()
        policy = policy_in_force(station.reading, today, place.branch)
        due = due_letters(station.reading, policy, today, place.time_zone, given.branch)
        outcome = station.do(
            remind,
            reminders=[PatronId(one) for one in due.reminders],
            recalls=[PatronId(one) for one in due.recalls],
        )
    if isinstance(outcome, Refused):
        return refused(context, outcome)
    record = outcome.record
    keys = {"reminders": record.reminders, "recalls": record.recalls, "unreachable": record.unreachable}
    return Answer(keys=keys, text=context.words("cli.notice.remind.done", **keys))


def _send(context: Context, _: Namespace) -> Answer:
    with context.station() as station:
        done = post_round(station)
    return _round_answer(done, context.words)


def _round_answer(done: PostRound, words: Words) -> Answer:
    counts = {standing.value: done.by_standing[standing] for standing in NoticeStanding if standing in done.by_standing}
    said = [f"{words(f'notice.standing.{standing}')}: {count}" for standing, count in counts.items()]
    keys: dict[str, Any] = {"letters": counts, "waiting": done.waiting, "trouble": None}
    if done.trouble is not None:
        code, figures = done.trouble.code, done.trouble.figures
        sentence, hint = words(f"error.{code}", **figures), words(f"error.{code}.hint", **figures)
        keys["trouble"] = {"code": code, "sentence": sentence, "hint": hint}
        said += [sentence, hint]
    waiting = words("cli.notice.send.waiting", count=done.waiting)
    return Answer(
        keys=keys,
        text=lines(*said, waiting),
        exit=Exit.ENVIRONMENT if done.trouble is not None else Exit.DONE,
    )


_ONE = (Argument("notice"),)
_NOTICED = "notice, patron_id, kind, language, standing"
_STATES = ["", *(one.value for one in NoticeStanding)]

COMMANDS = (
    Command(
        words=("notice", "list"),
        run=_list,
        arguments=(
            Argument("--state", {"choices": _STATES, "default": ""}),
            optional("--patron"),
            Argument("--count", {"type": int, "default": 0}),
        ),
        keys=(
            "notices: [{notice, patron, patron_id, name, kind, channel, language, standing, cause, sentence, tries,"
            " created_ms, last_ms, desk}]"
        ),
    ),
    Command(
        words=("notice", "ask"),
        run=_ask,
        arguments=(Argument("template", {"choices": sorted(PLACEHOLDERS.keys() - ON_PAPER)}), Argument("scan")),
        keys=_NOTICED,
    ),
    Command(
        words=("notice", "ask-contact"),
        run=_ask_contact,
        arguments=(optional("--branch"),),
        keys="asked, unreachable, asked_before",
    ),
    Command(
        words=("notice", "remind"),
        run=_remind,
        arguments=(optional("--branch"),),
        keys="reminders, recalls, unreachable",
    ),
    Command(words=("notice", "cancel"), run=_cancel, arguments=_ONE, keys=_NOTICED),
    Command(words=("notice", "again"), run=_again, arguments=_ONE, keys=_NOTICED),
    Command(
        words=("notice", "send"),
        run=_send,
        keys="letters: {standing: number}, waiting, trouble: {code, sentence, hint} or null",
    ),
)
