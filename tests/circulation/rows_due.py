"""Cases about due days and closed days. What happened in 2013 happens in 2041, with the same weekdays."""

from __future__ import annotations

from tests.circulation.drive_due import due_day, renewed_day
from tests.circulation.drive_holds import set_aside_until
from tests.circulation.drive_money import lent_for
from tests.circulation.row import Row, not_ours, played
from tests.circulation.rows_money import A_DAY

NEXT_OPEN_DAY = "what would be due on a closed day is due on the next opening day, whatever the length of the loan"
NOT_CUT = "the last day of a card is told and moves no due day: the person answers, not the card"
ENDS_OPEN = "open days are counted to an open day: what is kept for six of them is kept until the day before"
TUESDAY = "2047-11-05"

DUE_DATE: tuple[Row, ...] = (
    played("due-date-01", "a loan of 10 days", due_day, days=10)(due="2041-02-19"),
    played("due-date-02", "a renewal of 5 days", renewed_day, days=5)(due="2041-02-14"),
    played("due-date-04", "renewed until a closed day", renewed_day, days=5, closed=("2041-02-14",))(due="2041-02-15"),
    not_ours("due-date-05", "two weeks end on a closed Saturday: the Saturday after", NEXT_OPEN_DAY),
    not_ours("due-date-07", "two weeks, and three Saturdays are closed: the fourth", NEXT_OPEN_DAY),
    not_ours("due-date-08", "a week's renewal, and three Saturdays are closed: the fourth", NEXT_OPEN_DAY),
    played("due-date-10", "a week's renewal; every Saturday is closed", renewed_day, days=7, weekdays="6")(
        due="2041-02-17"
    ),
    not_ours(
        "due-date-11", "a renewal of no days", "a renewal is as long as a loan; one that gains nothing is refused"
    ),
    not_ours("due-date-13", "the card ends before the loan: due with the card", NOT_CUT),
    not_ours("due-date-14", "the card ends on a closed day: due the day before", NOT_CUT),
    played("due-date-16", "a card that is good for millennia", due_day, days=10, card_until="9876-12-31")(
        due="2041-02-19"
    ),
    not_ours(
        "due-date-17",
        "no rule for this person, material and branch",
        "what nobody has said the days of is lent with a due day by hand alone (`LOAN_DAYS_MISSING`), never for no days",
    ),
    not_ours("due-date-19", "due on a closed Thursday: the Wednesday before", NEXT_OPEN_DAY),
    played("due-date-20", "due on a closed Thursday", due_day, days=5, weekdays="4")(due="2041-02-15"),
    played("due-date-22", "no closed day was ever entered", due_day, days=3)(due="2041-02-12"),
    not_ours("due-date-23", "the next opening day lies after the card's last", NOT_CUT),
)

CLOSED_DAYS: tuple[Row, ...] = (
    not_ours("closed-days-01", "closed from the due day on: nothing is late", "closed days do not stop the count"),
    played(
        "closed-days-02", "a week's loan comes back after twenty days", lent_for, loan_days=7, after=20, rules=A_DAY
    )(fees=("late 1300",), balance=1300),
    played("closed-days-04", "one open day on", set_aside_until, on=TUESDAY, days=1)(until="2047-11-06"),
    played("closed-days-05", "two open days on", set_aside_until, on=TUESDAY, days=2)(until="2047-11-07"),
    played("closed-days-07", "ten open days on", set_aside_until, on=TUESDAY, days=10)(until="2047-11-15"),
    played(
        "closed-days-08",
        "one open day on; every Wednesday is closed",
        set_aside_until,
        on=TUESDAY,
        days=1,
        weekdays="3",
    )(until="2047-11-07"),
    not_ours("closed-days-10", "open days to a closed day", ENDS_OPEN),
    played(
        "closed-days-11",
        "eight open days on; every Wednesday is closed",
        set_aside_until,
        on=TUESDAY,
        days=8,
        weekdays="3",
    )(until="2047-11-15"),
    played("closed-days-13", "two open days on; a closed day comes later", set_aside_until, days=2, closed=(3,))(
        days=2
    ),
    played("closed-days-14", "five open days on, over a closed day", set_aside_until, days=5, closed=(3,))(days=6),
    not_ours("closed-days-16", "a negative number of open days", "every number of days is none or more"),
)

ROWS = (*DUE_DATE, *CLOSED_DAYS)
