"""Somebody wishes to stop, by command line."""


def test_a_wish_to_stop_is_noted_told_and_taken_back(founded):
    founded("patron", "register", "--given", "Ilze", "--family", "Kalnlapa", "--card", "P1")

    ended = founded("patron", "end-use", "P1", "--on", "2026-01-05", "--means", "e-mail", "--erase")
    assert (ended["on"], ended["loans"], ended["proposal"] != "") == ("2026-01-05", 0, True)
    assert founded("patron", "show", "P1")["use_ended_on"] == "2026-01-05"
    assert [one["cause"] for one in founded("retention", "list")["proposals"]] == ["request"]

    assert founded("patron", "use-again", "P1")["withdrawn"] == ended["proposal"]
    assert founded("retention", "list")["proposals"] == []
    assert founded("patron", "show", "P1")["use_ended_on"] is None
    assert founded("retention", "propose")["proposals"] == []
