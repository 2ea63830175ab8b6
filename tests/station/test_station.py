"""An open workstation: founding, signing in, deeds, its doctor."""

from datetime import date

import pytest

from app.db.log.emptying import note_dropped
from app.db.queries.network import own_place
from app.desk.items import add_item
from app.desk.outcome import Refused
from app.desk.patrons import register_patron
from app.rules.national import national_holidays
from app.station.backups import back_up
from app.station.doctor import (
    CODES,
    FORM_NOT_DESTROYED,
    KEYS_OPEN,
    PARKED_UNKNOWN,
    STATE_REPAIRED,
    UNKNOWN_DROPPED,
    examine,
)
from app.station.home import NoNetwork
from app.station.language import language_of
from app.station.profiles import ProfileUnknown, load_profile, profile_names
from app.station.recovery import LINE
from app.station.station import SignInFailed, Station
from app.station.syncing import AnotherPublishes, publishing, sync_once
from app.sync.errors import FolderUnreachable, KeysMissing
from tests.station.making import PASSWORD, opened


def test_a_founded_network_has_its_first_rows(station):
    place = own_place(station.reading)

    assert (place.branch_name, place.time_zone) == ("Mazpils", "Europe/Riga")
    assert "network" in station.acting.permissions
    assert station.today() == date(2026, 3, 2)


def test_signing_in_needs_login_and_password(home, world):
    station = Station.open(home, world)

    assert station.signed_in("ANNA", PASSWORD).acting.name == "Anna A."
    for login, password in (("anna", "cita"), ("inga", PASSWORD), ("", "")):
        with pytest.raises(SignInFailed):
            station.signed_in(login, password)
    station.close()


def test_nobody_signed_in_may_do_nothing(home, world):
    station = Station.open(home, world)

    assert isinstance(station.do(register_patron, given="A", family="B"), Refused)
    station.close()


def test_a_home_without_a_network_is_named(tmp_path, world):
    from app.station.home import Home

    with pytest.raises(NoNetwork):
        Station.open(Home(tmp_path / "none"), world)


def test_a_lost_key_file_is_named(home, world):
    home.keys.unlink()
    station = opened(home, world)

    with pytest.raises(KeysMissing):
        station.keys()
    station.close()


def test_the_recovery_sheet_can_be_typed_in_again(home):
    title, name, _, *lines = home.recovery.read_text(encoding="utf-8").splitlines()

    assert (title, name) == ("Lete recovery key 1", "Tīkls")
    assert all(len(line.split()) <= LINE + 1 for line in lines)
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))


def test_one_process_of_a_home_publishes(station):
    with publishing(station.home), pytest.raises(AnotherPublishes):
        sync_once(station)

    assert sync_once(station).waiting == 0


def test_a_station_without_a_share_says_so(station):
    station.home.settings.change(share="")

    with pytest.raises(FolderUnreachable):
        station.folder()


def test_a_backup_is_whole(station, world):
    station.do(register_patron, given="Elīna", family="Krūze")

    copy = back_up(station.database, station.home, world)

    import sqlite3

    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT family FROM patron").fetchall() == [("Krūze",)]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_the_language_is_the_one_nearest_to_the_person(home, world):
    assert language_of(home, {}) == "lv"
    assert language_of(home, {"LANG": "da_DK.UTF-8"}) == "lv"
    home.settings.change(language="da")
    assert language_of(home, {}) == "da"
    assert language_of(home, {"LETE_LANGUAGE": "en"}) == "en"
    assert language_of(home, {"LETE_LANGUAGE": "xx"}) == "da"


def test_before_there_is_a_network_the_system_speaks(tmp_path):
    from app.station.home import Home

    assert language_of(Home(tmp_path), {"LANG": "lv_LV.UTF-8"}) == "lv"
    assert language_of(Home(tmp_path), {"LC_ALL": "C"}) == "en"


def test_where_the_session_says_nothing_the_system_does(tmp_path):
    from app.station.home import Home

    home = Home(tmp_path)
    assert language_of(home, {"LC_ALL": "C.UTF-8", "LANG": "lv_LV.UTF-8"}) == "lv"
    assert language_of(home, {"LC_MESSAGES": "da_DK", "LANG": "lv_LV"}) == "da"
    assert language_of(home, {"LANG": "C"}, "da_DK") == "da"
    assert language_of(home, {"LANG": "lv_LV"}, "da_DK") == "lv"
    assert language_of(home, {}, "et_EE") == "en"


def test_every_profile_is_whole():
    for name in profile_names():
        profile = load_profile(name)
        assert set(profile) == {
            "network",
            "settings",
            "categories",
            "terms",
            "materials",
            "groups",
            "numbers",
            "documents",
            "promises",
            "blocks",
            "roles",
        }
    with pytest.raises(ProfileUnknown):
        load_profile("../valmiera")


def found(station):
    return {finding.code for finding in examine(station).findings}


def test_the_doctor_finds_a_wrong_state_and_puts_it_right(station):
    station.do(add_item, barcode="I1", title="X")
    with station.database.writing() as connection:
        connection.execute("DELETE FROM title_search")

    assert STATE_REPAIRED in found(station)
    assert STATE_REPAIRED not in found(station)


def test_the_doctor_finds_what_was_left_behind(station):
    with station.database.writing() as connection:
        connection.execute("INSERT INTO draft (path, digest, application, patron) VALUES ('a.docx', x'', '{}', 7)")
        connection.execute("INSERT INTO parked VALUES ('star', 1, '', 1, 'unknown', x'')")
        note_dropped(connection)

    assert {FORM_NOT_DESTROYED, PARKED_UNKNOWN, UNKNOWN_DROPPED, KEYS_OPEN} <= found(station)
    assert found(station) <= {*CODES}


def test_the_doctor_says_that_the_folder_is_away(station, tmp_path):
    (tmp_path / "share").rename(tmp_path / "gone")

    assert "sync.folder-unreachable" in found(station)


def test_the_holidays_are_worked_out_before_the_first_scan_needs_them(station):
    national_holidays.cache_clear()
    station.look_ahead()

    assert national_holidays.cache_info().currsize == 1
