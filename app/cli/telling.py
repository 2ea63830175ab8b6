"""Outcomes in the two forms of an answer: keys for programs, sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.cli.command import Answer, Exit
from app.desk.outcome import Done, Outcome, Refused
from app.rules.blocks import Block
from app.rules.todo import Todo
from app.sync.problems import Problem
from app.words import Words


def plain(value: object) -> object:
    """Return a value as JSON has it: days in ISO."""
    return value.isoformat() if isinstance(value, date) else value


def money_keys(minor: int, currency: str) -> dict[str, Any]:
    """Return an amount as answers have it."""
    return {"minor": minor, "currency": currency}


def block_keys(block: Block, words: Words) -> dict[str, Any]:
    """Return a block with its code, its figures, its sentence, and who may override it."""
    return {
        "code": block.why.value,
        "severity": block.severity.value,
        **({"permission": block.permission} if block.permission else {}),
        "figures": {name: plain(value) for name, value in block.figures},
        "sentence": words.block(block),
    }


def blocks_keys(blocks: Iterable[Block], words: Words) -> list[dict[str, Any]]:
    return [block_keys(block, words) for block in blocks]


def notices_keys(outcome: Outcome[Any], words: Words) -> dict[str, Any]:
    """Return what a deed told besides, where it told anything."""
    if not isinstance(outcome, Done):
        return {}
    notices = {"notices": blocks_keys(outcome.notices, words)} if outcome.notices else {}
    return {**notices, **({"tasks": list(outcome.tasks)} if outcome.tasks else {})}


def refusal(refused: Refused, words: Words) -> tuple[dict[str, Any], str]:
    """Return a refusal as keys and as sentences."""
    sentences = [words.block(block) for block in refused.blocks]
    return {"refused": [{"blocks": blocks_keys(refused.blocks, words)}]}, "\n".join(sentences)


def refused_answer(refused: Refused, words: Words) -> Answer:
    """Return the answer of a command that was refused."""
    keys, text = refusal(refused, words)
    return Answer(keys=keys, text=text, exit=Exit.REFUSED)


def todo_keys(todo: Todo, words: Words) -> dict[str, Any]:
    figures = {name: plain(value) for name, value in todo.figures}
    return {"code": todo.code, **figures, "sentence": todo_sentence(todo, words)}


def todo_sentence(todo: Todo, words: Words) -> str:
    return words(f"todo.{todo.code}", **dict(todo.figures))


def problem_keys(problem: Problem, words: Words, desks: Mapping[int, str]) -> dict[str, Any]:
    """Return a problem between the desks, which go by their names."""
    desk = {"desk": desks[problem.replica]} if problem.replica in desks else {}
    sentence, hint = words.problem(problem.code, {**problem.figures, **desk})
    return {
        "code": problem.code,
        "sentence": sentence,
        "hint": hint,
        "replica": problem.replica,
        "detail": problem.detail,
        **_rows_keys(problem),
    }


def _rows_keys(problem: Problem) -> dict[str, Any]:
    if problem.days is None:
        return {}
    first, last = problem.days
    return {"table": problem.table, "from": first.isoformat(), "until": last.isoformat()}


def lines(*parts: str) -> str:
    """Join the parts of a text that say anything."""
    return "\n".join(part for part in parts if part)
