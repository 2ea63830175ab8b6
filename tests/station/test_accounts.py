"""Accounts and PINs: handed out once, kept as verifiers, shown never."""

import io
import logging
from datetime import datetime

import pytest
from pypdf import PdfReader

from app.desk.network import change_setting
from app.desk.outcome import Done, Refused
from app.desk.patrons import register_patron
from app.station.accounts import choose_pin, hand_out_account, sign_in_standing
from app.station.passwords import proves
from app.station.printing.slips import account_slip
from app.words import LANGUAGES, Words


@pytest.fixture
def elina(station):
    station.do(register_patron, given="Elīna", family="Krūze", card="P-0002")
    return station


def column(station, name):
    return station.reading.connection.execute(f"SELECT {name} FROM patron ORDER BY id").fetchone()[0]


def codes(outcome):
    assert isinstance(outcome, Refused), outcome
    return [block.why for block in outcome.blocks]


def test_a_password_is_handed_out_once_and_only_its_verifier_is_kept(elina):
    handed = hand_out_account(elina, patron="P0002")

    assert (handed.username, handed.site, handed.also) == ("elina.kruze", "www.biblioteka.valmiera.lv", "www.3td.lv")
    assert column(elina, "account_verifier").startswith("$argon2id$")
    assert proves(column(elina, "account_verifier"), handed.password)
    assert handed.password not in repr(handed)
    assert column(elina, "account_once") == 1


def test_no_password_is_anywhere_in_the_home(elina):
    handed = hand_out_account(elina, patron="P0002")

    files = [path for path in elina.home.path.rglob("*") if path.is_file()]

    assert len(files) > 2
    assert [path for path in files if handed.password.encode() in path.read_bytes()] == []


def test_a_forgotten_password_is_replaced(elina):
    first = hand_out_account(elina, patron="P0002")
    assert codes(hand_out_account(elina, patron="P0002")) == ["ACCOUNT_EXISTS"]

    again = hand_out_account(elina, patron="P0002", again=True)

    assert again.username == first.username
    assert proves(column(elina, "account_verifier"), again.password)
    assert not proves(column(elina, "account_verifier"), first.password)


def test_two_people_of_one_name_have_two_usernames(elina):
    elina.do(register_patron, given="Elīna", family="Kruze", card="P3")

    assert [hand_out_account(elina, patron=one).username for one in ("P0002", "P3")] == ["elina.kruze", "elina.kruze2"]


def test_a_username_may_be_chosen_unless_somebody_has_it(elina):
    elina.do(register_patron, given="Toms", family="Kalns", card="P3")
    assert hand_out_account(elina, patron="P0002", username=" Elina_K ").username == "elina_k"

    assert codes(hand_out_account(elina, patron="P3", username="elina_k")) == ["USERNAME_TAKEN"]
    assert codes(hand_out_account(elina, patron="P3", username="ē")) == ["FIELD_INVALID"]
    assert codes(hand_out_account(elina, patron="P3", again=True)) == ["ACCOUNT_MISSING"]
    assert codes(hand_out_account(elina, patron="P9")) == ["UNKNOWN_SCAN"]


def test_where_nobody_has_a_username_none_is_handed_out(elina):
    elina.do(change_setting, key="account_site", value="")

    assert codes(hand_out_account(elina, patron="P0002")) == ["ACCOUNT_NOT_USED"]


def test_a_pin_is_set_and_set_again(elina, caplog):
    caplog.set_level(logging.DEBUG)
    elina.do(change_setting, key="pin_digits", value="4")
    assert sign_in_standing(elina, "P0002").pin == "missing"

    first = choose_pin(elina, patron="P0002", pin="4711")
    again = choose_pin(elina, patron="P0002", pin="0815")

    assert [isinstance(one, Done) and one.record.before for one in (first, again)] == [False, True]
    assert proves(column(elina, "pin_verifier"), "0815")
    assert sign_in_standing(elina, "P0002").pin == "set"
    assert "0815" not in caplog.text + repr(again) + repr(sign_in_standing(elina, "P0002"))


def test_a_pin_that_is_none_is_refused(elina):
    assert codes(choose_pin(elina, patron="P0002", pin="4711")) == ["PIN_NOT_USED"]
    elina.do(change_setting, key="pin_digits", value="4")

    assert codes(choose_pin(elina, patron="P0002", pin="47111")) == ["PIN_DIGITS"]
    assert codes(choose_pin(elina, patron="P0002", pin="0002")) == ["PIN_GUESSABLE"]
    assert codes(choose_pin(elina, patron="P9", pin="4711")) == ["UNKNOWN_SCAN"]


def test_where_there_are_no_pins_nothing_is_said_to_be_missing(elina):
    standing = sign_in_standing(elina, "P0002")

    assert (standing.pin, standing.username, standing.must_change) == ("unused", "", False)
    assert codes(sign_in_standing(elina, "P9")) == ["UNKNOWN_SCAN"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_what_is_to_be_typed_and_fits_its_page(elina, language):
    handed = hand_out_account(elina, patron="P0002")

    data = account_slip(handed, library="Tīkls", words=Words(language), made_at=datetime(2026, 3, 2))

    [page] = PdfReader(io.BytesIO(data)).pages
    said = page.extract_text()
    assert {"Tīkls", "Elīna Krūze", handed.username, handed.password, handed.site} <= {
        line.strip() for line in said.split("\n")
    }
    assert "www.3td.lv" in said
    assert Words(language)("slip.made", day=datetime(2026, 3, 2).date()) in said
