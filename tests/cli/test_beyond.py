"""Proxies, deaths, names, issues and the home service by command line."""

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def two(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1", "--birth", "1990-01-02")
    founded("patron", "register", "--given", "Toms", "--family", "Kalns", "--card", "P2", "--birth", "1980-01-02")
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens")
    return founded


def test_another_takes_a_loan_along_with_a_permission(two):
    refused = two("checkout", "--patron", "P1", "--item", "I1", "--taken-by", "P2", exit_code=1)["refused"]
    allowed = two("proxy", "allow", "--patron", "P1", "--proxy", "P2")
    [lent] = two("checkout", "--patron", "P1", "--item", "I1", "--taken-by", "P2")["loans"]

    assert codes(refused) == ["PROXY_NOT_ALLOWED"]
    assert lent["taken_by"] == "Toms Kalns"
    assert two("item", "show", "I1")["loan"]["liable"]["name"] == "Elīna Krūze"
    assert [one["proxy"] for one in two("proxy", "list", "P1")["given"]] == ["P2"]
    assert [one["patron"] for one in two("proxy", "list", "P2")["held"]] == ["P1"]
    two("proxy", "end", allowed["permission"])
    assert two("proxy", "list", "P1")["given"] == []


def test_another_name_and_a_death_are_noted(two):
    two("checkout", "--patron", "P1", "--item", "I1")
    renamed = two("patron", "rename", "P1", "--family", "Ozola", "--document", "passport")
    died = two("patron", "died", "P1")

    assert (renamed["name"], renamed["former"]) == ("Elīna Ozola", "Elīna Krūze")
    assert (died["loans"], died["holds_cancelled"]) == (1, 0)
    assert [one["titles"] for one in two("patron", "deceased")["patrons"]] == [["Mātes piens"]]


def test_issues_are_added_and_listed(two):
    two("item", "add", "--barcode", "N1", "--title", "Ir", "--issue", "7", "--issued-on", "2026-02-01")
    two("issue", "add", "--like", "N1", "--barcode", "N2", "--issue", "8", "--issued-on", "2026-02-08")

    found = two("issue", "list", "N1")
    assert [one["issue"] for one in found["issues"]] == ["8", "7"]
    assert (found["every_days"], found["missing"]) == (None, [])


def test_the_home_service_is_set_listed_and_printed(two, tmp_path):
    two("home-service", "set", "P1", "--note", "Otrdienās")

    assert [one["note"] for one in two("home-service", "list")["stops"]] == ["Otrdienās"]
    two("home-service", "list", "--out", tmp_path / "route.pdf")
    assert (tmp_path / "route.pdf").read_bytes().startswith(b"%PDF")
    assert two("home-service", "end", "P1")["served"] is False
    assert two("home-service", "list")["stops"] == []
