"""Cases about holds."""

from __future__ import annotations

from tests.circulation.drive_holds import (
    borrow_what_is_held,
    hold_again,
    hold_more,
    hold_on_its_way,
    hold_said_to_be,
    hold_to_collect,
    places,
    set_aside_until,
)
from tests.circulation.row import Row, not_ours, played

AT_THE_DESK = "a hold on a copy that is on the shelf is a reservation, and is what L-26 asks for"
NOT_BY_DAY = "holds are limited in number, not by the day"

ROWS: tuple[Row, ...] = (
    played("holds-01", "five holds, one after another", places, holds=5)(
        **{"places": (1, 2, 3, 4, 5), "the next one's": 6}
    ),
    played("holds-02", "the first two of three are cancelled", places, holds=3, cancelled=2)(
        **{"places": (1, 2, 3), "the next one's": 2}
    ),
    played("holds-04", "the same hold by the same person twice", hold_again)(done=False, why=["ALREADY_HELD"]),
    played("holds-05", "a copy that is too damaged to be lent", hold_said_to_be, kind="unusable")(
        done=False, why=["NOT_RESERVABLE"]
    ),
    played(
        "holds-07",
        "three in the network, five at this branch: the narrower rule counts",
        hold_more,
        has=3,
        rules={"holds_max": 3},
        of_the_branch={"holds_max": 5},
    )(done=True),
    played("holds-08", "as many holds as one may have", hold_more, has=3, rules={"holds_max": 3})(
        done=False, why=["HOLDS_AT_LIMIT"]
    ),
    not_ours("holds-10", "two a day, and a third today", NOT_BY_DAY),
    not_ours("holds-11", "two a day, one of them yesterday", NOT_BY_DAY),
    played("holds-13", "no limit, and two were placed today", hold_more, has=2, rules={"holds_max": 0})(done=True),
    played("holds-14", "a branch where nothing can be collected", hold_to_collect, branch="NONE")(
        done=False, why=["BRANCH_UNKNOWN"]
    ),
    played("holds-16", "the person borrows another copy of the title", borrow_what_is_held)(**{"still waiting": 0}),
    played("holds-17", "what is set aside has no place in the queue", places, holds=1, set_aside=True)(
        **{"places": (1,), "the next one's": 1}
    ),
    not_ours(
        "holds-19", "a hold that begins tomorrow", "a hold begins when it is placed; it may be suspended until a day"
    ),
    not_ours("holds-20", "who may cancel which hold", "holds are cancelled by staff, not by patrons in a catalogue"),
    played("holds-22", "set aside for six days; two of them are closed", set_aside_until, days=6, closed=(2, 4))(
        days=8
    ),
    not_ours(
        "holds-23",
        "wanted until an earlier day: that day",
        "the last day of interest ends the wait, not the days on the shelf",
    ),
    not_ours("holds-25", "only when none is on the shelf: two are", AT_THE_DESK),
    not_ours("holds-26", "only when none is on the shelf: one is", AT_THE_DESK),
    played("holds-28", "a copy on its way is not on the shelf", hold_on_its_way)(done=True, kind="queue"),
    not_ours(
        "holds-29",
        "many wait: lent for a day",
        "staff say what is in high demand (`high_demand`), no number of holds does",
    ),
    not_ours("holds-31", "five holds of one person on one title, not a sixth", "one person has one hold on a title"),
)
