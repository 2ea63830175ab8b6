"""Reminders and recalls: asked for when they are due, written of what is out as they leave, and no more than needed."""

from datetime import timedelta

import pytest

from app.db.queries.reminding import due_letters
from app.db.queries.settings import policy_in_force
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.network import change_setting
from app.desk.patrons import Contact, register_patron
from app.desk.promises import Guarantor
from app.desk.reminding import remind
from app.desk.reports import report_copy
from app.rules.blocks import Why
from app.station.post import send_waiting
from tests.making import DAY_MS
from tests.station.test_post import done, letters, mailing, server, text_of

__all__ = ["mailing", "server"]


@pytest.fixture
def lending(mailing):
    """Elīna has a book that is due in two days, and Mia, a child, one that was due yesterday."""
    day = mailing.today()
    done(mailing, change_setting, key="notices", value="")
    for scan, given, minor in (("P1", "Elīna", False), ("P2", "Mia", True)):
        guarantor = Guarantor(given="Ilze", family="Kalna") if minor else None
        done(mailing, register_patron, given=given, family=f"Kalna-{scan}", card=scan,
             birth_on=day - timedelta(days=3650 if minor else 12000), guarantor=guarantor,
             contact=Contact(email=f"{given.lower().replace('ī', 'i')}@example.lv"))  # fmt: skip
        done(mailing, add_item, barcode=f"I-{scan}", title=f"Grāmata {scan}")
    done(mailing, check_out, patron="P1", item="I-P1", due=day + timedelta(days=4))
    done(mailing, check_out, patron="P2", item="I-P2", due=day + timedelta(days=1))
    pass_days(mailing, 2)
    return mailing


def pass_days(station, days):
    station.world.clock.pass_ms(days * DAY_MS)


def letter_to(post, address):
    [found] = [one for one in letters(post) if one["To"].addresses[0].addr_spec == address]
    return text_of(found)


def due(station):
    place, today = station.place(), station.today()
    policy = policy_in_force(station.reading, today, place.branch)
    found = due_letters(station.reading, policy, today, place.time_zone)
    return {"reminders": found.reminders, "recalls": found.recalls}


def test_who_has_something_due_is_reminded_and_who_is_late_is_asked_once(lending, post):
    record = done(lending, remind, **due(lending))
    assert (record.reminders, record.recalls, record.unreachable) == (1, 1, 0)
    send_waiting(lending)

    assert "Grāmata P1" in letter_to(post, "elina@example.lv")
    said = letter_to(post, "mia@example.lv")
    assert "Grāmata P2" in said
    assert "Ilze Kalna" in said
    assert due(lending) == {"reminders": (), "recalls": ()}


def test_what_came_back_before_the_letter_left_is_not_asked_for(lending, post):
    done(lending, remind, **due(lending))
    for item in ("I-P1", "I-P2"):
        done(lending, check_in, item=item)
    send_waiting(lending)

    assert post.taken == []


def test_a_recall_goes_again_at_its_next_step_and_not_for_what_is_lost(lending):
    done(lending, remind, **due(lending))
    pass_days(lending, 13)
    assert len(due(lending)["recalls"]) == 2

    done(lending, report_copy, item="I-P2", kind="lost")
    assert len(due(lending)["recalls"]) == 1


def test_without_a_desk_that_sends_nothing_is_asked_for(lending):
    done(lending, change_setting, key="mail_desk", value="0")

    refused = lending.do(remind, **due(lending))
    assert [one.why for one in refused.blocks] == [Why.MAIL_DESK_MISSING]
