"""Commands about the templates of letters."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.telling import lines, refused_answer
from app.desk.outcome import Outcome, Refused
from app.desk.templates import TemplateChanged, reset_template, set_template
from app.errors import Misuse
from app.rules.letters import PLACEHOLDERS
from app.station.letters import LetterTemplate, letter_template, letter_templates
from app.words import LANGUAGES


class BodyUnreadable(Misuse):
    """The file with the text of a letter cannot be read as text."""

    code = "template.body-unreadable"


def _list(context: Context, _: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        found = letter_templates(station.reading)
    said = (
        "  ".join((one.code, one.language, words(f"notice.kind.{one.code}"), one.subject, _standing(context, one)))
        for one in found
    )
    return Answer(keys={"templates": [_keys(one) for one in found]}, text=lines(*said))


def _standing(context: Context, one: LetterTemplate) -> str:
    return context.words("template.own" if one.own else "template.shipped")


def _keys(one: LetterTemplate) -> dict[str, Any]:
    return {
        "template": one.code,
        "language": one.language,
        "subject": one.subject,
        "body": one.body,
        "own": one.own,
        "placeholders": list(one.placeholders),
    }


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = letter_template(station.reading, given.template, given.language)
    may = context.words("template.placeholders", names=", ".join(f"{{{name}}}" for name in found.placeholders))
    return Answer(keys=_keys(found), text=f"{found.subject}\n\n{found.body}\n\n{_standing(context, found)} {may}")


def _set(context: Context, given: Namespace) -> Answer:
    try:
        body = Path(given.letter).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise BodyUnreadable(file=given.letter) from error
    with context.staffed() as station:
        outcome = station.do(
            set_template,
            code=given.template,
            language=given.language,
            subject=given.subject_line,
            body=body,
            languages=tuple(LANGUAGES),
        )
    return _changed(context, outcome, "cli.template.set.done")


def _reset(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(reset_template, code=given.template, language=given.language, languages=tuple(LANGUAGES))
    return _changed(context, outcome, "cli.template.reset.done")


def _changed(context: Context, outcome: Outcome[TemplateChanged], said: str) -> Answer:
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    record = outcome.record
    return Answer(
        keys={"template": record.code, "language": record.language},
        text=words(said, kind=words(f"notice.kind.{record.code}"), language=LANGUAGES[record.language]),
    )


_ONE = (
    Argument("template", {"choices": list(PLACEHOLDERS)}),
    required("--language", choices=list(LANGUAGES)),
)
_KEYS = "template, language, subject, body, own, placeholders"

COMMANDS = (
    Command(words=("template", "list"), run=_list, keys=f"templates: [{{{_KEYS}}}]"),
    Command(words=("template", "show"), run=_show, arguments=_ONE, keys=_KEYS),
    Command(
        words=("template", "set"),
        run=_set,
        arguments=(*_ONE, required("--subject-line"), required("--letter", metavar="FILE")),
        keys="template, language",
    ),
    Command(words=("template", "reset"), run=_reset, arguments=_ONE, keys="template, language"),
)
