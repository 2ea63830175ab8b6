"""Proxies, names, deaths, other libraries and the stock book, in a town that lends."""

from __future__ import annotations

from collections.abc import Callable

from app.desk.amending import amend_patron
from app.desk.changes import change_name, note_death
from app.desk.checkout import check_out
from app.desk.home_service import serve_at_home
from app.desk.interlibrary import cancel_ill, order_ill, receive_ill, request_ill, return_ill
from app.desk.proxies import allow_proxy, end_proxy
from app.desk.stock_book import open_act, put_on_act, take_off_act
from tests.sim.lending_chance import EVERYTHING, Deed, Kind, Town


def _allow(town: Town) -> Deed:
    patron, proxy = town.card, town.card
    until = town.day(0, 20) if town.random.random() < 0.5 else None
    return lambda work: allow_proxy(work, patron=patron, proxy=proxy, until_on=until)


def _end(town: Town) -> Deed:
    proxy = town.one("SELECT id FROM proxy") or 0
    return lambda work: end_proxy(work, proxy=proxy)


def _take_along(town: Town) -> Deed:
    patron, proxy, copy = town.card, town.card, town.copy
    insists = {"override": {*EVERYTHING, "PROXY_NOT_ALLOWED"}, "reason": "seen"} if town.insists else {}
    return lambda work: check_out(work, patron=patron, item=copy, taken_by=proxy, **insists)


def _rename(town: Town) -> Deed:
    card, family = town.card, town.random.choice(("Ozola", "Liepa", "Kalna"))
    return lambda work: change_name(work, patron=card, family=family, document="passport")


def _dies(town: Town) -> Deed:
    card = town.card
    return lambda work: note_death(work, patron=card)


def _lives(town: Town) -> Deed:
    number = town.one("SELECT id FROM patron WHERE died_on <> ''") or 0
    return lambda work: amend_patron(work, patron=f"#{number}", changes={"died_on": ""})


def _serve(town: Town) -> Deed:
    card, served = town.card, town.random.random() < 0.7
    return lambda work: serve_at_home(work, patron=card, note="Tuesdays", served=served)


def _ask(town: Town) -> Deed:
    card = town.card
    return lambda work: request_ill(work, patron=card, title="Far away")


WAITS = "NOT EXISTS (SELECT 1 FROM interlibrary_step s WHERE s.interlibrary_request = r.id)"
IS_HERE = """EXISTS (SELECT 1 FROM interlibrary_step s WHERE s.interlibrary_request = r.id AND s.step = 'received')
AND NOT EXISTS (SELECT 1 FROM interlibrary_step s WHERE s.interlibrary_request = r.id AND s.step = 'returned')"""


def _request(town: Town, standing: str) -> str:
    """Return a request that stands so, where there is one."""
    return str(town.one(f"SELECT r.id FROM interlibrary_request r WHERE {standing}") or 0)


def _of_a_request(deed: Callable[..., object], standing: str, **options: object) -> Callable[[Town], Deed]:
    def make(town: Town) -> Deed:
        request = _request(town, standing)
        return lambda work: deed(work, request=request, **options)

    return make


def _receive(town: Town) -> Deed:
    request, barcode = _request(town, f"NOT ({IS_HERE})"), f"Q{town.random.randrange(10**9)}"
    due = town.day(0, 30)
    return lambda work: receive_ill(work, request=request, barcode=barcode, due_on=due)


def _lend_anothers(town: Town) -> Deed:
    card, barcode = town.card, str(town.one("SELECT barcode FROM item WHERE barcode LIKE 'Q%'") or "")
    return lambda work: check_out(work, patron=card, item=barcode, override=EVERYTHING, reason="seen")


def _open_act(town: Town) -> Deed:
    kind, day = town.random.choice(("accession", "withdrawal")), town.day(-3, 0)
    return lambda work: open_act(work, kind=kind, on_day=day)


def _put(town: Town) -> Deed:
    act, copy = f"#{town.one('SELECT id FROM stock_act') or 0}", town.copy
    return lambda work: put_on_act(work, act=act, item=copy)


def _take_off(town: Town) -> Deed:
    line = town.one("SELECT l.stock_act || ' ' || i.id FROM stock_act_line l JOIN item i ON i.id = l.item") or "0 0"
    act, item = line.split()
    return lambda work: take_off_act(work, act=f"#{act}", items=[f"#{item}"])


OTHERS = (
    Kind("let another act", 0.4, _allow),
    Kind("end a permission", 0.3, _end),
    Kind("take along", 0.6, _take_along),
    Kind("another name", 0.2, _rename),
    Kind("death", 0.2, _dies),
    Kind("no death after all", 0.6, _lives),
    Kind("home service", 0.2, _serve),
    Kind("ask another library", 0.6, _ask),
    Kind("order from another library", 0.5, _of_a_request(order_ill, WAITS, partner="LNB")),
    Kind("receive from another library", 0.6, _receive),
    Kind("lend what another library lent", 0.5, _lend_anothers),
    Kind("give back to another library", 0.4, _of_a_request(return_ill, IS_HERE)),
    Kind("no request after all", 0.2, _of_a_request(cancel_ill, WAITS)),
    Kind("begin an act", 0.3, _open_act),
    Kind("put on an act", 0.6, _put),
    Kind("take off an act", 0.5, _take_off),
)
