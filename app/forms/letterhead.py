"""Tell the library's own phone and address, printed on the sheet, from those that somebody wrote there.

A letterhead stands above the title, or above all that names a person; a footer stands below the signature. What is
printed there is shown and never filed, for whoever leaves the phone blank has no phone, and not the library's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.forms.events import Entry, Event, Heading
from app.forms.evidence import Evidence
from app.forms.roles import NAMES
from app.forms.vocabulary import Meaning, Vocabulary

IDENTITY = NAMES | {"code", "birth", "code_or_birth"}
CONTACT = frozenset(
    {
        "phone",
        "email",
        "contact",
        "address",
        "street",
        "house",
        "postcode",
        "post_town",
        "town",
        "parish",
        "municipality",
    }
)


def print_of_library(events: Sequence[Event], evidence: Evidence, vocabulary: Vocabulary) -> frozenset[int]:
    """The numbers of the events that are contact data of the library itself."""
    meanings = [_meaning(event, evidence, vocabulary) for event in events]
    named = next((at for at, meaning in enumerate(meanings) if meaning and meaning.base in IDENTITY), len(events))
    title = max((at for at, event in enumerate(events[:named]) if evidence.is_title(event)), default=-1)
    signed = next((at for at, event in enumerate(events) if _is_signature(event, vocabulary)), len(events))
    above = (
        at for at in _contact(meanings, 0, named) if at < title or _is_asked(meanings, at, range(named, len(events)))
    )
    below = (at for at in _contact(meanings, signed, len(events)) if _is_asked(meanings, at, range(signed)))
    return frozenset(at for at in (*above, *below) if _is_print(events[at]))


def _meaning(event: Event, evidence: Evidence, vocabulary: Vocabulary) -> Meaning | None:
    """What is asked there; a label that stands alone on its line asks as well."""
    if isinstance(event, Entry):
        return evidence.printed(event)
    return vocabulary.meaning(event.text) if isinstance(event, Heading) else None


def _contact(meanings: Sequence[Meaning | None], start: int, stop: int) -> Iterator[int]:
    for at in range(start, stop):
        meaning = meanings[at]
        if meaning is not None and meaning.base in CONTACT:
            yield at


def _is_asked(meanings: Sequence[Meaning | None], at: int, elsewhere: range) -> bool:
    """Whether the form asks for the same in another place, with an answer or without."""
    wanted = meanings[at]
    others = (meanings[other] for other in elsewhere)
    return wanted is not None and any(other is not None and _same(other.base, wanted.base) for other in others)


def _same(asked: str, printed: str) -> bool:
    return asked == printed or (asked == "contact" and printed in {"phone", "email"})


def _is_print(event: Event) -> bool:
    """Whether nothing marks a place there: a value between blanks was written by somebody."""
    return isinstance(event, Entry) and event.origin is None and not event.names


def _is_signature(event: Event, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_signature(event.label if isinstance(event, Entry) else getattr(event, "text", ""))
