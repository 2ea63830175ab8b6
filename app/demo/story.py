"""The story of the main job, told without a window: from a Word form to the manager's report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.db.digest import digests, whole
from app.db.queries.people import show_patron
from app.demo.form import write_form
from app.demo.invented import BRANCHES
from app.demo.training import Training, barcode, found_training, signed_in, with_station
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.outcome import Done, Outcome, R
from app.errors import LibraryError
from app.forms.reading import read_form
from app.station.inbox import confirm_form, import_forms
from app.station.station import Station
from app.station.syncing import sync_once
from app.station.world import World
from app.words import Words
from exports.registry import write_report

CARD = "20009999"
ROUNDS_MAX = 5
"""How many more rounds the desks may take to be equal: an erasure is proposed, answered, done and read."""

Say = Callable[[str], None]


class StoryFailed(LibraryError):
    """A step of the story did not go as told: the desks differ, or something was refused."""

    code = "demo.failed"
    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the story ended."""

    report: Path
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    training: Training
    world: World
    words: Words
    say: Say

    def tell(self, code: str, **figures: object) -> None:
        self.say(self.words(f"demo.{code}", **figures))

    def at(self, place: int, act: Callable[[Station], object]) -> None:
        with_station(self.training.home(BRANCHES[place][0]), self.world, act)


def tell_story(folder: Path, world: World, words: Words, say: Say) -> Told:
    """Found a training network in `folder` and play the story in it.

    Raises:
        StoryFailed: A step did not go as told.
    """
    training = found_training(folder, world, lambda code: say(words(code)))
    teller = _Teller(training=training, world=world, words=words, say=say)
    teller.at(0, lambda station: _register(teller, signed_in(station)))
    teller.at(0, lambda station: _lend(teller, signed_in(station)))
    for place in (0, 1):
        teller.at(place, sync_once)
    teller.at(1, lambda station: _take_back(teller, signed_in(station)))
    for place in (1, 2, 0, 1):
        teller.at(place, sync_once)
    digest = _compare(teller)
    report = training.folder / "dienas-lapa.xlsx"
    teller.at(0, lambda station: _report(teller, station, report))
    return Told(report=report, digest=digest)


def _done(outcome: Outcome[R]) -> R:
    if not isinstance(outcome, Done):
        raise StoryFailed(codes=", ".join(block.why for block in outcome.blocks))
    return outcome.record


def _register(teller: _Teller, station: Station) -> None:
    if show_patron(station.reading, CARD, today=station.today(), branch=station.acting.branch):
        teller.tell("known", card=CARD)
        return
    path = teller.training.folder / "anketa.docx"
    write_form(path)
    teller.tell("form", file=path)
    [draft] = import_forms(station, [path], read_form).drafts
    teller.tell("read", count=len(draft.application.fields))
    for unread in draft.application.unread:
        teller.tell("unread", label=unread.label, value=unread.value)
    confirmed = _done(confirm_form(station, draft.id, changes={}, card_number=CARD))
    teller.tell("registered", name=confirmed.registered.name, card=CARD, branch=BRANCHES[0][1])
    if confirmed.destroyed and not path.exists():
        teller.tell("destroyed")


def _lend(teller: _Teller, station: Station) -> None:
    lent = _done(station.do(check_out, patron=CARD, item=barcode(0, 1), override={"ON_LOAN"}, reason="demo"))
    teller.tell("lent", title=lent.title, due=lent.due_on)


def _take_back(teller: _Teller, station: Station) -> None:
    shown = show_patron(station.reading, CARD, today=station.today(), branch=station.acting.branch)
    if shown is None or not shown.loans:
        raise StoryFailed(codes="UNKNOWN_SCAN")
    teller.tell("seen", branch=BRANCHES[1][1], name=shown.name, count=len(shown.loans))
    returned = _done(station.do(check_in, item=barcode(0, 1)))
    teller.tell("returned", branch=BRANCHES[1][1], title=returned.title)
    for todo in returned.todo:
        teller.say("  " + teller.words(f"todo.{todo.code}", **dict(todo.figures)))


def _compare(teller: _Teller) -> str:
    """Compare the desks; a network that somebody has practised in may need more rounds, as for an erasure."""
    for _ in range(ROUNDS_MAX):
        found = _digests(teller)
        if len(found) == 1:
            [digest] = found
            teller.tell("equal", digest=digest)
            return digest
        for place in range(len(BRANCHES)):
            teller.at(place, sync_once)
    raise StoryFailed(codes="digest")


def _digests(teller: _Teller) -> set[str]:
    found: set[str] = set()
    for place in range(len(BRANCHES)):
        teller.at(place, lambda station: found.add(whole(digests(station.reading.connection)).hex()))
    return found


def _report(teller: _Teller, station: Station, path: Path) -> None:
    today = station.today()
    written = write_report(
        "day-sheet",
        path,
        database=station.reading,
        words=teller.words,
        first=today,
        last=today,
        today=today,
        now_ms=teller.world.clock.wall_ms(),
        zone=station.place().time_zone,
    )
    teller.tell("report", file=written.path, count=written.rows)
