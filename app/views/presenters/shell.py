"""What the frame around every screen shows: where, when, who, and how this desk stands with the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.db.queries.tasks import count_tasks
from app.desk.outcome import Touched
from app.views.presenters.line import QUIET, Line, Tone
from app.views.presenters.news import PostNews, SyncNews
from app.views.presenters.service import Service
from app.views.presenters.showing import Showing
from app.views.presenters.trouble import error_line
from app.words import Words

TASK_KINDS = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON, Touched.TASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellState:
    """What the frame shows.

    Attributes:
        sync: The pill: last contact, and what waits.
        sync_tone: Green with fresh contact, amber without.
        folder: The state of the shared folder, in the status bar.
        post: Which letters or forms are held up; "" for none.
        forms: How many forms wait for a second look.
    """

    branch: str = ""
    code: str = ""
    day: str = ""
    staff: str = ""
    workstation: str = ""
    sync: str = ""
    sync_tone: Tone = Tone.PLAIN
    folder: str = ""
    post: str = ""
    tasks: int = 0
    forms: int = 0
    line: Line = QUIET
    training: bool = False


class ShellPresenter(Showing[ShellState]):
    """Keeps the frame up to date."""

    def __init__(self, service: Service, words: Words, *, training: bool) -> None:
        super().__init__(ShellState(training=training))
        self._service, self._words = service, words
        self._news = SyncNews()
        self.refresh()

    def refresh(self) -> None:
        """Look at the day, the place, and whoever is signed in."""
        place, acting = self._service.place, self._service.acting
        self.change(
            branch=place.branch_name if place else "",
            code=place.code if place else "",
            workstation=place.workstation if place else "",
            day=self._words.long_day(self._service.today()),
            staff=acting.name if acting else "",
            tasks=count_tasks(self._service.database) if acting else 0,
            forms=len(self._service.drafts()) if acting else 0,
        )
        self.heard(self._news)

    def heard(self, news: SyncNews) -> None:
        """Show how the last round went."""
        self._news = news
        self.change(sync=self._pill(news), sync_tone=_tone(news), folder=self._folder(news))

    def heard_of_post(self, news: PostNews) -> None:
        """Show quietly what holds up letters and forms: it is tried again without anybody."""
        self.change(post="   ·   ".join(self._words(f"shell.held-up.{errand}") for errand in news.troubles))

    def _pill(self, news: SyncNews) -> str:
        code = "shell.sync.never" if news.contact is None else "shell.sync.contact"
        if news.trouble is not None:
            code = "shell.sync.offline" if news.contact is None else "shell.sync.offline-since"
        said = self._words(code, at=self._at(news.contact) if news.contact else "")
        said = self._words("shell.sync.date") if news.asks_for_date and news.trouble is None else said
        waiting = self._words("shell.sync.waiting", waiting=news.waiting) if news.waiting else ""
        return "  ·  ".join(filter(None, (said, waiting)))

    def _at(self, moment: datetime) -> str:
        """Today's time needs no day."""
        same_day = moment.date() == self._service.today()
        return self._words.time(moment) if same_day else self._words.moment(moment)

    def _folder(self, news: SyncNews) -> str:
        if news.trouble is not None:
            return error_line(self._words, news.trouble).text
        return self._words("shell.folder.reachable" if news.contact else "shell.folder.unknown")

    def say(self, line: Line) -> None:
        self.change(line=line)

    def touched(self, kinds: Collection[Touched]) -> None:
        if not self._service.acting:
            return
        if TASK_KINDS & set(kinds):
            self.change(tasks=count_tasks(self._service.database))
        if Touched.FORM in kinds:
            self.change(forms=len(self._service.drafts()))


def _tone(news: SyncNews) -> Tone:
    if news.trouble is not None or news.problems:
        return Tone.ATTENTION
    return Tone.OK if news.contact is not None else Tone.PLAIN
