"""Cases about holds."""

from __future__ import annotations

from tests.circulation.row import Row, not_ours

LATER = "not there yet"
AT_THE_DESK = "a hold on a copy that is on the shelf is a reservation, and is what L-26 asks for"

ROWS: tuple[Row, ...] = (
    not_ours("holds-01", "five holds have the places one to five", LATER),
    not_ours("holds-02", "the first two are cancelled: the third is first", LATER),
    not_ours("holds-04", "the same hold by the same person twice", LATER),
    not_ours("holds-05", "a damaged copy", LATER),
    not_ours("holds-07", "limits of a branch and of a category: the narrower rule counts", LATER),
    not_ours("holds-08", "as many holds as the category may have", LATER),
    not_ours("holds-10", "two a day, and a third today", "holds are limited in number, not by the day"),
    not_ours("holds-11", "two a day, one of them yesterday", "holds are limited in number, not by the day"),
    not_ours("holds-13", "no limit by the day", LATER),
    not_ours("holds-14", "a branch where nothing is collected", LATER),
    not_ours("holds-16", "the person borrows another copy of the title: the hold has ended", LATER),
    not_ours("holds-17", "what lies ready has no place in the queue", LATER),
    not_ours("holds-19", "a hold that begins tomorrow", LATER),
    not_ours("holds-20", "who may cancel which hold", "holds are cancelled by staff, not by patrons in a catalogue"),
    not_ours("holds-22", "two closed days while it lies ready: two days more", LATER),
    not_ours("holds-23", "wanted until an earlier day: that day", LATER),
    not_ours("holds-25", "only when none is on the shelf: two are", AT_THE_DESK),
    not_ours("holds-26", "only when none is on the shelf: one is", AT_THE_DESK),
    not_ours("holds-28", "a copy on its way is not on the shelf", LATER),
    not_ours("holds-29", "many wait: lent for a day", LATER),
    not_ours("holds-31", "five holds of one person on one title, not a sixth", "one person has one hold on a title"),
)
