"""Messages to a person: which there were, how each stands, and which may be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from app.db.queries.notices import NoticeShown
from app.rules.cards import OrderStanding
from app.rules.letters import CARD_READY, CONTACT_ASKED, GUARANTEE_ENDED, RECALL, REMINDER, WELCOME
from app.rules.notices import NoticeStanding
from app.views.presenters.line import Tone
from app.views.presenters.person_state import Fact, TabColumn, TabRow, TabShown
from app.views.presenters.person_tabs import MESSAGE, PersonRead
from app.views.presenters.question import Asked, Kind, Question
from app.words import Words

KIND = "message_kind"
TONES: Mapping[NoticeStanding, Tone] = {
    NoticeStanding.FAILED: Tone.REFUSED,
    NoticeStanding.UNCERTAIN: Tone.ATTENTION,
}


def messages_tab(read: PersonRead, words: Words, local: Callable[[int], datetime]) -> TabShown:
    """Show how somebody is written to, and every message with what became of it."""
    return TabShown(
        facts=tuple(_facts(read, words)),
        columns=(
            TabColumn(id="kind", heading=words("person.message"), weight=5),
            TabColumn(id="on", heading=words("person.on"), most=110),
            TabColumn(id="standing", heading=words("column.status"), weight=7),
        ),
        rows=tuple(
            TabRow(
                key=f"{MESSAGE}:{one.notice}",
                cells=(kind_name(one.kind, words), words.day(local(one.last_ms).date()), standing(one, words)),
                tone=TONES.get(one.standing, Tone.PLAIN),
            )
            for one in read.letters.notices
        ),
        empty=words("person.no-messages"),
        empty_hint=words("person.no-messages.hint"),
    )


def _facts(read: PersonRead, words: Words) -> Iterator[Fact]:
    reached, sender = read.letters.reached, read.letters.sender
    address = reached.email if reached else ""
    if reached is not None and address and not reached.own:
        address = words("person.email.guarantors", email=address)
    if reached is not None and reached.bounced:
        address = words("person.email.bounced", email=address)
    good = bool(address) and not (reached and reached.bounced)
    said = address or words("person.email.none")
    yield Fact(label=words("column.email"), said=said, tone=Tone.PLAIN if good else Tone.ATTENTION)
    tone = Tone.PLAIN if sender else Tone.ATTENTION
    yield Fact(label=words("person.sender"), said=sender or words("person.sender.none"), tone=tone)


def kind_name(kind: str, words: Words) -> str:
    """Return the name of a kind as it stands by itself."""
    said = words(f"notice.kind.{kind}")
    return said[:1].upper() + said[1:]


def standing(one: NoticeShown, words: Words) -> str:
    """Return how a message stands, why, and what a person is to do about it."""
    if one.standing is NoticeStanding.UNCERTAIN:
        return words("person.message.unsure")
    said = words(f"notice.standing.{one.standing}")
    if one.cause:
        said = f"{said}: {words(f'notice.cause.{one.cause}')}"
    return said[:1].upper() + said[1:]


def kinds_to_write(read: PersonRead) -> tuple[str, ...]:
    """Return the kinds of which there is something to tell; an account has a deed of its own."""
    promises = read.shown.relation.promises
    has_something = {
        WELCOME: True,
        CARD_READY: any(one.standing is OrderStanding.READY for one in read.orders),
        GUARANTEE_ENDED: bool(promises) and all(one.until_on is not None for one in promises),
        CONTACT_ASKED: True,
        REMINDER: any(one.due_on >= read.today for one in read.shown.loans),
        RECALL: any(one.due_on < read.today for one in read.shown.loans),
    }
    return tuple(kind for kind, has in has_something.items() if has)


def message_question(read: PersonRead, words: Words) -> Question:
    """Ask which message is to be written."""
    options = {kind: kind_name(kind, words) for kind in kinds_to_write(read)}
    address = read.letters.reached.email if read.letters.reached else ""
    return Question(
        title=words("person.do.write-message"),
        confirm=words("person.confirm.write-message"),
        hint=words("person.message.hint", email=address) if address else words("person.email.none"),
        fields=(
            Asked(
                name=KIND, label=words("person.message"), kind=Kind.CHOICE, value=next(iter(options)), options=options
            ),
        ),
    )
