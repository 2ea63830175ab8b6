"""Commands about the terms of lending: which rows there are, what holds somewhere and why, and writing one."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, optional
from app.cli.context import Context
from app.cli.days import day
from app.cli.places import branch_of, no_branch
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.terms import RowShown, TermShown, rows_written, stronger_rows, terms_in_force
from app.desk.outcome import Refused
from app.desk.terms import set_term
from app.words import Words


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = list(rows_written(station.reading, station.today(), given.term))
    return Answer(
        keys={"rules": [_row_keys(row) for row in found]},
        text=lines(*(f"{term_name(context.words, row.key.name)} = {_row_said(context.words, row)}" for row in found)),
    )


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        branch = branch_of(station, given.branch)
        if branch is None:
            return no_branch(context)
        found = terms_in_force(
            station.reading,
            station.today(),
            branch,
            department=given.department,
            material=given.material,
            category=given.category,
        )
    return Answer(
        keys={"terms": [_term_keys(one) for one in found]},
        text=lines(*(_term_said(context.words, one) for one in found)),
    )


def _set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            set_term,
            term=given.term,
            value=given.value,
            subject=given.material,
            category=given.category,
            department=given.department,
            branch=given.branch,
            from_on=given.from_on,
        )
        if isinstance(outcome, Refused):
            return refused_answer(outcome, context.words)
        record, today = outcome.record, station.today()
        above = stronger_rows(station.reading, today, record.key, branch=record.branch, from_on=record.from_on)
    keys = {
        "rule": record.key.text,
        "value": record.value,
        "from": plain(record.from_on),
        "stronger": [_row_keys(row) for row in above],
    }
    words = context.words
    said = words("cli.rules.set.done", term=term_name(words, record.key.name), first=record.from_on)
    told = [words("rules.stronger"), *(_row_said(words, row) for row in above)] if above else []
    return Answer(keys=keys, text=lines(said, *told))


def _row_keys(row: RowShown) -> dict[str, Any]:
    return {
        "rule": row.key.text,
        "term": row.key.name,
        "material": row.key.subject or None,
        "category": row.key.category or None,
        "department": row.key.department or None,
        "branch": row.branch or None,
        "value": row.value,
        "since": plain(row.since),
    }


def _term_keys(one: TermShown) -> dict[str, Any]:
    return {
        "term": one.name,
        "value": one.value,
        "why": _row_keys(one.row) if one.row else None,
        "coming_on": plain(one.coming_on),
        "coming": one.coming if one.coming_on else None,
    }


def term_name(words: Words, name: str) -> str:
    return words(f"rules.term.{name}")


def _row_said(words: Words, row: RowShown) -> str:
    since = words.day(row.since) if row.since else words("rules.profile")
    value = words.term(row.key.name, row.value) if row.value else words("rules.withdrawn")
    return f"{value}  ({scope_said(words, row)}; {since})"


def scope_said(words: Words, row: RowShown) -> str:
    """Return for what a row holds, narrowest first."""
    key = row.key
    kind = words.group(key.subject) if key.subject else ""
    category = words(f"category.{key.category}") if key.category else ""
    return ", ".join(filter(None, (row.branch, key.department, category, kind))) or words("rules.all")


def _term_said(words: Words, one: TermShown) -> str:
    unsaid = f"{words.term(one.name, one.value)}  ({words('rules.unsaid')})".strip()
    why = _row_said(words, one.row) if one.row else unsaid
    coming = words("rules.coming", value=words.term(one.name, one.coming), first=one.coming_on) if one.coming_on else ""
    return f"{term_name(words, one.name)}: {why}  {coming}".rstrip()


_SCOPE = (optional("--material"), optional("--category"), optional("--department"), optional("--branch"))
_ROW = "rule, term, material, category, department, branch, value, since"

COMMANDS = (
    Command(words=("rules", "list"), run=_list, arguments=(optional("--term"),), keys=f"rules: [{{{_ROW}}}]"),
    Command(
        words=("rules", "show"),
        run=_show,
        arguments=_SCOPE,
        keys=f"terms: [{{term, value, why: {{{_ROW}}} or null, coming_on, coming}}]",
    ),
    Command(
        words=("rules", "set"),
        run=_set,
        arguments=(Argument("term"), Argument("value"), *_SCOPE, Argument("--from", {"type": day, "dest": "from_on"})),
        keys=f"rule, value, from, stronger: [{{{_ROW}}}]",
    ),
)
