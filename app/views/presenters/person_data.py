"""What is kept of a person and for how long: the wish to stop, an erasure, and which records are of one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.db.queries.persons import MergeShown
from app.views.presenters.line import Note, Tone
from app.views.presenters.list_forgetting import Local, proposal_sentence
from app.views.presenters.person_state import Fact, TabColumn, TabRow, TabShown
from app.views.presenters.person_tabs import MERGE, PersonRead
from app.words import Words


def data_tab(read: PersonRead, words: Words, local: Local) -> TabShown:
    records = {one.record: _record(one.name, one.branch) for one in read.shown.person.records}
    return TabShown(
        facts=tuple(_facts(read, words, local)),
        columns=(
            TabColumn(id="one", heading=words("person.record"), weight=2),
            TabColumn(id="other", heading=words("person.record.with"), weight=2),
            TabColumn(id="on", heading=words("person.record.joined"), most=110),
            TabColumn(id="by", heading=words("person.by"), weight=2),
        ),
        rows=tuple(_merge(one, records, words) for one in read.shown.person.merges),
        empty=words("person.one-record"),
        empty_hint=words("person.one-record.hint"),
    )


def _facts(read: PersonRead, words: Words, local: Local) -> Iterator[Fact]:
    ended_on = read.shown.relation.ended_on
    said = words("person.use.ended", on=ended_on) if ended_on else words("person.use.goes-on")
    yield Fact(label=words("person.use"), said=said, tone=Tone.ATTENTION if ended_on else Tone.PLAIN)
    proposed = proposal_sentence(read.erasure, words, local) if read.erasure else words("person.erasure.none")
    yield Fact(label=words("person.erasure"), said=proposed, tone=Tone.ATTENTION if read.erasure else Tone.PLAIN)


def _merge(one: MergeShown, records: Mapping[int, str], words: Words) -> TabRow:
    older, later = sorted((one.patron, one.other))
    by = ", ".join(filter(None, (one.staff, one.branch)))
    return TabRow(
        key=f"{MERGE}:{one.merge}",
        cells=(records.get(older, f"#{older}"), records.get(later, f"#{later}"), words.day(one.on_day), by),
    )


def _record(name: str, branch: str) -> str:
    return f"{name} ({branch})" if branch else name


def data_notes(read: PersonRead, words: Words) -> tuple[Note, ...]:
    """Return what is to be known of somebody on every tab: that they are to be erased, and that records are joined."""
    erasure = words("person.erasure.note", cause=words(f"retention.cause.{read.erasure.cause}")) if read.erasure else ""
    count = len(read.shown.person.records)
    joined = words("person.records.note", count=count) if count > 1 else ""
    said = ((erasure, Tone.ATTENTION), (joined, Tone.PLAIN))
    return tuple(Note(tone=tone, text=text) for text, tone in said if text)
