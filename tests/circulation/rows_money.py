"""Cases about fees, days of grace, restrictions, and lost copies that come back."""

from __future__ import annotations

from tests.circulation.drive_money import lost_and_back
from tests.circulation.row import Row, not_ours, played

LATER = "not there yet"
BY_PRICE = "a fee is capped by an amount of the house rules, never by the price of the copy"
NO_RECALL = "nothing costs more for having been called back; who waits is told the new day"
PER_PERSON = "a cap holds for a loan; what is owed in all stops lending instead (`DEBT_OVER_LIMIT`)"
DAYS = "days are counted, never hours or minutes"
NOT_BY_DAYS = "a late return costs a fee; no days without borrowing follow from days late"

FINE: tuple[Row, ...] = (
    not_ours("fine-01", "29 days late, an amount a day", LATER),
    not_ours("fine-02", "no more than the price of the copy", BY_PRICE),
    not_ours("fine-04", "the lower of two caps: the fixed one", BY_PRICE),
    not_ours("fine-05", "the lower of two caps: the price", BY_PRICE),
    not_ours("fine-07", "an amount a week, at its end", LATER),
    not_ours("fine-08", "an amount a week, at its beginning", LATER),
    not_ours("fine-10", "called back: another amount a day", NO_RECALL),
    not_ours("fine-11", "called back no more: the usual amount a day", NO_RECALL),
    not_ours("fine-13", "of two branches' rules the home branch's", LATER),
    not_ours("fine-14", "ten days late today", LATER),
    not_ours("fine-16", "ten days late, of which five count", LATER),
    not_ours("fine-17", "forgiven at the desk", LATER),
    not_ours("fine-19", "paid, and the return is dated back: the rest is credit", LATER),
    not_ours("fine-20", "paid in part, and the return is dated back to the due day", LATER),
    not_ours("fine-22", "lost, charged, and back: what is owed", LATER),
    not_ours("fine-23", "a fee of nothing is no fee", LATER),
    not_ours("fine-25", "somebody owes the most already: the next fee is cut", PER_PERSON),
    not_ours("fine-26", "a day later it is still cut", PER_PERSON),
    not_ours("fine-28", "late again after a renewal: cut as well", PER_PERSON),
    not_ours(
        "fine-29", "a fee that grows after it was paid", "a fee arises with the return or renewal, and grows no more"
    ),
    not_ours("fine-31", "an amount a day, up to a cap", LATER),
    not_ours("fine-32", "called back: another amount and another cap", NO_RECALL),
)

GRACE: tuple[Row, ...] = (
    not_ours("grace-01", "later than the days of grace: every day counts", LATER),
    not_ours("grace-02", "within the days of grace: none counts", LATER),
    not_ours("grace-04", "ten minutes late, twelve of grace", DAYS),
    not_ours("grace-05", "255 minutes late, four hours of grace", DAYS),
    not_ours("grace-07", "two weeks of grace, and a day more", LATER),
    not_ours("grace-08", "called back: no grace", NO_RECALL),
)

RESTRICTION: tuple[Row, ...] = (
    not_ours("restriction-01", "two days without borrowing for each day late", NOT_BY_DAYS),
    not_ours("restriction-02", "the same, ten at most", NOT_BY_DAYS),
    not_ours("restriction-04", "fifteen days for each week late, 333 at most", NOT_BY_DAYS),
    not_ours("restriction-05", "of two restrictions the later end counts", LATER),
    not_ours("restriction-07", "a restriction that is over", LATER),
    not_ours("restriction-08", "no restriction at all", LATER),
)

RETURN: tuple[Row, ...] = (
    not_ours(
        "return-01", "a lost copy comes back: refused", "what lies on the desk is taken back, whatever was said of it"
    ),
    played("return-02", "a lost copy comes back: taken", lost_and_back)(
        **{"taken": True, "told": ["WAS_LOST"], "lent again": True}
    ),
    not_ours("return-04", "its price was not paid: nothing is owed", LATER),
    not_ours(
        "return-05", "its price was paid in part, and that part is kept", "what was paid of a price is credit (C-17)"
    ),
    not_ours("return-07", "its price falls away, the late fee stays", LATER),
)

ROWS = (*FINE, *GRACE, *RESTRICTION, *RETURN)
