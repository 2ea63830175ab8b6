"""A town on the evening before a morning at the desk: who waits, who is late, who is shut out, what lies in the drop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from app.desk.checkout import check_out
from app.desk.exclusion import restrict
from app.desk.holds import place_hold
from app.desk.items import add_item
from app.desk.outcome import Done
from app.desk.terms import set_term
from app.rules.blocks import block
from app.rules.exclusion import MISUSE
from app.station.station import Station
from app.sync.ticks import make_tick
from app.views.screenshots.people import TOWNS
from app.views.screenshots.town import LOGIN, PASSWORD, found_town
from tests.views.stories import look

EVENING, MORNING = "2026-11-21T15:10:00", "2026-11-23T09:05:00"
"""A Saturday and the Monday after it."""

BEGAN = make_tick(int(datetime(2026, 11, 23, tzinfo=UTC).timestamp() * 1000), 0)
"""Every tick of the Monday is greater."""

READER, BLOCKED, CHILD, NEIGHBOUR, EXCLUDED, WAITING = range(6)
"""Who is who in both towns, by place."""

LATE, DUE_TODAY, RESERVED, DROPPED, LENT, FROM_ELSEWHERE, TO_SEND, CLAIMED = range(8)
AWAITED, WANTED = 10, 11
"""The books of the towns, by place and by what the morning does with them."""

NEW = {f"M-{place}": f"Rakete {place}" for place in range(1, 7)}
"""Copies that are on the shelf in the morning, but for the last: it lies in the book drop."""
IN_THE_DROP = "M-6"


def evening_before(folder, language):
    """Found a town, and leave it as it is found on Monday; return its workstation and its world."""
    home, world = found_town(folder, language)
    home.settings.change(sound=False, share=str(folder / "share"))
    town = TOWNS[language]
    world.clock.set(EVENING)
    station = Station.open(home, world)
    try:
        _leave(station.signed_in(LOGIN, PASSWORD), town)
    finally:
        station.close()
    world.clock.set(MORNING)
    return home, world, town


def _leave(station, town):
    cards, copy = [person.card for person in town.people], town.barcode
    for barcode, title in NEW.items():
        _do(station, add_item, barcode=barcode, title=title, material=town.material)
    _do(station, check_out, patron=cards[READER], item=IN_THE_DROP, due=station.today())
    _do(station, place_hold, patron=cards[NEIGHBOUR], item=copy(AWAITED))
    _do(station, place_hold, patron=cards[WAITING], item=copy(RESERVED))
    _do(station, place_hold, patron=cards[WAITING], item=copy(TO_SEND), pickup=town.other_code)
    _do(station, set_term, term="loans_max", value="2", category="child")
    _do(station, restrict, patron=cards[EXCLUDED], kind=MISUSE, reason="notes in books")


def _do(station, deed, **arguments):
    outcome = station.do(partial(deed, **arguments))
    assert isinstance(outcome, Done), outcome


@dataclass
class Shift:
    """A librarian at the desk who looks at the screen after every scan."""

    window: object
    words: object
    town: object
    scans: int = 0

    def scan(self, text):
        self.window.scan(text)
        self.scans += 1

    def copy(self, place):
        return self.town.barcode(place)

    def card(self, place):
        return self.town.people[place].card

    def name(self, place):
        return f"{self.town.people[place].given} {self.town.people[place].family}"

    def title(self, place):
        return self.town.books[place][0]

    def sees(self, *texts):
        """All of these are in sight; a text of one line may end early, with an ellipsis."""
        self.window.update()
        shown = [*self.window.texts(), *self._cells()]
        for text in texts:
            assert any(_is(text, one) for one in shown), (text, shown)

    def _cells(self):
        for table in (self.window.screen.loans.loans, self.window.screen.loans.returns) if self._is_at_desk() else ():
            if table.tree.winfo_viewable():
                yield from (cell for row in table.tree.get_children() for cell in table.tree.item(row, "values"))

    def _is_at_desk(self):
        return self.window.shell.chosen == "desk"

    def reads(self, code, **figures):
        """The line below the field says so, in whole."""
        said = self.words(code, **figures)
        assert self.window.state.line.text == said
        self.sees(said)

    def is_told(self, *sentences):
        """These stand beside what was done, in this order and in whole."""
        self.window.update()
        assert " ".join(sentences) in self.window.texts()

    def is_refused(self, what, why, **figures):
        """It was not done, and the screen says why."""
        self.reads("desk.refused", what=what)
        self.sees(self.words.block(block(why, **figures)))

    def has_the_field_again(self):
        """What is scanned next goes where it should."""
        self.window.pump(lambda: self.window.root.focus_get() is self.window.screen.scan.field)

    def saves_as(self, path):
        """Whatever is to be saved is saved there."""
        self.window.screen._room = replace(self.window.screen._room, ask_save=lambda _: path)

    def ask(self, query, *values):
        """Ask the database of the workstation."""
        return self.window.shell.service.database.connection.execute(query, values).fetchall()

    def look(self, name):
        look(self.window, f"morning-{self.town.language}-{self.scans:02}-{name}")


def _is(text, shown):
    shown = shown.strip()
    return shown == text or (shown.endswith("…") and len(shown) > 12 and text.startswith(shown[:-1]))
