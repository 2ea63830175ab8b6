"""Ids in one parameter."""

import json
import sqlite3

from app.db.listing import listed


def test_what_is_listed_is_read_as_it_was():
    connection = sqlite3.connect(":memory:")
    values = [2**62, 0, -1, "17 Ķ'\""]

    assert json.loads(listed(iter(values))) == values
    assert [value for (value,) in connection.execute("SELECT value FROM json_each(?)", (listed(values),))] == values


def test_a_list_of_nothing_is_a_list():
    assert listed(set()) == "[]"
