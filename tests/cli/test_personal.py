"""What is kept of somebody, and who looked at it, by command line."""

import json


def test_a_person_is_given_their_data_and_who_looked_is_listed(founded, tmp_path):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1")
    assert founded("patron", "viewings")["viewings"] == []
    founded("patron", "show", "P1", "--why", "asked by phone")

    given = founded("patron", "data", "P1", "--out", tmp_path / "ilze.json")
    assert given["entries"]["patron"] == 1
    assert json.loads((tmp_path / "ilze.json").read_text(encoding="utf-8"))["name"] == "Ilze Kalnlapa"
    founded("patron", "data", "P1", "--out", tmp_path / "ilze.pdf", "--language", "da")
    assert (tmp_path / "ilze.pdf").read_bytes().startswith(b"%PDF")

    found = founded("patron", "viewings", "--patron", "P1")["viewings"]
    assert [(one["staff"], one["patron"], one["what"], one["reason"]) for one in found] == [
        ("anna", "P1", "record", "asked by phone"),
        ("anna", "P1", "data", ""),
    ]
    assert founded("patron", "viewings", "--patron", "P9", exit_code=1)["refused"]
    assert founded("patron", "data", "P1", "--out", "x.txt", exit_code=2)["error"]["code"] == "personal.file-kind"
