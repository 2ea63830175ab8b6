"""Proxies, names, deaths, other libraries and the stock book, in a town that lends."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from app.db.amendments import KnownAmendments
from app.db.beyond import proxies
from app.db.interlibrary import requests
from app.desk.amending import amend_patron, confirm_contact, take_given_up
from app.desk.changes import change_name, note_death
from app.desk.checkout import check_out
from app.desk.home_service import serve_at_home
from app.desk.interlibrary import cancel_ill, order_ill, receive_ill, refuse_ill, request_ill, return_ill
from app.desk.outcome import Outcome
from app.desk.ports_beyond import HeldProxy
from app.desk.proxies import allow_proxy, end_proxy
from app.desk.stock_book import open_act, put_on_act, renumber_act, take_off_act
from app.rules.interlibrary import IllStanding
from tests.sim.lending_chance import EVERYTHING, LIVE, Deed, Kind, Town


def _allow(town: Town) -> Deed:
    patron, proxy = town.card, town.card
    until = town.day(0, 20) if town.random.random() < 0.5 else None
    return lambda work: allow_proxy(work, patron=patron, proxy=proxy, until_on=until)


def _permission(town: Town) -> HeldProxy | None:
    return town.some([one for one in proxies(town.connection, "1") if one.permission.holds(town.today)])


def _end(town: Town) -> Deed | None:
    found = _permission(town)
    return None if found is None else lambda work: end_proxy(work, proxy=found.proxy)


def _take_along(town: Town) -> Deed:
    """Lend to somebody what another takes along, who nearly always may."""
    found, copy = _permission(town), town.shelved
    patron, proxy = (f"#{found.patron}", f"#{found.holder}") if found else (town.card, town.card)
    insists = {"override": {*EVERYTHING, "PROXY_NOT_ALLOWED"}, "reason": "seen"} if town.insists else {}
    return lambda work: check_out(work, patron=patron, item=copy, taken_by=proxy, **insists)


def _rename(town: Town) -> Deed:
    card, family = town.card, town.random.choice(("Ozola", "Liepa", "Kalna"))
    return lambda work: change_name(work, patron=card, family=family, document="passport")


def _dies(town: Town) -> Deed:
    card = town.card
    return lambda work: note_death(work, patron=card)


def _lives(town: Town) -> Deed | None:
    number = town.one("SELECT id FROM patron WHERE died_on <> ''")
    return None if number is None else lambda work: amend_patron(work, patron=f"#{number}", changes={"died_on": ""})


def _change_phone(town: Town) -> Deed:
    """Ask somebody of whom two desks wrote which is right; else write another phone of one of two people."""
    known, phone = KnownAmendments(town.connection), f"2000000{town.random.randrange(10)}"
    asked = town.some([row for (row,) in town.connection.execute("SELECT id FROM patron") if known.given_up(row)])
    if asked is not None and town.random.random() < 0.7:
        answer = town.random.choice((confirm_contact, take_given_up))
        return lambda work: answer(work, patron=f"#{asked}")
    card = f"C{town.random.randrange(2)}"
    return lambda work: amend_patron(work, patron=card, changes={"phone": phone})


def _serve(town: Town) -> Deed:
    card, served = town.card, town.random.random() < 0.7
    return lambda work: serve_at_home(work, patron=card, note="Tuesdays", served=served)


def _ask(town: Town) -> Deed:
    card = town.card
    return lambda work: request_ill(work, patron=card, title="Far away")


ORDERED, HERE = {IllStanding.ORDERED}, {IllStanding.RECEIVED}
CAN_BE_ORDERED, WAITS = (
    {one for one in IllStanding if one.may_be_ordered},
    {one for one in IllStanding if one.waits},
)


def _request(town: Town, standing: Collection[IllStanding]) -> str | None:
    """Return a request that stands so, where there is one, and nothing of it is lent."""
    lent = {item for (item,) in town.connection.execute("SELECT item FROM open_loan")}
    stand = [one for one in requests(town.connection) if one.standing in standing and one.item not in lent]
    found = town.some(stand)
    return None if found is None else f"#{found.request}"


def _of_a_request(
    deed: Callable[..., Outcome[Any]], standing: Collection[IllStanding], **options: str
) -> Callable[[Town], Deed | None]:
    def make(town: Town) -> Deed | None:
        request = _request(town, standing)
        return None if request is None else lambda work: deed(work, request=request, **options)

    return make


def _receive(town: Town) -> Deed | None:
    request, barcode, due = _request(town, WAITS), f"Q{town.random.randrange(10**9)}", town.day(0, 30)
    price = town.random.choice((None, 500))
    return (
        None
        if request is None
        else lambda work: receive_ill(
            work, request=request, barcode=barcode, due_on=due, partner="LNB", price_minor=price
        )
    )


def _lend_anothers(town: Town) -> Deed | None:
    card, barcode = town.card, town.barcode("i.material = 'interlibrary'")
    return (
        None
        if barcode is None
        else lambda work: check_out(work, patron=card, item=barcode, override=EVERYTHING, reason="seen")
    )


def _open_act(town: Town) -> Deed:
    kind, day = town.random.choice(("accession", "withdrawal")), town.day(-3, 0)
    return lambda work: open_act(work, kind=kind, on_day=day)


def _renumber(town: Town) -> Deed | None:
    act = town.one(f"SELECT a.id FROM stock_act a WHERE {LIVE.format('a')}")
    return None if act is None else lambda work: renumber_act(work, act=f"#{act}")


def _put(town: Town) -> Deed | None:
    act, copy = town.one("SELECT id FROM stock_act"), town.copy
    return None if act is None else lambda work: put_on_act(work, act=f"#{act}", item=copy)


def _take_off(town: Town) -> Deed | None:
    line = town.one(
        f"SELECT l.stock_act || ' ' || i.id FROM stock_act_line l JOIN item i ON i.id = l.item WHERE {LIVE.format('l')}"
    )
    if line is None:
        return None
    act, item = line.split()
    return lambda work: take_off_act(work, act=f"#{act}", items=[f"#{item}"])


OTHERS = (
    Kind("let another act", 0.4, _allow),
    Kind("end a permission", 0.3, _end),
    Kind("take along", 0.6, _take_along),
    Kind("another name", 0.2, _rename),
    Kind("death", 0.2, _dies),
    Kind("no death after all", 0.6, _lives),
    Kind("another phone", 3, _change_phone),
    Kind("home service", 0.2, _serve),
    Kind("ask another library", 3, _ask),
    Kind("order from another library", 10, _of_a_request(order_ill, CAN_BE_ORDERED, partner="LNB")),
    Kind("receive from another library", 10, _receive),
    Kind("lend what another library lent", 6, _lend_anothers),
    Kind("give back to another library", 12, _of_a_request(return_ill, HERE)),
    Kind("another library refuses", 5, _of_a_request(refuse_ill, ORDERED)),
    Kind("no request after all", 0.2, _of_a_request(cancel_ill, WAITS)),
    Kind("begin an act", 0.3, _open_act),
    Kind("give an act another number", 0.3, _renumber),
    Kind("put on an act", 2, _put),
    Kind("take off an act", 5, _take_off),
)
