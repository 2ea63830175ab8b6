"""Of those who act for others either can be forgotten without the other; a former name finds whatever arrives first."""

from itertools import permutations

import pytest

from app.db.queries.people import find_patrons
from app.db.queries.proxies import proxies_of
from app.db.state.keeping import compare_state
from app.db.traces import tables_with_traces
from tests.db.test_emptying import merge_in
from tests.db.test_merging import birth, tick, tombstone
from tests.making import TODAY, make_desk

GIVER, HOLDER, LOAN, PROXY, HELD, TAKEN, RENAMED, GONE = (tick(number) for number in range(1, 9))

BORN = (
    birth(GIVER, given="Zelma", family="Zvirbule"),
    birth(HOLDER, given="Toms", family="Kalns"),
    birth(LOAN, table="loan", patron=GIVER, item=tick(90), due_on="2026-12-01"),
    birth(PROXY, table="proxy", patron=GIVER, until_on=None),
    birth(HELD, table="proxy_holder", patron=HOLDER, proxy=PROXY),
    birth(TAKEN, table="taking", loan=LOAN, proxy_holder=HELD, contact_person=None),
)


def merged(tmp_path, templates, groups):
    desk = make_desk(tmp_path, templates)
    for group in groups:
        merge_in(desk, group)
    assert compare_state(desk.connection) == []
    return desk


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("gone", [GIVER, HOLDER])
def test_of_two_people_either_is_forgotten_and_the_other_stays(tmp_path, templates, gone, backwards):
    groups = (*BORN, tombstone(gone, GONE))
    desk = merged(tmp_path, templates, reversed(groups) if backwards else groups)
    stays = HOLDER if gone == GIVER else GIVER
    loan_is_linked = desk.value("SELECT patron FROM loan") is not None

    assert tables_with_traces(desk.connection, gone) == []
    assert proxies_of(desk.database, stays, TODAY).given == proxies_of(desk.database, stays, TODAY).held == ()
    assert loan_is_linked is (gone == HOLDER)
    assert (desk.value("SELECT proxy_holder FROM taking") is not None) is (gone == HOLDER)
    desk.database.close()


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_former_name_finds_whichever_of_its_rows_arrives_first(tmp_path, templates, order):
    rows = (
        birth(GIVER, given="Zelma", family="Ozola"),
        birth(RENAMED, table="name_change", patron=GIVER, given="Zelma", family="Zvirbule"),
    )
    desk = merged(tmp_path, templates, [rows[place] for place in order])

    assert [one.name for one in find_patrons(desk.database, "zvirb")] == ["Zelma Ozola"]
    desk.database.close()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_former_name_that_was_taken_back_finds_nobody(tmp_path, templates, order):
    rows = (
        birth(GIVER, given="Zelma", family="Ozola"),
        birth(RENAMED, table="name_change", patron=GIVER, given="Zelma", family="Zvirbule"),
        birth(TAKEN, table="undo", fact_table="name_change", fact=RENAMED),
    )
    desk = merged(tmp_path, templates, [rows[place] for place in order])

    assert find_patrons(desk.database, "zvirb") == []
    desk.database.close()
