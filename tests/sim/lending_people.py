"""Minors, those who answer for them, documents, cards and absences, in a town that lends."""

from __future__ import annotations

from typing import Any

from app.desk.absence import note_absence
from app.desk.cards import hand_over_card, make_card, order_card
from app.desk.checkout import check_out
from app.desk.ending import end_use, resume_use
from app.desk.identity import identify
from app.desk.patrons import register_patron
from app.desk.promises import Guarantor, guarantee
from tests.sim.lending_chance import EVERYTHING, LIVE, YEARS, Deed, Kind, Town

MINORS = 6
IN_SPITE = {*EVERYTHING, "LOOKS_ALIKE", "DOCUMENT_NOT_SEEN", "CARD_ORDERED_ALREADY"}


def _answers(town: Town) -> Guarantor:
    return Guarantor(given="Anna", family=town.random.choice(("Ozola", "Liepa")), phone="20000000")


def _register_minor(town: Town) -> Deed:
    """Register a child, with or without somebody who answers for it; some come of age within the month."""
    card, family = f"C{20 + town.random.randrange(MINORS)}", f"B{town.random.randrange(10**6)}"
    birth = town.day(-YEARS * 365, -9 * 365) if town.random.random() < 0.7 else town.day(-6577, -6555)
    options: dict[str, Any] = {"guarantor": _answers(town)} if town.random.random() < 0.4 else {}
    options["channel"] = town.random.choice(("in_person", "remote"))
    return lambda work: register_patron(
        work, given="Ilze", family=family, birth_on=birth, card=card, override=IN_SPITE, reason="seen", **options
    )


def _guarantee(town: Town) -> Deed | None:
    card, guarantor = town.minor, _answers(town)
    return None if card is None else lambda work: guarantee(work, patron=card, guarantor=guarantor)


def _lend_to_a_minor(town: Town) -> Deed | None:
    card, copy = town.minor, town.shelved
    insists = town.insists if town.random.random() < 0.5 else {}
    return None if card is None else lambda work: check_out(work, patron=card, item=copy, **insists)


def _identify(town: Town) -> Deed:
    card = town.card
    return lambda work: identify(work, patron=card, document="passport")


def _away(town: Town) -> Deed:
    card, first, last = town.card, town.day(0, 5), town.day(5, 20)
    here = town.random.random() < 0.3
    return lambda work: note_absence(work, patron=card, **{} if here else {"first": first, "last": last})


def _order_card(town: Town) -> Deed:
    card = town.card
    return lambda work: order_card(work, patron=card, override=IN_SPITE, reason="seen")


_ORDERS = f"SELECT o.id FROM card_order o WHERE o.patron IS NOT NULL AND {LIVE.format('o')}"


_STEPPED = "EXISTS (SELECT 1 FROM card_step s WHERE s.card_order = o.id AND s.step = '{}')"


def _order(town: Town, beyond: str) -> str | None:
    """Return a card that somebody asked for and that has not come so far, where there is one."""
    found = town.one(f"{_ORDERS} AND NOT {_STEPPED.format(beyond)} AND NOT {_STEPPED.format('handed_over')}")
    return None if found is None else str(found)


def _make_card(town: Town) -> Deed | None:
    card = _order(town, "made")
    return None if card is None else lambda work: make_card(work, card=card)


def _hand_over(town: Town) -> Deed | None:
    card, number = _order(town, "handed_over"), f"C{30 + town.random.randrange(30)}"
    return None if card is None else lambda work: hand_over_card(work, card=card, number=number)


def _stop(town: Town) -> Deed:
    card = town.card
    return lambda work: end_use(work, patron=card)


def _go_on(town: Town) -> Deed | None:
    person = town.one(f"SELECT e.patron FROM end_of_use e WHERE e.patron IS NOT NULL AND {LIVE.format('e')}")
    return None if person is None else lambda work: resume_use(work, patron=f"#{person}")


PEOPLE = (
    Kind("register a minor", 2, _register_minor),
    Kind("lend to a minor", 4, _lend_to_a_minor),
    Kind("answer for a minor", 3, _guarantee),
    Kind("show a document", 1, _identify),
    Kind("away", 0.5, _away),
    Kind("order a card", 1, _order_card),
    Kind("make a card", 2, _make_card),
    Kind("hand over a card", 4, _hand_over),
    Kind("wish to stop", 0.2, _stop),
    Kind("go on after all", 3, _go_on),
)
