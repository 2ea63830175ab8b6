"""The parser, made of the commands; every help text comes from the catalogues."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from app.cli.command import Command
from app.cli.days import moment
from app.errors import Misuse
from app.words import Words

MODULES: Mapping[str, tuple[str, ...]] = {
    "network_commands": ("network",),
    "member_commands": ("network",),
    "patron_commands": ("patron",),
    "card_commands": ("card",),
    "money_commands": ("fee", "pay", "waive", "refund"),
    "exclusion_commands": ("restrict", "lift"),
    "ban_commands": ("ban",),
    "payment_commands": ("fee", "payments"),
    "account_commands": ("account", "pin"),
    "entry_commands": ("patron",),
    "export_commands": ("export",),
    "number_commands": ("number",),
    "relation_commands": ("patron",),
    "person_commands": ("patron",),
    "proxy_commands": ("proxy",),
    "change_commands": ("patron",),
    "visit_commands": ("visit", "remark", "contact"),
    "member_list_commands": ("contact",),
    "personal_commands": ("patron",),
    "retention_commands": ("patron", "retention"),
    "lending_commands": ("item", "checkout", "checkin", "renew", "undo"),
    "act_commands": ("act",),
    "copy_commands": ("item", "use"),
    "request_commands": ("renewal",),
    "paper_commands": ("paper",),
    "count_commands": ("count", "counts", "event"),
    "ill_commands": ("ill",),
    "issue_commands": ("issue",),
    "home_service_commands": ("home-service",),
    "receipt_commands": ("receipt",),
    "hold_commands": ("hold",),
    "transit_commands": ("transit",),
    "forms_commands": ("forms",),
    "form_life_commands": ("forms",),
    "blank_commands": ("forms",),
    "mail_commands": ("mail",),
    "mailbox_commands": ("mailbox",),
    "notice_commands": ("notice",),
    "letter_commands": ("notice",),
    "template_commands": ("template",),
    "branch_commands": ("branch",),
    "house_commands": ("staff", "setting", "task", "report"),
    "closed_commands": ("closed",),
    "rules_commands": ("rules",),
    "desk_commands": ("sync", "clock", "digest", "doctor"),
    "window_commands": ("demo", "desk"),
}
"""Where the commands stand, by their first words. Only what is asked for is imported: the window must open quickly."""


def commands(first: str = "") -> tuple[Command, ...]:
    """Return the commands that begin with a word; all of them where none does."""
    asked = [name for name, firsts in MODULES.items() if first in firsts]
    modules = [import_module(f"app.cli.{name}") for name in asked or MODULES]
    return tuple(command for module in modules for command in module.COMMANDS)


class UsageWrong(Misuse):
    """The arguments are not those of any command."""

    code = "cli.usage"


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageWrong(message=message, usage=self.format_usage().strip())


def make_parser(words: Words, known: Sequence[Command]) -> ArgumentParser:
    """Return the parser of `lete` for these commands."""
    parser = _Parser(prog="lete", description=words("cli.program"))
    _add_common(parser, words, default=True)
    groups = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    subgroups: dict[str, Any] = {}
    for command in known:
        place, verb = groups, command.words[-1]
        if len(command.words) == 2:
            place = _group(groups, subgroups, command.words[0], words)
        said = words(command.help_code)
        one = place.add_parser(verb, help=said, description=said)
        _add_common(one, words, default=False)
        _add_arguments(one, command, words)
    return parser


def _group(groups: Any, subgroups: dict[str, Any], name: str, words: Words) -> Any:
    if name not in subgroups:
        group = groups.add_parser(name, help=words(f"cli.{name}"), description=words(f"cli.{name}"))
        subgroups[name] = group.add_subparsers(required=True, metavar="VERB", parser_class=_Parser)
    return subgroups[name]


def _add_arguments(parser: ArgumentParser, command: Command, words: Words) -> None:
    for argument in command.arguments:
        parser.add_argument(argument.name, help=words(argument.help_code), **dict(argument.options))
    parser.set_defaults(command=command)


def _add_common(parser: ArgumentParser, words: Words, *, default: bool) -> None:
    """These stand before the command or after it; what is not given after it does not undo what was given before."""
    given: dict[str, Any] = {} if default else {"default": SUPPRESS}
    parser.add_argument("--home", metavar="DIR", help=words("cli.argument.home"), **given)
    parser.add_argument("--json", action="store_true", help=words("cli.argument.json"), **given)
    parser.add_argument("--clock", type=moment, help=words("cli.argument.clock"), **given)


def parse(arguments: Sequence[str], words: Words) -> Namespace:
    """Return what was asked for.

    Raises:
        UsageWrong: It is no command of ours.
    """
    known = commands(_first_word(arguments))
    return make_parser(words, known).parse_args(arguments)


def _first_word(arguments: Sequence[str]) -> str:
    """Return the word with which the command begins; "" where that is not plain to see."""
    rest = iter(arguments)
    for word in rest:
        if word in {"--home", "--clock"}:
            next(rest, "")
        elif word != "--json" and not word.startswith(("--home=", "--clock=")):
            return word
    return ""
