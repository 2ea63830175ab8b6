"""The telling moments of every screen, each played with the same calls that keys and clicks make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.desk.cards import make_card, order_card
from app.desk.identity import identify
from app.desk.network import change_setting
from app.desk.numbers import add_number
from app.desk.patrons import register_patron, report_card
from app.desk.visits import add_remark
from app.sync.errors import FolderUnreachable
from app.sync.problems import DATE_DOUBTFUL, UNREADABLE_SEGMENT
from app.views.presenters.desk_state import Mode
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.news import Reported, SyncNews
from app.views.presenters.person_state import Tab
from app.views.screens.desk import DeskScreen
from app.views.screens.forms import FormsScreen
from app.views.screens.patrons import PatronsScreen
from app.views.screens.reports import ReportsScreen
from app.views.screens.stock import StockScreen
from app.views.screenshots import scenes_of_copies as copies
from app.views.screenshots import scenes_of_holds as holds
from app.views.screenshots import scenes_of_lists as of_lists
from app.views.screenshots import scenes_of_people as people
from app.views.screenshots import scenes_of_post as post
from app.views.screenshots import scenes_of_rules as rules
from app.views.screenshots.stage import TROUBLED, Stage
from app.views.screenshots.town import LOGIN, PASSWORD


def signed_out(stage: Stage) -> None:
    stage.desk.shell.sign_in.entered()


def sign_in_refused(stage: Stage) -> None:
    presenter = stage.desk.shell.signing_in
    presenter.sign_in(LOGIN, "nepareiza")
    stage.pump(lambda: presenter.state.complaint)


def desk_empty(stage: Stage) -> None:
    shell = stage.desk.shell
    shell.signing_in.sign_in(LOGIN, PASSWORD)
    stage.pump(lambda: shell.frame is not None and shell.frame.is_shown)
    stage.pump(lambda: shell.presenter is not None and shell.presenter.state.folder)
    stage.at_desk()


def desk_patron(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[0].card)
    stage.scan(screen, stage.town.barcode(4))


def desk_refused(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[0].card)
    stage.scan(screen, stage.town.barcode(10))


def desk_override(stage: Stage) -> None:
    desk_refused(stage)
    screen = stage.screen("desk")
    assert isinstance(screen, DeskScreen)
    screen.presenter.deeds.ask_reason()
    screen.refusal.reason.insert(0, stage.town.reason)


def desk_unknown(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[0].code.replace("1", "3").replace("5", "1"))


def desk_lost_card(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.lost_card)


def desk_child(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[2].card)


def desk_pop_up(stage: Stage) -> None:
    """A warning, and a copy that was scanned before anybody read it."""
    card = stage.town.people[4].card
    stage.do(partial(add_remark, patron=card, body=stage.town.warning, warning=True))
    screen = stage.at_desk()
    stage.scan(screen, card)
    screen.presenter.scan(stage.town.barcode(4))


def desk_to_settle(stage: Stage) -> None:
    """Somebody who registered from afar, and whose contact data are to be asked after."""
    stage.do(partial(register_patron, family=stage.town.newcomer, given="A.", card="2 0099 0001", channel="remote"))
    stage.do(partial(change_setting, key="contact_after_days", value="30"))
    screen = stage.at_desk()
    stage.scan(screen, "2 0099 0001")
    screen.presenter.person.note_document()


def desk_first_visit(stage: Stage) -> None:
    stage.scan(stage.at_desk(), stage.town.people[3].card)


def desk_returned(stage: Stage) -> None:
    screen = stage.at_desk(Mode.RETURN)
    for place in (7, 12, 5):
        stage.scan(screen, stage.town.barcode(place))


def desk_item(stage: Stage) -> None:
    stage.scan(stage.at_desk(), stage.town.barcode(3))


def desk_list(stage: Stage) -> None:
    screen = stage.at_desk()
    screen.scan.field.insert(0, stage.town.typed)
    screen.presenter.look_up(stage.town.typed)


def patrons(stage: Stage) -> None:
    stage.at_desk()
    screen = stage.screen("patrons")
    assert isinstance(screen, PatronsScreen)
    screen.search.insert(0, stage.town.typed)
    screen.presenter.find(stage.town.typed)
    screen.presenter.look_at(stage.town.people[0].card)


def person_cards(stage: Stage) -> None:
    """A child's page: a card was lost, and another is ordered."""
    card = stage.town.people[2].card
    stage.do(partial(report_card, number=card, standing="lost"))
    stage.do(partial(order_card, patron=card))
    stage.do(partial(add_number, patron=card, number="3 2200 4567", kind=stage.other_kind()))
    stage.person(2, Tab.CARDS)


def person_report(stage: Stage) -> None:
    page = stage.person(0, Tab.CARDS)
    card = next(row.key for row in page.state.shown.rows if row.cells[0] == stage.town.people[0].card)
    page.choose(card)
    page.start("report-card")


def person_contact(stage: Stage) -> None:
    stage.do(partial(identify, patron=stage.town.people[0].card, document="passport"))
    stage.person(0, Tab.CONTACT)


def person_change(stage: Stage) -> None:
    stage.person(0, Tab.CONTACT).start("change-contact")


def person_amend(stage: Stage) -> None:
    page = stage.person(2, Tab.CONTACT)
    page.start("change-person")
    page.asking.submit({"given": "", "family": "", "birth_on": "1.1."})


def person_guardians(stage: Stage) -> None:
    stage.person(2, Tab.GUARDIANS)


def person_guarantor(stage: Stage) -> None:
    stage.person(2, Tab.GUARDIANS).start("add-guarantor")


def person_number_taken(stage: Stage) -> None:
    page = stage.person(2, Tab.CARDS)
    page.start("bind-number")
    page.asking.submit({"number": stage.town.people[0].code, "card_kind": stage.other_kind()})
    stage.pump(lambda: page.asking.state.complaints)


def person_notes(stage: Stage) -> None:
    card = stage.town.people[3].card
    stage.do(partial(add_remark, patron=card, body=stage.town.reason))
    stage.do(partial(add_remark, patron=card, body=stage.town.warning, warning=True))
    stage.person(3, Tab.NOTES)


def person_log(stage: Stage) -> None:
    stage.person(2, Tab.LOG)


def person_loans(stage: Stage) -> None:
    stage.person(0, Tab.LOANS)


def registration(stage: Stage) -> None:
    screen = stage.screen("patrons")
    assert isinstance(screen, PatronsScreen)
    screen.open_form()
    for name, value in (("given", "Emīls"), ("birth", "05.03.2014"), ("card", "2 0044 1000"), ("phone", "28 700 100")):
        screen.form.fields[name].value = value
    screen.registration.look_at_birth("05.03.2014")
    screen.form.submit()
    stage.pump(lambda: screen.registration.state.complaints)


def forms(stage: Stage) -> None:
    stage.screen("patrons").forget()
    screen = stage.screen("forms")
    assert isinstance(screen, FormsScreen)


def stock(stage: Stage) -> None:
    screen = stage.screen("stock")
    assert isinstance(screen, StockScreen)
    title = stage.town.books[12][0]
    screen.search.insert(0, title[:5])
    screen.presenter.find(title[:5])


def tasks(stage: Stage) -> None:
    stage.screen("tasks")


def reports(stage: Stage) -> None:
    screen = stage.screen("reports")
    assert isinstance(screen, ReportsScreen)
    screen.presenter.take_period("year")


def overdue(stage: Stage) -> None:
    screen = stage.screen("reports")
    assert isinstance(screen, ReportsScreen)
    screen.presenter.choose("overdue")


def lists(stage: Stage) -> None:
    """Cards: one that is ready, and others to be made."""
    stage.do(partial(order_card, patron=stage.town.people[3].card))
    stage.do(partial(order_card, patron=stage.town.people[0].card))
    stage.do(partial(make_card, card=stage.town.people[0].card))
    stage.list_of(ListKind.CARDS)


def list_of_contacts(stage: Stage) -> None:
    stage.list_of(ListKind.CONTACT)


def list_of_identities(stage: Stage) -> None:
    stage.list_of(ListKind.IDENTITY)


def network(stage: Stage) -> None:
    """A month alone: the date is asked, and a file of another desk is damaged."""
    shell = stage.desk.shell
    contact = shell.service.local(shell.service.now_ms())
    damaged = Reported(code=UNREADABLE_SEGMENT, replica=7, detail="replicas/0007/a/000000000001-000000000009-b.seg")
    stage.screen("network")
    problems = (Reported(code=DATE_DOUBTFUL), damaged)
    shell.heard(SyncNews(contact=contact, waiting=12, problems=problems, asks_for_date=True), frozenset())
    stage.settle()


def network_quiet(stage: Stage) -> None:
    shell = stage.desk.shell
    stage.screen("network")
    shell.heard(SyncNews(contact=shell.service.local(shell.service.now_ms())), frozenset())
    stage.settle()


def settings(stage: Stage) -> None:
    stage.screen("settings")


def help_card(stage: Stage) -> None:
    stage.at_desk()
    stage.desk.shell.open_help()


def offline(stage: Stage) -> None:
    """The folder is gone, and something of ours went wrong as well."""
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[0].card)
    shell = stage.desk.shell
    contact = shell.service.local(shell.service.now_ms())
    shell.heard(SyncNews(contact=contact, waiting=3, trouble=FolderUnreachable(folder="")), frozenset())
    shell.trouble(RuntimeError("for the picture"))


SCENES: Mapping[str, Callable[[Stage], None]] = {
    "01-signed-out": signed_out,
    "02-sign-in-refused": sign_in_refused,
    "03-desk-empty": desk_empty,
    "04-desk-patron": desk_patron,
    "05-desk-refused": desk_refused,
    "06-desk-override": desk_override,
    "07-desk-unknown": desk_unknown,
    "08-desk-lost-card": desk_lost_card,
    "09-desk-child": desk_child,
    "10-desk-item": desk_item,
    "11-desk-list": desk_list,
    "12-desk-returned": desk_returned,
    "12a-desk-pop-up": desk_pop_up,
    "12b-desk-to-settle": desk_to_settle,
    "12c-desk-first-visit": desk_first_visit,
    "12c1-desk-changed-twice": people.desk_changed_twice,
    "12d-desk-report": copies.desk_report,
    "12e-desk-drop": copies.desk_drop,
    "12f-desk-slip": copies.desk_slip,
    "12f1-desk-taker": copies.desk_taker,
    "12g-desk-quick": copies.desk_quick,
    "12h-desk-request": copies.desk_request,
    "13-patrons": patrons,
    "13a-person-loans": person_loans,
    "13b-person-cards": person_cards,
    "13c-person-report": person_report,
    "13d-person-contact": person_contact,
    "13e-person-change": person_change,
    "13f-person-data": person_amend,
    "13g-person-guardians": person_guardians,
    "13h-person-guarantor": person_guarantor,
    "13i-person-number-taken": person_number_taken,
    "13j-person-notes": person_notes,
    "13k-person-log": person_log,
    "13l-person-messages": post.person_messages,
    "13m-person-message": post.person_message,
    "14-registration": registration,
    "14a-registration-alike": people.registration_alike,
    "14b-registration-known": people.registration_known,
    "15-forms": forms,
    "15a-forms-alike": people.forms_alike,
    "15a-forms-known": people.forms_known,
    "15a-forms-seek": people.forms_seek,
    "15b-forms-doubt": post.forms_doubt,
    "16-stock": stock,
    "16a-stock-changed": copies.stock_changed,
    "16b-stock-reported": copies.stock_reported,
    "16c-person-reports": copies.person_reports,
    "17-tasks": tasks,
    "18-reports": reports,
    "19-overdue": overdue,
    "19a-lists": lists,
    "19b-list-of-contacts": list_of_contacts,
    "19c-list-of-identities": list_of_identities,
    "19d-list-of-pairs": people.list_of_pairs,
    "19e-list-of-joined": people.list_of_joined,
    "19f-list-of-forgetting": people.list_of_forgetting,
    "19g-list-proposing": people.list_proposing,
    "19g1-list-of-home-service": people.list_of_home_service,
    "19g2-list-of-interlibrary": people.list_of_interlibrary,
    "19g3-list-receiving": of_lists.list_receiving,
    "19g4-list-of-requests": of_lists.list_of_requests,
    "19g5-list-of-payments": of_lists.list_of_payments,
    "19g6-list-cataloguing": of_lists.list_cataloguing,
    "19g7-list-of-periodicals": of_lists.list_of_periodicals,
    "19g7a-list-of-issues": of_lists.list_of_issues,
    "19g8-list-of-acts": of_lists.list_of_acts,
    "19g9-list-on-an-act": of_lists.list_on_an_act,
    "19g9a-list-opening-an-act": of_lists.list_opening_an_act,
    "19g9b-list-of-counts": of_lists.list_of_counts,
    "19g9c-list-of-events": of_lists.list_of_events,
    "19h-person-kept": people.person_data,
    "19i-person-erase": people.person_erase,
    "19j-desk-hold": holds.desk_hold,
    "19k-desk-hold-trapped": holds.desk_hold_trapped,
    "19l-desk-hold-ready": holds.desk_hold_ready,
    "19m-holds-pick": holds.holds_pick,
    "19n-holds-shelf": holds.holds_shelf,
    "19o-holds-transit": holds.holds_transit,
    "19p-holds-lost": holds.holds_lost,
    "19q-person-holds": holds.person_holds,
    "19r-person-fees": people.person_fees,
    "19s-person-paying": people.person_paying,
    "20-network": network,
    "21-network-quiet": network_quiet,
    "22-settings": settings,
    "22a-post-settings": post.post_settings,
    "22b-post-server": post.post_server,
    "22c-rules": rules.rules,
    "22d-rule-changed": rules.rule_changed,
    "22e-rule-sure": rules.rule_sure,
    "22e1-hours": rules.hours,
    "22e2-hours-changed": rules.hours_changed,
    "22e3-hours-sure": rules.hours_sure,
    "22f-calendar": rules.calendar,
    "22g-calendar-closing": rules.calendar_closing,
    "22h-person-ban": people.person_ban,
    "22i-person-bans": people.person_bans,
    "23-help": help_card,
    TROUBLED: offline,
}
"""In the order in which they are played: each goes on from the one before."""
