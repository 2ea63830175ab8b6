"""The telling moments of post and forms: what is written to somebody, what came in, and where it comes and goes."""

from __future__ import annotations

from functools import partial

from app.desk.notices import ask_notice, choose_mail_desk
from app.desk.outcome import Touched
from app.desk.sending import begin_sending, end_sending
from app.forms.errors import Damaged
from app.notices.errors import ServerUnreachable
from app.rules.letters import CONTACT_ASKED, WELCOME
from app.rules.notices import FAILED, UNCERTAIN
from app.settings import Mailbox, Sender
from app.views.presenters.news import PostNews
from app.views.presenters.person_state import Tab
from app.views.presenters.post_settings import MAILBOX
from app.views.screens.forms import FormsScreen
from app.views.screens.settings import POST, SettingsScreen
from app.views.screenshots.stage import Stage


def person_messages(stage: Stage) -> None:
    """Of three messages one could not be sent, of one nobody is sure, and one waits."""
    card = stage.town.people[0].card
    stage.do(partial(choose_mail_desk, replica=stage.replica))
    for kind, step, cause in (
        (WELCOME, FAILED, "mailbox-full"),
        (CONTACT_ASKED, UNCERTAIN, "connection-lost"),
        (WELCOME, "", ""),
    ):
        asked = stage.do(partial(ask_notice, patron=card, kind=kind))
        if step:
            stage.do(partial(begin_sending, notice=asked.notice))
            stage.do(partial(end_sending, notice=asked.notice, step=step, cause=cause))
    stage.person(0, Tab.MESSAGES)


def person_message(stage: Stage) -> None:
    stage.person(0, Tab.MESSAGES).start("write-message")


def forms_doubt(stage: Stage) -> None:
    """What was not understood is looked at; and something came that is no form."""
    screen = stage.screen("forms")
    assert isinstance(screen, FormsScreen)
    screen.presenter.step_back()
    for _ in range(2):
        next(one for one in screen.commands if one.id == "next-doubt").run()
    came = (("skenēts 0001.pdf", Damaged(name="skenēts 0001.pdf")),)
    stage.desk.shell.heard_of_post(PostNews(unread=came), {Touched.FORM})
    stage.pump(lambda: screen.presenter.state.not_read)


def post_settings(stage: Stage) -> None:
    """Everything is set, the mailbox was tried in vain, and the mail server has not answered."""
    stage.desk.home.settings.change(
        forms_folder=str(stage.desk.home.path),
        mailbox=Mailbox(host="imap.example.org", port=143, user="biblioteka.info@example.org"),
        sender=Sender(host="smtp.example.org", port=587, address="biblioteka.info@example.org"),
    )
    gone = ServerUnreachable(host="smtp.example.org", port=587)
    stage.desk.shell.heard_of_post(PostNews(troubles={"post": gone}), ())
    screen = stage.screen("settings")
    assert isinstance(screen, SettingsScreen)
    screen.choose_tab(POST)
    screen.post.presenter.attempt(MAILBOX)
    stage.pump(lambda: not screen.post.presenter.state.trying)


def post_server(stage: Stage) -> None:
    screen = stage.screen("settings")
    assert isinstance(screen, SettingsScreen)
    screen.choose_tab(POST)
    screen.post.presenter.ask_mailbox()
    stage.desk.home.settings.change(forms_folder="", mailbox=None, sender=None)
    stage.desk.shell.heard_of_post(PostNews(), ())
