"""Post and forms on this PC: where forms come in, which server takes letters, and which desk sends them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from app.db.queries.network import desk_names
from app.db.queries.settings import policy_in_force
from app.desk.notices import choose_mail_desk
from app.desk.outcome import Done, Refused, Touched
from app.errors import LibraryError
from app.notices.lines import MAILBOX_PORTS, SECURITIES, SENDER_PORTS
from app.rules.blocks import Why, block
from app.settings import Mailbox, Sender, Server
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.person_asking import label
from app.views.presenters.question import Answer, Answered, Asked, Asking, Kind, Question, QuestionState, deed
from app.views.presenters.service import Failed, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.trouble import error_line
from app.words import Words

FOLDER, MAILBOX, SENDER = "folder", "mailbox", "sender"
ERRANDS: Mapping[str, str] = {FOLDER: "folder", MAILBOX: "mailbox", SENDER: "post"}
"""Which errand of the open desk uses what is set here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSettingsState:
    """What is set, each in a sentence.

    Attributes:
        folder: "" where no folder is watched.
        is_here: Whether this desk sends the letters of the network.
        said: Below each: what came of trying it, or what holds it up.
        trying: Which server is being tried.
    """

    folder: str = ""
    mailbox: str = ""
    sender: str = ""
    has_mailbox: bool = False
    has_sender: bool = False
    desk: str = ""
    has_desk: bool = False
    is_here: bool = False
    said: Mapping[str, Note] = field(default_factory=dict)
    trying: str = ""
    asked: QuestionState = field(default_factory=QuestionState)


class PostSettingsPresenter(Showing[PostSettingsState]):
    """Shows what is set, asks for what is to be, and tries it."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(PostSettingsState())
        self._service, self._words, self._stage = service, words, stage
        self._tried: dict[str, Note] = {}
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda state: self.change(asked=state)

    # What is shown.

    def refresh(self) -> None:
        """Read what is set."""
        settings, words = self._service.settings.load(), self._words
        mailbox, sender = settings.mailbox, settings.sender
        desk = self._mail_desk()
        name = desk_names(self._service.database).get(desk, str(desk)) if desk else ""
        self.change(
            folder=settings.forms_folder,
            mailbox=words("settings.mailbox.is", user=mailbox.user, host=mailbox.host, folder=mailbox.folder)
            if mailbox
            else words("settings.none"),
            sender=words("settings.sender.is", address=sender.address, host=sender.host)
            if sender
            else words("settings.none"),
            has_mailbox=mailbox is not None,
            has_sender=sender is not None,
            desk=name or words("settings.desk.none"),
            has_desk=desk != 0,
            is_here=desk != 0 and desk == self._own(),
            said=self._said(),
        )

    def _said(self) -> dict[str, Note]:
        """What was tried just now comes before what the open desk met when it last went there."""
        troubles = self._service.post.troubles
        met = {part: self._trouble(troubles[errand]) for part, errand in ERRANDS.items() if errand in troubles}
        return {**met, **self._tried}

    def _trouble(self, error: LibraryError) -> Note:
        line = error_line(self._words, error)
        return Note(tone=Tone.ATTENTION, text=line.text, hint=line.todo)

    def _mail_desk(self) -> int:
        place = self._service.place
        rules = policy_in_force(self._service.database, self._service.today(), place.branch if place else 0)
        return rules.number("mail_desk")

    def _own(self) -> int:
        place = self._service.place
        return place.replica if place else 0

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.SETTING, Touched.BRANCH, Touched.NETWORK, Touched.FORM} & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Let go of what is being typed."""
        self._tried.clear()
        self.asking.close()

    # The folder and the desk.

    def choose_folder(self, folder: Path | None) -> None:
        """Watch a folder from now on; none with None."""

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.keep_forms_folder(folder, done=done, failed=failed)

        self._tried.pop(FOLDER, None)
        code = "settings.folder.none.done" if folder is None else "settings.folder.done"
        self.asking.do(act, partial(self._kept, code))

    def send_here(self, *, here: bool) -> None:
        """Let this desk send the letters of the network, or none."""
        make = partial(choose_mail_desk, replica=self._own() if here else 0)
        self.asking.do(deed(self._service, lambda _: make), partial(self._kept, "settings.desk.done"))

    def _kept(self, code: str, _: Done[Any]) -> None:
        self.refresh()
        self._stage.say(Line(tone=Tone.OK, text=self._words(code)))

    # The servers.

    def ask_mailbox(self) -> None:
        now = self._service.settings.load().mailbox or Mailbox(host="", port=0)
        fields = (
            *self._server_fields(now),
            self._text("mail_folder", now.folder),
            Asked(name="taken", label=self._words("settings.taken"), value=now.taken),
        )

        def act(answer: Answer, done: Answered, failed: Failed) -> None:
            made = self._server(answer, now, MAILBOX_PORTS)
            if isinstance(made, Refused):
                done(made)
                return
            server = Mailbox(**made, folder=answer["mail_folder"], taken=answer["taken"])
            self._service.keep_mailbox(server, password=answer["mail_password"], done=done, failed=failed)

        self._ask(MAILBOX, fields, act)

    def ask_sender(self) -> None:
        now = self._service.settings.load().sender or Sender(host="", port=0, address="")
        address = Asked(name="email", label=self._words("settings.address"), value=now.address)

        def act(answer: Answer, done: Answered, failed: Failed) -> None:
            made = self._server(answer, now, SENDER_PORTS)
            if isinstance(made, Refused):
                done(made)
                return
            server = Sender(**made, address=answer["email"])
            self._service.keep_sender(server, password=answer["mail_password"], done=done, failed=failed)

        self._ask(SENDER, (*self._server_fields(now), address), act)

    def ask_to_drop(self, which: str) -> None:
        """Ask whether a server is to be forgotten with its password: it would have to be typed again."""
        words = self._words
        left = self._service.letters_of_forms() if which == MAILBOX else 0
        question = Question(
            title=words(f"settings.{which}.drop", what=self.state.mailbox if which == MAILBOX else self.state.sender),
            confirm=words("settings.drop"),
            hint=words("mailbox.remove.left", count=left) if left else words("settings.drop.hint"),
        )

        def act(_: Answer, done: Answered, failed: Failed) -> None:
            self._service.drop_server(which, done=done, failed=failed)

        self._tried.pop(which, None)
        self.asking.ask(question, act, partial(self._kept, f"settings.{which}.dropped"))

    def _ask(self, which: str, fields: tuple[Asked, ...], act: Any) -> None:
        words = self._words
        question = Question(
            title=words(f"settings.{which}"),
            confirm=words("settings.keep"),
            hint=words("settings.server.hint"),
            fields=fields,
        )
        self._tried.pop(which, None)
        self.asking.ask(question, act, partial(self._kept, f"settings.{which}.done"))

    def _server_fields(self, now: Server) -> tuple[Asked, ...]:
        words = self._words
        return (
            self._text("host", now.host),
            Asked(
                name="security",
                label=words("settings.security"),
                kind=Kind.LIST,
                value=now.security,
                options={name: words(f"settings.security.{name}") for name in SECURITIES},
            ),
            Asked(name="port", label=words("settings.port"), value=str(now.port or "")),
            self._text("user", now.user),
            Asked(name="mail_password", label=label("mail_password", words), kind=Kind.HIDDEN),
        )

    def _text(self, name: str, value: str) -> Asked:
        return Asked(name=name, label=label(name, self._words), value=value)

    def _server(self, answer: Answer, now: Server, ports: Mapping[str, int]) -> dict[str, Any] | Refused:
        """Return what both kinds of server have; the certificate that is to be trusted stays what it was."""
        security, port = answer["security"], answer["port"]
        if port and not port.isdecimal():
            return Refused(blocks=(block(Why.FIELD_INVALID, field="port"),))
        return {
            "host": answer["host"],
            "port": int(port) if port else ports[security],
            "security": security,
            "user": answer["user"],
            "authority": now.authority,
        }

    # Trying.

    def attempt(self, which: str) -> None:
        """Try the line to a server, and say in one sentence what came of it."""
        if self.state.trying:
            return
        self._tried[which] = Note(tone=Tone.PLAIN, text=self._words("settings.trying"))
        self.change(trying=which, said=self._said())
        self._service.try_server(which, done=partial(self._went_well, which), failed=partial(self._went_wrong, which))

    def _went_well(self, which: str, _: None) -> None:
        self._tell(which, Note(tone=Tone.OK, text=self._words(f"settings.{which}.good")))

    def _went_wrong(self, which: str, error: Exception) -> None:
        if isinstance(error, LibraryError):
            self._tell(which, self._trouble(error))
            return
        self._tried.pop(which, None)
        self.change(trying="", said=self._said())
        self._stage.trouble(error)

    def _tell(self, which: str, note: Note) -> None:
        self._tried[which] = note
        self.change(trying="", said=self._said())
