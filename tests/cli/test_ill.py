"""Loans between libraries by command line."""


def test_a_request_is_followed_until_it_is_given_back(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1", "--birth", "1990-01-02")
    asked = founded("ill", "request", "--patron", "P1", "--title", "Tālava")["request"]
    founded("ill", "order", asked, "--partner", "LNB")
    received = founded("ill", "receive", asked, "--barcode", "L-7", "--due", "2031-01-02", "--number", "44")

    assert (received["standing"], received["item"]) == ("received", "L-7")
    [one] = founded("ill", "list")["requests"]
    assert (one["partner"], one["number"], one["due_on"], one["late"]) == ("LNB", "44", "2031-01-02", False)
    assert founded("ill", "return", asked)["standing"] == "returned"
    assert founded("ill", "list")["requests"] == []
    assert founded("ill", "list", "--ended")["requests"][0]["standing"] == "returned"
