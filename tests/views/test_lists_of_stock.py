"""The stock book and the periodicals as lists: a row is opened, and has deeds of its own."""

from datetime import date
from functools import partial

import pytest

from app.db.queries.stock import show_item
from app.desk.items import add_item
from app.desk.periodicals import add_issue
from app.desk.stock_book import open_act, put_on_act
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.screenshots.people import LATVIAN as TOWN

COPY, OTHER = TOWN.barcode(4), TOWN.barcode(12)


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


def cells(lists):
    return [dict(zip((column.id for column in lists.state.columns), row.cells, strict=True))
            for row in lists.state.rows]  # fmt: skip


# The stock book.


@pytest.fixture
def acts(lists):
    lists.choose_kind(ListKind.ACTS)
    return lists


def test_an_act_is_opened_with_what_it_rests_on(acts, stage):
    acts.begin("open-accession")
    acts.asking.submit({"cause": "gift", "source": "Jānis Roze", "basis": "17", "on_day": "", "number": ""})

    [row] = cells(acts)
    assert (row["number"], row["cause"], row["source"], row["count"]) == ("MAZ-2026-1", "gift", "Jānis Roze", "0")
    assert "MAZ-2026-1" in stage.said[-1].text


def test_copies_are_put_on_an_act_one_after_another(acts, service):
    service.station.do(partial(open_act, kind="accession"))
    acts.refresh()
    acts.open_row()

    acts.begin("put-on-act")
    for copy in (COPY, OTHER):
        acts.asking.submit({"item": copy, "price_minor": "12.50"})
    assert acts.state.asked.question is not None, "the next copy is asked for at once"
    acts.step_back()

    assert [row["barcode"] for row in cells(acts)] == [COPY, OTHER]
    assert acts.state.title == "MAZ-2026-1"
    assert "€25.00" in acts.state.headline


def test_a_copy_without_a_price_asks_for_its_value(acts, service):
    service.station.do(partial(open_act, kind="withdrawal"))
    acts.refresh()
    acts.open_row()

    acts.begin("put-on-act")
    acts.asking.submit({"item": COPY, "price_minor": ""})

    assert list(acts.state.asked.complaints) == ["price_minor"]


def test_what_was_put_on_by_mistake_is_taken_off(acts, service):
    act = service.station.do(partial(open_act, kind="accession")).record.number
    service.station.do(partial(put_on_act, act=act, item=COPY, price_minor=500))
    acts.refresh()
    acts.open_row()

    acts.begin("take-off-act")
    acts.asking.submit({})

    assert acts.state.rows == ()


def test_escape_goes_back_to_the_acts_and_to_the_one_that_was_opened(acts, service):
    for _ in range(2):
        service.station.do(partial(open_act, kind="accession"))
    acts.refresh()
    acts.choose(acts.state.rows[1].key)
    chosen = acts.state.chosen
    acts.open_row()
    assert acts.may_step_back()

    acts.step_back()

    assert (acts.state.inside, acts.state.chosen, len(acts.state.rows)) == ("", chosen, 2)
    assert not acts.may_step_back()


def test_an_act_gets_another_number_and_is_printed(acts, service, stage, tmp_path):
    service.station.do(partial(open_act, kind="accession"))
    acts.refresh()
    acts.begin("renumber-act")
    acts.asking.submit({"number": "7 / 26"})
    assert [row["number"] for row in cells(acts)] == ["7 / 26"]

    path = tmp_path / "act.pdf"
    acts.begin("print-act", path)

    assert path.read_bytes().startswith(b"%PDF")
    assert stage.went == [("file", path)]


# Periodicals.


@pytest.fixture
def weekly(lists, service):
    """Three issues of a weekly; the fourth was to come long ago."""
    service.station.do(partial(add_item, barcode="Z 40", title="Ieva", issue="40", issued_on=date(2026, 10, 28)))
    for number, day in ((41, date(2026, 11, 4)), (42, date(2026, 11, 11))):
        service.station.do(partial(add_issue, like="Z 40", barcode=f"Z {number}", issue=str(number), issued_on=day))
    lists.choose_kind(ListKind.PERIODICALS)
    return lists


def test_the_issue_that_is_expected_stands_there(weekly):
    [row] = cells(weekly)

    assert (row["title"], row["newest"], row["every"], row["next"]) == ("Ieva", "42", "every 7 days", "18 Nov 2026")
    assert weekly.state.rows[0].tone is Tone.ATTENTION, "it was to come three days ago"


def test_an_issue_is_taken_in_with_its_day_filled_in(weekly, service):
    weekly.begin("receive-issue")
    assert weekly.state.asked.question.fields[1].value == "18.11.2026"

    weekly.asking.submit({"issue": "43", "issued_on": "18.11.2026", "barcode": "Z 43"})

    [row] = cells(weekly)
    assert (row["newest"], row["next"]) == ("43", "25 Nov 2026")
    assert show_item(service.database, "Z 43").title == "Ieva"


def test_the_issues_of_one_stand_below_each_other_and_the_newest_is_named(weekly):
    weekly.open_row()

    assert [(row["issue"], row["standing"]) for row in cells(weekly)] == [
        ("42", "On shelf, the newest"),
        ("41", "On shelf"),
        ("40", "On shelf"),
    ]
    weekly.begin("receive-issue")
    weekly.asking.submit({"issue": "43", "issued_on": "18.11.2026", "barcode": "Z 43"})
    assert cells(weekly)[0]["issue"] == "43"
    assert weekly.state.chosen == weekly.state.rows[0].key
