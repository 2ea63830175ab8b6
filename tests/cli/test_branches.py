"""Branches by command line."""

from tests.cli.test_commands import codes


def test_what_one_desk_says_of_a_branch_is_known_at_all(founded, join):
    founded("branch", "set", "MAZ", "--branch-address", "Skolas iela 2", "--closed-weekdays", "17")
    founded("sync", "--once")
    other = join("b")

    (shown,) = [one for one in other("branch", "list")["branches"] if one["branch"] == "MAZ"]
    assert (shown["address"], shown["closed_weekdays"]) == ("Skolas iela 2", [1, 7])
    assert "Skolas iela 2" in other.text("branch", "list")[0]


def test_a_branch_that_is_not_there_is_refused(founded):
    assert codes(founded("branch", "set", "XYZ", "--branch-name", "X", exit_code=1)["refused"]) == ["FIELD_INVALID"]
