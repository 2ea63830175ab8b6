"""Counting by command line."""


def test_visits_are_counted_and_written_at_once(founded, tmp_path):
    founded("count", "visit_adult", "--number", "12")
    said, _ = founded.text("count", "wifi")
    event = founded("event", "add", "--name", "Dzejas dienas", "--kind", "reading", "--adults", "9")

    founded("report", "day-sheet", "--out", tmp_path / "day.csv", "--branch", "MAZ")

    assert "Counted: Wi-Fi, 1" in said
    assert event["name"] == "Dzejas dienas"
    assert ",12,0,0" in (tmp_path / "day.csv").read_text(encoding="utf-8-sig").replace(";", ",")


def test_what_is_not_counted_is_no_command(founded):
    founded("count", "sneeze", exit_code=2)
