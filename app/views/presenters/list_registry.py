"""Which lists there are, in the order of the menu."""

from __future__ import annotations

from app.views.presenters.hold_lists import HOLD_LISTS
from app.views.presenters.list_acts import ACTS
from app.views.presenters.list_beyond import DECEASED, HOME
from app.views.presenters.list_cards import CARDS
from app.views.presenters.list_counts import COUNT_LISTS
from app.views.presenters.list_debtors import DEBTORS
from app.views.presenters.list_forgetting import FORGETTING
from app.views.presenters.list_interlibrary import ILL, LENT_OUT
from app.views.presenters.list_pairs import PAIRS
from app.views.presenters.list_payments import PAYMENTS
from app.views.presenters.list_people import PEOPLE
from app.views.presenters.list_periodicals import PERIODICALS
from app.views.presenters.list_quick import QUICK
from app.views.presenters.list_requests import REQUESTS

LISTS = (
    CARDS,
    *PEOPLE,
    HOME,
    DECEASED,
    REQUESTS,
    ILL,
    LENT_OUT,
    DEBTORS,
    PAYMENTS,
    QUICK,
    PERIODICALS,
    ACTS,
    PAIRS,
    FORGETTING,
    *COUNT_LISTS,
)
"""Of the screen of lists; the lists of holds have a screen of their own."""

ALL_LISTS = (*LISTS, *HOLD_LISTS)
