"""What the labels of a sheet say all together: which sheet it is, its language, whether it tells of a guarantor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from app.desk.applications import FormKind
from app.forms.events import Boxes, Choice, Entry, Event, Heading
from app.forms.roles import SHARED
from app.forms.vocabulary import GUARANTOR, OTHER, SIGNER, Meaning, Vocabulary

KINDS: tuple[FormKind, ...] = ("guarantee", "consent", "adult")


class Evidence:
    """The events of one sheet, asked with one vocabulary."""

    def __init__(self, events: Sequence[Event], vocabulary: Vocabulary) -> None:
        self._events = events
        self._vocabulary = vocabulary

    def kind(self) -> FormKind:
        """What the title says; lines before the first field count first, for a section may be called the same."""
        above = takewhile(lambda event: not self._is_known(event), self._events)
        first = self._kind_of(event for event in above if isinstance(event, Heading))
        return first if first != "unknown" else self._kind_of(self._headings())

    def language(self) -> str:
        """The language of most labels; none if two are equally many."""
        counted = Counter(language for meaning in self._meanings() for language in meaning.languages)
        titles = (self._vocabulary.title_language(heading.text) for heading in self._headings())
        counted.update(filter(None, titles))
        best = counted.most_common(2)
        decided = best and (len(best) == 1 or best[0][1] > best[1][1])
        return best[0][0] if decided else ""

    def tells_guarantor(self) -> bool:
        said = any(meaning.role in {GUARANTOR, SIGNER} for meaning in self._meanings())
        return said or any(self.section(heading) == GUARANTOR for heading in self._headings())

    def is_title(self, event: Event) -> bool:
        return isinstance(event, Heading) and self._vocabulary.kind(event.text) != "unknown"

    def section(self, heading: Heading) -> str:
        """Whose data follow this heading; a title only names the sheet, "Vecāku galvojums" begins no parent."""
        return "" if self.is_title(heading) else self._vocabulary.section(heading.text)

    def named(self, entry: Entry) -> Meaning | None:
        """What the file's own name of a place says it is."""
        known = filter(None, map(self._vocabulary.meaning_of_name, entry.names))
        return next((meaning for meaning in known if meaning.base != OTHER), None)

    def printed(self, entry: Entry) -> Meaning | None:
        """What the label says; a sentence we only know beside boxes counts if it is answered by yes or no."""
        if entry.meaning is None and self._vocabulary.answer(entry.value) is not None:
            return self._vocabulary.wish(entry.label)
        return entry.meaning

    def named_wish(self, choices: Iterable[Choice]) -> Meaning | None:
        """Which field the boxes are for, by what the file calls them."""
        names = (name for choice in choices for name in choice.names)
        known = filter(None, map(self._vocabulary.meaning_of_name, names))
        return next((meaning for meaning in known if meaning.base in SHARED), None)

    def _kind_of(self, headings: Iterable[Heading]) -> FormKind:
        kinds = {self._vocabulary.kind(heading.text) for heading in headings}
        return next((kind for kind in KINDS if kind in kinds), "unknown")

    def _headings(self) -> Iterator[Heading]:
        return (event for event in self._events if isinstance(event, Heading))

    def _is_known(self, event: Event) -> bool:
        return isinstance(event, Entry) and (self.named(event) or self.printed(event)) is not None

    def _meanings(self) -> Iterator[Meaning]:
        return filter(None, map(self._meaning, self._events))

    def _meaning(self, event: Event) -> Meaning | None:
        match event:
            case Entry():
                return self.named(event) or self.printed(event)
            case Boxes():
                words = f"{event.question} {event.choices[0].label}"
                return self.named_wish(event.choices) or self._vocabulary.wish(words)
            case _:
                return None
