"""The stock book by command line: an act is opened, filled, shown and printed."""

from tests.cli.test_commands import codes


def test_an_act_is_opened_filled_shown_and_printed(founded, tmp_path):
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens", "--price", 1250)
    act = founded("act", "open", "--kind", "accession", "--source", "Jānis Roze")["act"]
    put = founded("act", "put", "--act", act, "--item", "I1", "I9", exit_code=1)
    founded("item", "add", "--barcode", "I2", "--title", "Straumēni", "--price", 900, "--act", act)

    assert [one["item"] for one in put["entered"]] == ["I1"]
    assert codes(put["refused"]) == ["UNKNOWN_SCAN"]
    shown = founded("act", "show", act)
    assert (shown["count"], shown["value_minor"]) == (2, 2150)
    assert [one["item"] for one in shown["copies"]] == ["I1", "I2"]
    printed = founded("act", "print", act, "--out", tmp_path / "act.pdf")
    assert (tmp_path / "act.pdf").read_bytes().startswith(b"%PDF")
    assert printed["act"] == act


def test_what_was_put_on_an_act_by_mistake_is_taken_off(founded):
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens", "--price", 1250)
    act = founded("act", "open", "--kind", "withdrawal", "--cause", "worn")["act"]
    founded("act", "put", "--act", act, "--item", "I1")

    assert [one["item"] for one in founded("act", "take-off", "--act", act, "--item", "I1")["taken_off"]] == ["I1"]
    assert [one["count"] for one in founded("act", "list")["acts"]] == [0]
    assert codes(founded("act", "show", "X-9", exit_code=1)["refused"]) == ["ACT_UNKNOWN"]


def test_an_act_gets_another_number(founded):
    act = founded("act", "open", "--kind", "accession")["act"]

    assert founded("act", "renumber", act, "--number", "7 / 26")["act"] == "7 / 26"
    assert founded("act", "renumber", "7 / 26")["act"] == act
    assert codes(founded("act", "renumber", "X-9", exit_code=1)["refused"]) == ["ACT_UNKNOWN"]
