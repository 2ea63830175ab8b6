"""A morning at the desk on the real window, by keyboard alone, in two libraries: some thirty scans of every kind.

After every scan the screen is read; in the end the database says what came of the morning.
"""

from datetime import date

import pytest

from app.rules.blocks import Why, told
from app.views.presenters.desk_state import Mode
from app.views.presenters.person_state import Tab
from app.views.screenshots.playing import PIXELS_A_POINT
from app.words import Words
from tests.views import morning
from tests.views.morning import (
    AWAITED,
    BLOCKED,
    CHILD,
    CLAIMED,
    DROPPED,
    DUE_TODAY,
    EXCLUDED,
    FROM_ELSEWHERE,
    IN_THE_DROP,
    LATE,
    LENT,
    NEIGHBOUR,
    NEW,
    READER,
    RESERVED,
    TO_SEND,
    WAITING,
    WANTED,
    Shift,
)
from tests.views.window import Window

TODAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)
DUE = {"lv": date(2026, 12, 23), "da": date(2026, 12, 21)}
"""Thirty days, and four weeks."""
LATE_MINOR = {"lv": 0, "da": 6000}
"""Eleven days late: nothing in Valmiera, the second step of the tariff in Hjørring."""


@pytest.fixture
def shift(request, tmp_path):
    language, scale = request.param
    home, world, town = morning.evening_before(tmp_path, language)
    window = Window.open(home, world, language, scaling=PIXELS_A_POINT * scale)
    window.sign_in()
    yield Shift(window, Words(language), town)
    window.close()
    assert window.troubles == []


@pytest.mark.parametrize("shift", [("lv", 1), ("da", 2)], ids=["Latvian", "Danish at 200 %"], indirect=True)
def test_a_morning_at_the_desk(shift, tmp_path):
    lends_to_a_reader(shift, tmp_path / "receipt.pdf")
    lends_to_a_child_up_to_the_limit_and_beyond_for_a_reason(shift)
    refuses_whoever_is_shut_out_and_a_card_that_was_lost(shift)
    puts_what_came_back_where_it_belongs(shift, tmp_path / "slip.pdf")
    hands_over_what_was_kept(shift)
    renews_and_does_not(shift)
    empties_the_book_drop(shift)
    lends_what_nobody_catalogued(shift)
    notes_what_became_of_copies(shift)
    lets_another_take_along(shift)
    takes_a_part_of_what_is_owed(shift)
    undoes_and_reserves(shift)
    assert shift.scans >= 30
    the_database_says_the_same(shift)


def prints_with(shift, key, path):
    shift.saves_as(path)
    shift.window.result(lambda: shift.window.press(key))
    assert path.name in shift.window.state.line.text
    assert path.read_bytes().startswith(b"%PDF")


def lends_to_a_reader(shift, receipt):
    shift.scan(shift.card(READER))
    shift.sees(shift.name(READER), shift.words("block.HAS_OVERDUE", count=2))

    shift.scan(shift.copy(LENT))
    shift.reads("desk.lent", title=shift.title(LENT), patron=shift.name(READER), due=DUE[shift.town.language])
    shift.sees(shift.words("desk.loan.lent-now"))
    shift.look("lent")
    prints_with(shift, "Control-p", receipt)


def lends_to_a_child_up_to_the_limit_and_beyond_for_a_reason(shift):
    shift.scan(shift.card(CHILD))
    for barcode in ("M-1", "M-2"):
        shift.scan(barcode)
        shift.reads("desk.lent", title=NEW[barcode], patron=shift.name(CHILD), due=DUE[shift.town.language])
    shift.sees(shift.words("desk.loans.of", count=2, max=2))

    shift.scan("M-3")
    shift.is_refused(NEW["M-3"], Why.LOANS_AT_LIMIT, count=2, max=2, group="")
    shift.look("at-the-limit")
    goes_on_all_the_same(shift, "for school")
    shift.reads("desk.lent", title=NEW["M-3"], patron=shift.name(CHILD), due=DUE[shift.town.language])
    shift.has_the_field_again()

    shift.scan("M-4")
    shift.is_refused(NEW["M-4"], Why.LOANS_AT_LIMIT, count=3, max=2, group="")
    shift.window.press("Escape")
    assert shift.window.state.refusal is None


def refuses_whoever_is_shut_out_and_a_card_that_was_lost(shift):
    shift.scan(shift.card(EXCLUDED))
    shift.scan("M-4")
    shift.is_refused(NEW["M-4"], Why.LOAN_EXCLUSION, standing="misuse", on=SATURDAY)
    shift.look("shut-out")
    shift.scan(shift.card(BLOCKED))
    shift.scan("M-4")
    shift.is_refused(NEW["M-4"], Why.CARD_BLOCKED, standing="lost")
    shift.look("lost-card")
    shift.window.press("Escape", "Escape")
    assert shift.window.state.patron is None


def puts_what_came_back_where_it_belongs(shift, slip):
    shift.window.press("F3")
    shift.scan(shift.copy(AWAITED))
    shift.reads("desk.returned", title=shift.title(AWAITED), patron=shift.name(EXCLUDED))
    assert shift.name(NEIGHBOUR) in shift.window.state.line.todo
    shift.look("for-the-hold-shelf")
    prints_with(shift, "Control-p", slip)

    shift.scan(shift.copy(FROM_ELSEWHERE))
    late = {"lv": (), "da": (fee(shift, 12000),)}[shift.town.language]
    shift.is_told(shift.words("todo.SEND_HOME", branch=shift.town.other_branch), *late)
    shift.look("to-its-branch")
    shift.scan(shift.copy(LATE))
    shift.reads("desk.returned.late", title=shift.title(LATE), patron=shift.name(READER), count=11)
    if LATE_MINOR[shift.town.language]:
        shift.is_told(fee(shift, LATE_MINOR[shift.town.language]))
    shift.look("late")
    shift.scan(shift.copy(TO_SEND))
    shift.is_told(shift.words("todo.SEND_FOR_HOLD", branch=shift.town.other_branch))
    shift.scan("M-5")
    shift.is_told(shift.words("todo.WAS_NOT_ON_LOAN"))
    prints_with(shift, "Control-p", slip.with_name("returned.pdf"))


def fee(shift, minor):
    return shift.words.block(told(Why.LATE_FEE, amount_minor=minor, currency=CURRENCY[shift.town.language]))


def hands_over_what_was_kept(shift):
    shift.scan(shift.card(NEIGHBOUR))
    assert any(shift.title(AWAITED) in note.text for note in shift.window.state.patron.ready)
    shift.look("something-is-ready")

    shift.scan(shift.copy(AWAITED))
    if shift.town.language == "da":
        shift.is_refused(shift.title(AWAITED), Why.DEBT_OVER_LIMIT, **owes(24000, limit_minor=20000))
        shift.look("too-much-debt")
        goes_on_all_the_same(shift, "pays today")
    shift.reads("desk.lent", title=shift.title(AWAITED), patron=shift.name(NEIGHBOUR), due=DUE[shift.town.language])
    assert shift.window.state.patron.ready == ()


def owes(minor, **figures):
    return {"owed_minor": minor, "currency": "DKK", **figures}


def goes_on_all_the_same(shift, reason):
    shift.window.press("F8")
    shift.window.type(reason)
    shift.look("a-reason")
    shift.window.result(lambda: shift.window.press("Return"))


def renews_and_does_not(shift):
    shift.window.press("F4")
    shift.scan(shift.copy(DUE_TODAY))
    shift.reads("desk.renewed", title=shift.title(DUE_TODAY), patron=shift.name(READER), due=DUE[shift.town.language])

    shift.scan(shift.copy(RESERVED))
    shift.is_refused(shift.title(RESERVED), Why.QUEUE_WAITING, count=1)
    shift.look("a-queue")
    shift.window.press("Escape")


def empties_the_book_drop(shift):
    shift.window.press("Shift-F3")
    shift.look("drop")
    shift.window.type(SATURDAY.strftime("%d.%m.%Y"))
    shift.window.result(lambda: shift.window.press("Return"))
    shift.reads("desk.drop.begun", day=SATURDAY)
    shift.has_the_field_again()

    shift.scan(IN_THE_DROP)
    shift.reads("desk.returned", title=NEW[IN_THE_DROP], patron=shift.name(READER))
    shift.scan(shift.copy(DROPPED))
    assert [row.tone.value for row in shift.window.state.returned[:2]] == ["ok", "ok"]
    assert shift.window.state.returned[0].state.startswith(shift.words.day(SATURDAY))
    shift.look("from-the-drop")
    shift.window.press("F3")
    assert shift.window.state.drop_on is None


def lends_what_nobody_catalogued(shift):
    shift.scan(shift.card(WAITING))
    shift.scan("NEW-77")
    shift.is_refused("NEW-77", Why.UNKNOWN_SCAN, scan="NEW-77")

    shift.window.press("Shift-F2", "Return")
    shift.window.type("Old maps")
    shift.look("uncatalogued")
    shift.window.result(lambda: shift.window.press("Return", "Return"))
    shift.reads("desk.lent", title="Old maps", patron=shift.name(WAITING), due=DUE[shift.town.language])
    shift.has_the_field_again()
    shift.window.press("Escape")


def notes_what_became_of_copies(shift):
    shift.scan("M-4")
    shift.window.result(lambda: shift.window.press("Control-u"))
    shift.reads("desk.used-here", title=NEW["M-4"], count=1)

    shift.scan(shift.copy(CLAIMED))
    shift.sees(shift.name(READER))
    report(shift, "claimed")
    shift.reads("copy.report.claimed.done", title=shift.title(CLAIMED))
    shift.look("claimed")

    shift.scan(shift.copy(LENT))
    report(shift, "lost", "12,50")
    assert shift.words.money(1250, CURRENCY[shift.town.language]) in shift.window.state.line.text
    shift.look("lost")


CURRENCY = {"lv": "EUR", "da": "DKK"}


def report(shift, kind, price=""):
    """Say something of the copy in sight: a letter goes on to the next kind that begins with it."""
    window, fields = shift.window, shift.window.screen.question.fields
    window.press("Shift-F10")
    letter = shift.words(f"copy.report.{kind}")[0].lower()
    for _ in range(9):
        if fields["kind"].value == kind:
            break
        window.press(letter)
    assert fields["kind"].value == kind
    window.press("Return")
    window.type(price)
    shift.look(f"report-{kind}")
    window.result(lambda: window.press("Control-Return"))
    shift.has_the_field_again()


def lets_another_take_along(shift):
    """Nobody noted before that the child may: a reason is asked for, and it holds for today."""
    shift.scan(shift.card(WAITING))
    shift.window.press("Control-t")
    shift.window.type(shift.card(CHILD).replace(" ", ""))
    shift.look("who-takes-along")
    shift.window.result(lambda: shift.window.press("Return"))
    shift.reads("desk.taker.now", name=shift.name(CHILD))
    shift.has_the_field_again()

    shift.scan("M-5")
    goes_on_all_the_same(shift, "her daughter")
    shift.sees(shift.words("desk.taker.now", name=shift.name(CHILD)))
    assert shift.window.state.line.text.endswith(shift.words("desk.lent.taken-by", name=shift.name(CHILD)))
    shift.look("taken-along")
    shift.window.press("Escape")


def takes_a_part_of_what_is_owed(shift):
    owed = 1250 + LATE_MINOR[shift.town.language]
    shift.scan(shift.card(READER))
    shift.sees(shift.words("item.said.claimed"), shift.words("item.said.lost"))
    shift.window.press("Shift-F5", *(["Control-Next"] * list(Tab).index(Tab.FEES)))
    page = shift.window.screen.page
    shift.sees(shift.words.money(owed, CURRENCY[shift.town.language]))
    shift.window.press("Alt-1")
    assert page.question.fields["amount"].value == f"{owed // 100},{owed % 100:02}"
    shift.window.type("8,10")
    assert page.question.fields["amount"].value == "8,10"
    shift.look("a-part")
    shift.window.press("Control-Return")
    left = shift.words.money(owed - 810, CURRENCY[shift.town.language])
    shift.window.pump(lambda: shift.window.screen.person.state.shown.facts[0].said == left)
    shift.look("a-part-paid")
    shift.window.press("Control-1")
    assert any(left in note.text for note in shift.window.state.patron.warnings)


def undoes_and_reserves(shift):
    shift.scan(shift.card(WAITING))
    shift.scan("M-4")
    shift.window.result(lambda: shift.window.press("F6"))
    shift.reads("desk.undone.loan", title=NEW["M-4"], patron=shift.name(WAITING))

    shift.window.press("F10")
    assert shift.window.state.mode is Mode.HOLD
    shift.scan(shift.copy(WANTED))
    shift.reads(
        "desk.held.queue",
        title=shift.title(WANTED),
        patron=shift.name(WAITING),
        branch=shift.town.branch,
        place=1,
    )
    shift.look("reserved")


def the_database_says_the_same(shift):
    lent = "SELECT p.family FROM open_loan o JOIN item i ON i.id = o.item JOIN patron p ON p.id = o.patron WHERE i.barcode = ?"
    for barcode, holder in (
        ("M-1", CHILD),
        ("M-2", CHILD),
        ("M-3", CHILD),
        (shift.copy(LENT), READER),
        (shift.copy(CLAIMED), READER),
        (shift.copy(AWAITED), NEIGHBOUR),
        ("NEW-77", WAITING),
        ("M-5", WAITING),
    ):
        assert shift.ask(lent, barcode) == [(shift.town.people[holder].family,)], barcode
    for barcode in ("M-4", IN_THE_DROP, *map(shift.copy, (LATE, DROPPED, FROM_ELSEWHERE, TO_SEND))):
        assert shift.ask(lent, barcode) == [], barcode

    overridden = {
        "lv": [("LOANS_AT_LIMIT", "for school")],
        "da": [("LOANS_AT_LIMIT", "for school"), ("DEBT_OVER_LIMIT", "pays today")],
    }[shift.town.language]
    assert shift.ask("SELECT overrides, reason FROM loan WHERE overrides <> ''") == [
        *overridden,
        ("PROXY_NOT_ALLOWED", "her daughter"),
    ]
    assert shift.ask("SELECT count(*) FROM taking") == [(1,)]
    assert shift.ask("SELECT kind FROM receipt ORDER BY id") == [("loan",), ("return",)]
    assert shift.ask(AFTER.format("i.barcode, x.on_day", "closing"), morning.BEGAN) == [
        (shift.copy(AWAITED), TODAY.isoformat()),
        (shift.copy(FROM_ELSEWHERE), TODAY.isoformat()),
        (shift.copy(LATE), TODAY.isoformat()),
        (shift.copy(TO_SEND), TODAY.isoformat()),
        ("M-5", TODAY.isoformat()),
        (IN_THE_DROP, SATURDAY.isoformat()),
        (shift.copy(DROPPED), SATURDAY.isoformat()),
    ]
    assert shift.ask(AFTER.format("i.barcode, x.step", "hold_step"), morning.BEGAN) == [
        (shift.copy(AWAITED), "ready"),
        (shift.copy(TO_SEND), "caught"),
        (shift.copy(AWAITED), "collected"),
    ]
    assert shift.ask(AFTER.format("i.barcode, x.cause", "transfer"), morning.BEGAN) == [
        (shift.copy(FROM_ELSEWHERE), "home"),
        (shift.copy(TO_SEND), "hold"),
    ]
    assert shift.ask(AFTER.format("i.barcode, x.kind, x.price_minor", "copy_report"), morning.BEGAN) == [
        (shift.copy(CLAIMED), "claimed", None),
        (shift.copy(LENT), "lost", 1250),
    ]
    assert shift.ask(AFTER.format("i.barcode, x.count", "in_house_use"), morning.BEGAN) == [("M-4", 1)]
    assert shift.ask("SELECT count(*), max(amount_minor), max(kind) FROM settlement") == [(1, 810, "payment")]
    assert shift.ask("SELECT count(*) FROM renewal") == [(1,)]
    assert shift.ask("SELECT fact_table FROM undo") == [("loan",)]
    assert shift.ask("SELECT quick FROM item WHERE barcode = 'NEW-77'") == [(1,)]


AFTER = "SELECT {0} FROM {1} x LEFT JOIN item i ON i.id = x.item WHERE x.id > ? ORDER BY x.id"
"""Facts of this morning, in their order."""
