"""Branches by command line."""

from tests.cli.test_commands import codes


def test_what_one_desk_says_of_a_branch_is_known_at_all(founded, join):
    founded("branch", "set", "MAZ", "--branch-address", "Skolas iela 2")
    founded("branch", "hours", "MAZ", "--closed-weekdays", "17")
    founded("sync", "--once")
    other = join("b")

    (shown,) = [one for one in other("branch", "list")["branches"] if one["branch"] == "MAZ"]
    assert (shown["address"], shown["opening"][0]["closed_weekdays"]) == ("Skolas iela 2", [1, 7])
    assert "Skolas iela 2" in other.text("branch", "list")[0]


def test_a_branch_that_is_not_there_is_refused(founded):
    assert codes(founded("branch", "set", "XYZ", "--branch-name", "X", exit_code=1)["refused"]) == ["FIELD_INVALID"]


def test_hours_are_written_for_a_day_to_come_and_taken_back(founded):
    said = founded("branch", "hours", "MAZ", "--hours", "1-5 10:00-18:00", "--from", "2099-01-01")
    assert (said["hours"], said["due_days"]) == ("1-5 10:00-18:00", 0)
    assert "10:00-18:00" in str(founded("branch", "list"))

    founded("branch", "hours", "MAZ", "--withdraw", "--from", "2099-01-01")

    assert "10:00-18:00" not in str(founded("branch", "list"))
    assert codes(founded("branch", "hours", "XYZ", "--hours", "1-5", exit_code=1)["refused"]) == ["FIELD_INVALID"]


def test_another_branch_is_closed_by_its_code(founded):
    founded("closed", "add", "--branch", "MAZ", "--from", "2099-06-01")

    assert [one["branch"] for one in founded("closed", "list", "--year", "2099", "--branch", "MAZ")["closed"]] == [
        "MAZ"
    ]
    founded("closed", "add", "--branch", "XYZ", "--from", "2099-06-01", exit_code=1)
    founded("closed", "list", "--branch", "XYZ", exit_code=1)
