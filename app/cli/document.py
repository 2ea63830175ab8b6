"""The reference page of the command line, made of the program itself: `python -m app.cli.document > docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

from app.cli.command import Argument, Command
from app.cli.parser import commands
from app.words import Words

HEAD = """# The command line

This page is made from the program (`python -m app.cli.document`), and a test compares them.

`lete [--home DIR] [--json] [--clock MOMENT] GROUP VERB …`; the three may also stand behind the verb.

- `--home DIR`: the home of the workstation; without it, the user's own.
- `--json`: stdout carries exactly one JSON object (with `sync --watch` one a line); an error is
  `{"error": {"code", "sentence", "hint"}}`. Without it, text for people; errors on stderr.
- `--clock 2026-11-21T10:00:00`: the wall clock, in training networks only, so that a year can be played in a minute.

Exit codes: 0 all done; 1 anything refused (what was done is still listed); 2 usage; 3 environment (folder, disk, keys).

Who acts: `LETE_STAFF` and `LETE_PASSWORD`, or a prompt; `network create` makes this the first administrator.
Other secrets come by prompt or by `LETE_INVITE_PASSPHRASE`, `LETE_KEY_PASSPHRASE`, `LETE_RECOVERY_PASSPHRASE`,
`LETE_NEW_PASSWORD`, `LETE_PIN`, never as arguments. `LETE_LANGUAGE` is lv, da or en.

In answers, `patron` and `item` are numbers as scanned, `*_id` are ids as text; days are ISO; a patron without a card is
called by `#` and the id, and any command takes that for a scan. A block is
`{"code", "severity", "permission", "figures", "sentence"}`; its code goes behind `--override`, with a `--reason`.
"""


def document() -> str:
    """Return the page."""
    words = Words("en")
    return "\n".join([HEAD, *(line for command in commands() for line in _of(command, words))])


def _of(command: Command, words: Words) -> Iterator[str]:
    yield f"## {command.name}"
    yield ""
    yield words(command.help_code)
    yield ""
    yield f"    lete {command.name}{''.join(f' {_usage(argument)}' for argument in command.arguments)}"
    yield ""
    for argument in command.arguments:
        yield f"- `{argument.name}`: {words(argument.help_code)}"
    if command.arguments:
        yield ""
    if command.keys:
        yield f"Answers: `{command.keys}`"
        yield ""


def _usage(argument: Argument) -> str:
    options = argument.options
    value = str(options.get("metavar") or argument.name.removeprefix("--").upper().replace("-", "_"))
    many = "…" if options.get("nargs") == "+" else ""
    if not argument.name.startswith("--"):
        return f"[{value}…]" if options.get("nargs") == "*" else f"{value}{many}"
    said = argument.name if options.get("action") == "store_true" else f"{argument.name} {value}{many}"
    return said if options.get("required") else f"[{said}]"


if __name__ == "__main__":
    print(document())
