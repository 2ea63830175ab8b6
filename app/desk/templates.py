"""Templates of letters: what the library writes in place of what ships (L-22, L-45)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import Template
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.letters import (
    IN_SUBJECT_NEVER,
    NEEDED,
    PLACEHOLDERS,
    NotATemplate,
    placeholders_in,
    unknown_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged:
    """A template that is the library's own from now on, or again the one that ships."""

    code: str
    language: str


def set_template(
    work: Work, *, code: str, language: str, subject: str, body: str, languages: Collection[str]
) -> Outcome[TemplateChanged]:
    """Write a letter anew for every branch; what it names in braces must be known for its kind.

    Args:
        languages: Those in which there are letters.
    """
    subject, body = subject.strip(), body.strip()
    blocks = (*not_permitted(work, "settings"), *_unknown(code, language, languages))
    if not blocks:
        blocks = tuple(_blocks(code, subject, body))
    if blocks:
        return Refused(blocks=blocks)
    return _write(work, code, language, subject, body)


def reset_template(work: Work, *, code: str, language: str, languages: Collection[str]) -> Outcome[TemplateChanged]:
    """Go back to the letter that ships, and to each better one that will."""
    blocks = (*not_permitted(work, "settings"), *_unknown(code, language, languages))
    if blocks:
        return Refused(blocks=blocks)
    return _write(work, code, language, "", "")


def _write(work: Work, code: str, language: str, subject: str, body: str) -> Done[TemplateChanged]:
    row = work.template_row(code, language)
    if row is not None:
        work.amend("template", row, code=code, language=language, subject=subject, body=body)
    elif body:
        work.add(Template(code=code, language=language, subject=subject, body=body))
    return Done(record=TemplateChanged(code=code, language=language), touched=frozenset({Touched.SETTING}))


def _unknown(code: str, language: str, languages: Collection[str]) -> Iterator[Block]:
    if code not in PLACEHOLDERS:
        yield block(Why.TEMPLATE_UNKNOWN, code=code)
    if language not in languages:
        yield block(Why.FIELD_INVALID, field="language")


def _blocks(code: str, subject: str, body: str) -> Iterator[Block]:
    if not subject:
        yield block(Why.FIELD_MISSING, field="subject")
    if not body:
        yield block(Why.FIELD_MISSING, field="body")
    if any(not letter.isprintable() for letter in subject):
        yield block(Why.FIELD_INVALID, field="subject")
    try:
        named = placeholders_in(body)
        unknown = [*unknown_in(code, subject), *unknown_in(code, body)]
        unknown += [name for name in placeholders_in(subject) if name in IN_SUBJECT_NEVER and name not in unknown]
    except NotATemplate:
        yield block(Why.TEMPLATE_BRACES)
        return
    yield from (block(Why.PLACEHOLDER_UNKNOWN, name=f"{{{name}}}") for name in dict.fromkeys(unknown))
    yield from (
        block(Why.PLACEHOLDER_MISSING, name=f"{{{name}}}") for name in NEEDED.get(code, ()) if name not in named
    )
