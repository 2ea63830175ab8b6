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


def test_a_day_is_put_right_and_an_event_changed(founded):
    founded("count", "wifi", "--number", "12")
    assert founded("counts", "correct", "wifi", "9")["before"] == 12
    assert founded("counts", "show")["counts"]["wifi"] == 9

    event = founded("event", "add", "--name", "Dzejas dienas", "--adults", "9")["event"]
    changed = founded("event", "change", event, "--name", "Dzejas diena", "--adults", "10")["event"]
    assert [one["name"] for one in founded("event", "list")["events"]] == ["Dzejas diena"]
    founded("event", "cancel", changed)
    assert founded("event", "list")["events"] == []
