"""The telling moments of the screens about people: who is registered already, who is one person, who is forgotten."""

from __future__ import annotations

from datetime import date
from functools import partial

from app.desk.amending import amend_patron
from app.desk.bans import ban
from app.desk.ending import end_use
from app.desk.home_service import serve_at_home
from app.desk.interlibrary import receive_ill, request_ill
from app.desk.money import charge_fee, pay_fees
from app.desk.outcome import Done, Outcome, Touched
from app.desk.patrons import register_patron
from app.desk.persons import merge_patrons
from app.desk.ports import Work
from app.desk.relations import Amendment
from app.rules.amendments import written
from app.views.presenters.days import written_day
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_pairs import JOINED
from app.views.presenters.person_state import Tab
from app.views.screens.forms import FormsScreen
from app.views.screens.lists import ListsScreen
from app.views.screens.patrons import PatronsScreen
from app.views.screenshots.stage import Stage


def registration_alike(stage: Stage) -> None:
    """A child who is registered already, with a slip in the name."""
    screen = stage.screen("patrons")
    assert isinstance(screen, PatronsScreen)
    screen.open_form()
    child = stage.town.people[2]
    values = {"given": child.given[:-1], "family": child.family, "birth": written_day(child.birth_on)}
    for name, value in values.items():
        screen.form.fields[name].value = value
    screen.registration.alike.look(screen.form.values)


def registration_known(stage: Stage) -> None:
    registration_alike(stage)
    screen = stage.screen("patrons")
    assert isinstance(screen, PatronsScreen)
    screen.registration.alike.this_one("1")


def forms_alike(stage: Stage) -> None:
    """The person of the first form has registered meanwhile."""
    said = stage.town.forms[0].fields
    birth_on = date.fromisoformat(said["birth"])
    made = partial(register_patron, given=said["given"], family=said["family"], birth_on=birth_on)
    stage.do(partial(made, override=["GUARANTEE_MISSING"], reason=stage.town.reason))
    screen = stage.screen("forms")
    assert isinstance(screen, FormsScreen)
    screen.presenter.alike.look(screen.fields.values)


def forms_known(stage: Stage) -> None:
    """After the scene before: what entering the form for this person would change, who lived elsewhere."""
    screen = stage.screen("forms")
    assert isinstance(screen, FormsScreen)
    scan = screen.presenter.alike.scan_of("1")
    moved = {"given": "A.", "phone": "22 11 13 33", "street": "Parka 3", "flat": "4"}
    stage.do(partial(amend_patron, patron=scan, changes=moved))
    screen.presenter.this_one("1", screen.fields.values)


def forms_seek(stage: Stage) -> None:
    """The person is looked for whom nothing on the form looks like."""
    screen = stage.screen("forms")
    assert isinstance(screen, FormsScreen)
    screen.presenter.step_back()
    screen.presenter.seek()
    screen.seeking.search.insert(0, stage.town.forms[0].fields["family"][:2])
    screen.presenter.found.find(screen.seeking.search.get())


def desk_changed_twice(stage: Stage) -> None:
    """Another library wrote another phone, and neither knew of the other."""
    person, phone = stage.town.people[4], {"lv": "22 555 777", "da": "22 55 57 77"}.get(stage.town.language, "22555777")
    stage.do(partial(amend_patron, patron=person.card, changes={"phone": phone}))
    stage.do(partial(_write_unaware, card=person.card))
    screen = stage.at_desk()
    stage.scan(screen, person.card)
    screen.presenter.read()


def _write_unaware(work: Work, card: str) -> Outcome[None]:
    """Write a phone as a desk does that has not heard of the one here."""
    borrower = work.borrower(card)
    assert borrower, "everybody is of this town"
    said = written({"phone": "26010203"}, "phone")
    work.add(Amendment(patron=borrower.patron, unit="phone", replaces=None, said=said))
    return Done(record=None, touched=frozenset({Touched.PATRON}))


def list_of_pairs(stage: Stage) -> None:
    """Two people who were registered a second time, one of them with a second name."""
    for place, second in ((0, ""), (3, " Anna")):
        person, card = stage.town.people[place], f"2 0098 000{place}"
        stage.do(partial(register_patron, given="A.", family=person.family, card=card))
        about = {"given": person.given + second, "birth_on": person.birth_on.isoformat(), "phone": "22 11 13 33"}
        stage.do(partial(amend_patron, patron=card, changes=about))
    stage.list_of(ListKind.PAIRS)


def list_of_joined(stage: Stage) -> None:
    screen = stage.screen("lists")
    assert isinstance(screen, ListsScreen)
    screen.presenter.begin("join-records")
    stage.pump(screen.presenter.is_free)
    screen.presenter.choose_show(JOINED)
    stage.pump(lambda: screen.presenter.state.rows)


def list_of_forgetting(stage: Stage) -> None:
    """Somebody with books wishes to stop, somebody is to be proposed, and somebody is."""
    for place in (0, 1, 4):
        stage.do(partial(end_use, patron=stage.town.people[place].card))
    stage.do(partial(end_use, patron=stage.town.people[5].card, erase=True))
    stage.list_of(ListKind.FORGETTING)


def list_proposing(stage: Stage) -> None:
    screen = stage.screen("lists")
    assert isinstance(screen, ListsScreen)
    stage.pump(lambda: not screen.presenter.state.reading)
    screen.presenter.begin("propose-erasures")


def list_of_home_service(stage: Stage) -> None:
    """The library comes to two."""
    for place in (2, 3):
        stage.do(partial(serve_at_home, patron=stage.town.people[place].card, note=stage.town.reason))
    stage.list_of(ListKind.HOME)


def list_of_interlibrary(stage: Stage) -> None:
    """Two things were asked for; one of them has come."""
    person = stage.town.people[3]
    for title in ("Peer Gynt", "Brand"):
        asked = stage.do(partial(request_ill, patron=person.card, title=title))
    made = partial(receive_ill, request=str(asked.request), barcode="L 7", partner="LNB", due_on=date(2026, 12, 10))
    stage.do(made)
    stage.list_of(ListKind.ILL)


def person_data(stage: Stage) -> None:
    """Somebody who wishes to stop and has books still; two records of theirs were joined."""
    stage.do(partial(merge_patrons, patron=stage.town.people[0].card, other=stage.town.people[1].card))
    stage.person(0, Tab.DATA)


def person_erase(stage: Stage) -> None:
    stage.person(3, Tab.DATA).start("erase")


def person_fees(stage: Stage) -> None:
    """Somebody owes for a copy that was damaged and for something else, and has paid a part of it."""
    card = stage.town.people[3].card
    for kind, minor in (("damaged", 1250), ("other", 60)):
        stage.do(partial(charge_fee, patron=card, kind=kind, amount_minor=minor))
    stage.do(partial(pay_fees, patron=card, amount_minor=500, means="card"))
    stage.person(3, Tab.FEES)


def person_paying(stage: Stage) -> None:
    stage.person(3, Tab.FEES).start("pay")


def person_ban(stage: Stage) -> None:
    stage.person(3, Tab.NOTES).start("ban")


def person_bans(stage: Stage) -> None:
    """Somebody may not come in; it stands before the notes."""
    stage.person(3, Tab.NOTES).asking.step_back()
    banned = partial(ban, patron=stage.town.people[3].card, reason=stage.town.reason, until=date(2088, 12, 24))
    stage.do(banned)
    stage.person(3, Tab.NOTES)
