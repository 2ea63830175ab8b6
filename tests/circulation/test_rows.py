"""Every case of the table is played on a real desk, or says why it is none of ours."""

import pytest

from tests.circulation.table import AREAS, CASES, ROWS
from tests.making import make_desk


@pytest.mark.parametrize("row", [row for row in ROWS if row.drive], ids=lambda row: row.id)
def test_a_case_ends_as_the_table_says(row, tmp_path, templates):
    desk = make_desk(tmp_path, templates, row.profile)

    came = row.drive(desk, **row.given)
    desk.database.close()

    assert came == row.then


def test_every_case_stands_in_the_table_once():
    assert len({row.id for row in ROWS}) == len(ROWS) == CASES
    assert {row.area for row in ROWS} == set(AREAS)


def test_every_case_is_played_or_has_a_reason():
    assert [row.id for row in ROWS if bool(row.drive) == bool(row.reason)] == []
