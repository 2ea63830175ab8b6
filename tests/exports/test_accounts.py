"""What the library's site and the e-book library are told: what they need, and not a word more."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

from app.db.erasing import erase_persons
from app.desk.accounts import issue_account
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure
from app.desk.ids import PatronId
from app.desk.network import change_setting
from app.desk.numbers import add_number
from app.desk.outcome import Done
from app.desk.patrons import Contact, register_patron
from app.desk.relations import EndOfUse
from app.files import FileNotWritten
from exports.accounts import Moment, member_key, write_accounts, write_status
from tests.making import NOON, TODAY

VERIFIER = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$aGFzaA"
LATE = date(2026, 4, 20)
DOCUMENT = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.fixture
def town(desk):
    """Elīna with an overdue loan, Toms without anything, Zane without an account."""
    desk.patron("P1", code="161175-19997", birth_on=date(1975, 11, 16),
                contact=Contact(phone="26123456", email="elina@example.lv", town="Rūja"))  # fmt: skip
    desk.patron("P2", given="Toms", family="Kalns")
    desk.patron("P3", given="Zane", family="Liepa")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    for card in ("P1", "P2"):
        desk.done(issue_account, patron=card, verifier=VERIFIER)
    return desk


def moment(desk, today=TODAY):
    return Moment(database=desk.database, network="Tīkls", today=today, branch=desk.acting.branch, now_ms=NOON)


def written(write, desk, folder, today=TODAY):
    path = folder / "out.json"
    write(path, moment(desk, today))
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_site_is_told_who_may_sign_in(town, tmp_path):
    document = written(write_accounts, town, tmp_path, LATE)

    elina, toms = document["accounts"]
    assert elina == {
        "username": "elina.kruze", "active": True, "verifier": VERIFIER, "must_change": True,
        "issued_at": "2026-03-02T10:00:06Z", "blocked": False, "overdue": True,
    }  # fmt: skip
    assert (toms["username"], toms["overdue"]) == ("toms.kalns", False)
    assert {name: document[name] for name in ("format", "version", "network", "made_at", "complete_until")} == {
        "format": "lete-accounts", "version": 1, "network": "Tīkls", "made_at": "2026-03-02T10:00:00Z",
        "complete_until": "2026-03-02T10:00:00Z",
    }  # fmt: skip


def test_the_e_book_library_finds_who_signs_in_and_is_told_no_name(town, tmp_path):
    document = written(write_status, town, tmp_path, LATE)

    by_key = {one["key"]: one for one in document["members"]}
    assert by_key[hashlib.sha256(b"lete-status-1:elina.kruze").hexdigest()]["overdue"] is True
    assert by_key[member_key("toms.kalns")]["overdue"] is False
    assert len(by_key) == 2
    assert not re.search("el[iī]na|kr[uū]ze|toms|argon", json.dumps(document, ensure_ascii=False).casefold())


@pytest.mark.parametrize("write", [write_accounts, write_status])
def test_nothing_else_of_a_person_is_in_either_file(town, tmp_path, write):
    said = json.dumps(written(write, town, tmp_path), ensure_ascii=False)

    for secret in ("Elīna", "Krūze", "Zane", "161175", "1975", "26123456", "example.lv", "Rūja", "P1", "I1", "piens"):
        assert secret not in said


def close_by_death(desk, patron):
    with desk.database.writing() as connection:
        connection.execute("UPDATE patron SET died_on = '2026-03-01' WHERE id = ?", (patron,))


def close_by_wish(desk, patron):
    def wish(work):
        return Done(record=work.add(EndOfUse(patron=PatronId(patron), on_day=TODAY, means="desk")), touched=frozenset())

    desk.done(wish)


def close_by_proposal(desk, patron):
    desk.done(propose_erasure, patron=f"#{patron}", reason="pati lūdz")


@pytest.mark.parametrize("close", [close_by_death, close_by_wish, close_by_proposal])
def test_of_an_account_that_is_closed_only_that_is_told(town, tmp_path, close):
    close(town, town.value("SELECT id FROM patron WHERE given = 'Toms'"))

    assert written(write_accounts, town, tmp_path)["accounts"][1] == {"username": "toms.kalns", "active": False}
    assert len(written(write_status, town, tmp_path)["members"]) == 1


def test_who_was_forgotten_is_in_neither_file(town, tmp_path):
    with town.database.writing() as connection:
        erase_persons(connection, [town.value("SELECT id FROM patron WHERE given = 'Toms'")], town.now_ms)

    assert [one["username"] for one in written(write_accounts, town, tmp_path)["accounts"]] == ["elina.kruze"]
    assert len(written(write_status, town, tmp_path)["members"]) == 1


def test_who_is_blocked_may_sign_in_and_read_no_e_books(town, tmp_path):
    child = {"given": "Pēteris", "family": "Kalns", "birth_on": date(2015, 5, 5), "card": "P4"}
    town.done(register_patron, **child, override={"GUARANTEE_MISSING"}, reason="vecāki ceļā")
    town.done(issue_account, patron="P4", verifier=VERIFIER)

    accounts = {one["username"]: one for one in written(write_accounts, town, tmp_path)["accounts"]}

    assert (accounts["peteris.kalns"]["blocked"], accounts["peteris.kalns"]["verifier"]) == (True, VERIFIER)
    assert member_key("peteris.kalns") not in {one["key"] for one in written(write_status, town, tmp_path)["members"]}


def test_who_has_borrowed_as_much_as_is_allowed_is_not_blocked(town, tmp_path):
    town.done(change_setting, key="loans_max", value="1")

    assert not written(write_accounts, town, tmp_path)["accounts"][0]["blocked"]


def test_a_desk_that_was_never_heard_of_makes_the_file_incomplete(town, tmp_path):
    with town.database.writing() as connection:
        connection.execute("INSERT INTO branch (id, code, name) VALUES (77, 'RUJ', 'Rūja')")
        connection.execute("INSERT INTO workstation (id, replica, branch, name) VALUES (78, 9, 77, '1')")

    assert written(write_status, town, tmp_path)["complete_until"] is None


def test_a_file_that_cannot_be_written_leaves_the_one_before(town, tmp_path):
    path = tmp_path / "out.json"
    write_accounts(path, moment(town))
    before = path.read_bytes()
    (tmp_path / ".out.json.new").mkdir()

    with pytest.raises(FileNotWritten):
        write_accounts(path, moment(town, LATE))

    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


def keys_of(value):
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from keys_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys_of(one)


@pytest.mark.parametrize("write", [write_accounts, write_status])
def test_every_key_is_in_the_documentation(town, tmp_path, write):
    town.done(add_number, patron="P1", number="E1", kind="eid")

    keys = set(keys_of(written(write, town, tmp_path)))

    assert {key for key in keys if f"`{key}`" not in DOCUMENT} == set()
