"""Commands about this workstation itself: syncing, digest, doctor."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, problem_keys
from app.db.digest import digests, whole
from app.db.queries.network import desk_names
from app.errors import LibraryError, Misuse
from app.station.clock import confirm_date
from app.station.doctor import Finding, examine
from app.station.forgetting import copies_open, prove_erased
from app.station.rebuilding import RebuiltDesk, rebuild
from app.station.station import Station
from app.station.syncing import publishing, sync_once
from app.sync import problems
from app.sync.loading import held_by
from app.sync.ranges import days_of
from app.sync.replica import Round
from app.words import Words

WATCH_PAUSE_S = 5.0


class HowToSync(Misuse):
    """`sync` needs `--once` or `--watch`."""

    code = "cli.how-to-sync"


def _sync(context: Context, given: Namespace) -> Answer:
    if given.once == given.watch:
        raise HowToSync
    with context.station() as station:
        if given.watch:
            return _watch(context, station)
        return _round_answer(sync_once(station), context.words, desk_names(station.reading))


def _watch(context: Context, station: Station) -> Answer:
    """Go on until interrupted; one answer a round that did something."""
    words = context.words
    sync_once(station)
    with publishing(station.home):
        replica = station.replica()
        try:
            while True:
                answer = _one_round(lambda: _round_answer(replica.round(), words, desk_names(station.reading)), words)
                context.say(answer.keys, answer.text)
                context.world.pause(WATCH_PAUSE_S)
        except KeyboardInterrupt:
            return Answer(keys={"stopped": True}, text=words("cli.sync.stopped"))


def _one_round(run: Any, words: Words) -> Answer:
    """A folder that is out of reach does not end the watch."""
    try:
        answer: Answer = run()
    except LibraryError as error:
        sentence = words(f"error.{error.code}", **error.figures)
        hint = words(f"error.{error.code}.hint", **error.figures)
        return Answer(keys={"error": {"code": error.code, "sentence": sentence, "hint": hint}}, text=sentence)
    return answer


def _round_answer(done: Round, words: Words, desks: Mapping[int, str]) -> Answer:
    found = [problem_keys(problem, words, desks) for problem in done.problems]
    said = words("cli.sync.done", published=done.published, merged=done.merged, waiting=done.waiting)
    return Answer(
        keys={
            "published": done.published,
            "merged": done.merged,
            "waiting": done.waiting,
            "held": done.held,
            "problems": found,
        },
        text=lines(said, *(f"{one['sentence']} {one['hint']}" for one in found)),
        exit=Exit.REFUSED if found else Exit.DONE,
    )


def _confirm_date(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        confirm_date(station, given.today)
    return Answer(keys={"today": given.today.isoformat()}, text=context.words("cli.clock.confirm.done"))


def _digest(context: Context, _: Namespace) -> Answer:
    with context.station() as station:
        found = whole(digests(station.reading.connection)).hex()
        positions = held_by(station.store())
    vector = {
        f"{log.replica}/{log.incarnation:016x}": position.sequence
        for log, position in sorted(positions.items())
        if position.sequence
    }
    return Answer(keys={"digest": found, "vector": vector}, text=found)


def _doctor(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.station() as station:
        if given.erased is not None:
            return _proof(list(prove_erased(station, given.erased)), words, copies=copies_open(station))
        if given.rebuild:
            return _rebuilt_answer(words, rebuild(station), desk_names(station.reading))
        examination = examine(station)
    found = [_finding_keys(finding, words) for finding in examination.findings]
    said = [f"{one['sentence']} {one['hint']}" for one in found]
    return Answer(
        keys={"problems": found, "digest": examination.digest, "rows": examination.rows},
        text=lines(*said) or words("cli.doctor.well", count=examination.rows),
        exit=Exit.REFUSED if found else Exit.DONE,
    )


def _proof(findings: list[Finding], words: Words, *, copies: bool) -> Answer:
    """Answer whether anything of a person is left, and whether kept copies of the folder are dead."""
    found = [_finding_keys(finding, words) for finding in findings]
    said = [f"{one['sentence']} {one['hint']}" for one in found]
    return Answer(
        keys={"problems": found, "copies_open": copies},
        text=lines(*(said or [words("cli.doctor.erased")]), words("cli.doctor.copies") if copies else ""),
        exit=Exit.REFUSED if found else Exit.DONE,
    )


def _finding_keys(finding: Finding, words: Words) -> dict[str, Any]:
    if finding.code in problems.CODES:
        sentence, hint = words.problem(finding.code, finding.figures)
        return {"code": finding.code, "sentence": sentence, "hint": hint}
    group = "problem" if finding.code.startswith("doctor.") else "error"
    return {
        "code": finding.code,
        "sentence": words(f"{group}.{finding.code}", **finding.figures),
        "hint": words(f"{group}.{finding.code}.hint", **finding.figures),
    }


def _rebuilt_answer(words: Words, done: RebuiltDesk, desks: Mapping[int, str]) -> Answer:
    days = {key: days_of(*key.ids) for key in done.differed}
    rebuilt = [
        {"table": key.table, "from": first.isoformat(), "until": last.isoformat()}
        for key, (first, last) in days.items()
    ]
    named = (
        words("cli.doctor.rebuilt.rows", table=words(f"table.{key.table}"), first=first, last=last)
        for key, (first, last) in days.items()
    )
    said = words(
        "cli.doctor.rebuilt" if rebuilt else "cli.doctor.rebuilt.nothing", rows="; ".join(named), file=done.backup
    )
    found = [problem_keys(problem, words, desks) for problem in done.problems]
    return Answer(
        keys={"rebuilt": rebuilt, "backup": str(done.backup), "checkpoint": done.checkpoint, "problems": found},
        text=lines(said, *(f"{one['sentence']} {one['hint']}" for one in found)),
        exit=Exit.REFUSED if found else Exit.DONE,
    )


COMMANDS = (
    Command(
        words=("sync",),
        run=_sync,
        arguments=(flag("--once"), flag("--watch")),
        keys="published, merged, waiting, held, problems: [{code, sentence, hint, replica, detail}]",
    ),
    Command(words=("clock", "confirm"), run=_confirm_date, arguments=(required("--today", type=day),), keys="today"),
    Command(words=("digest",), run=_digest, keys="digest, vector: {replica/incarnation: sequence}"),
    Command(
        words=("doctor",),
        run=_doctor,
        arguments=(Argument("--erased", {"type": int}), flag("--rebuild")),
        keys="problems: [{code, sentence, hint}], digest, rows; "
        "with --erased: problems, copies_open; "
        "with --rebuild: rebuilt: [{table, from, until}], backup, checkpoint, problems",
    ),
)
