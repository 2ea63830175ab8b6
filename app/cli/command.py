"""What a command is: its words, its arguments, what it needs, what it answers."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from app.cli.context import Context


class Exit(IntEnum):
    """What the process answers."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    ENVIRONMENT = 3


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. `options` are those of `argparse.add_argument`; its help stands in the catalogues."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def help_code(self) -> str:
        return f"cli.argument.{self.name.removeprefix('--')}"


def flag(name: str) -> Argument:
    return Argument(name, {"action": "store_true"})


def required(name: str, **options: Any) -> Argument:
    return Argument(name, {"required": True, **options})


def optional(name: str, **options: Any) -> Argument:
    return Argument(name, {"default": options.pop("default", ""), **options})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command answers: one JSON object, and the same for people."""

    keys: Mapping[str, Any]
    text: str
    exit: Exit = Exit.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the program.

    Attributes:
        words: Group and verb: ("patron", "register").
        keys: The keys of its answer, for the documentation.
    """

    words: tuple[str, ...]
    run: Callable[[Context, Namespace], Answer]
    arguments: tuple[Argument, ...] = ()
    keys: str = ""

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def help_code(self) -> str:
        return f"cli.{'.'.join(self.words)}"
