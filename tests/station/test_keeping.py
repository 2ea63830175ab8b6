"""What a workstation keeps on its own disk: keys, mark, settings, recovery sheet."""

import sys
from pathlib import Path

import pytest

from app.settings import PAUSES_S, Settings, SettingsFile
from app.station.home import Home, HomeUnusable
from app.station.mark import FileMark
from app.station.passwords import proves, verifier_of
from app.station.vault import FileVault, KeyringVault, choose_vault, is_open_to_others
from app.sync.errors import KeysLocked, KeysMissing
from app.sync.keys import Secrets
from app.sync.positions import LogId, Position
from tests.station.making import Chance

SECRETS = Secrets(sign_seed=b"s" * 32, box_seed=b"b" * 32, network_keys={1: b"k" * 32, 2: b"l" * 32})
OLD = Secrets(
    sign_seed=b"s" * 32,
    box_seed=b"b" * 32,
    network_keys=dict.fromkeys(range(501, 504), b"k" * 32),
    roster_keys={n: bytes([n % 256]) * 32 for n in range(1, 501)},
)
WINDOWS_MAX = 1_280
"""Characters under one name of the Credential Manager: 2,560 bytes, two for each."""
NETWORK = b"n" * 16


class MemoryKeyring:
    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        assert len(password) <= WINDOWS_MAX
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


def file_vault(path, passphrase=""):
    return FileVault(path=path, random=Chance(), passphrase=passphrase)


@pytest.fixture(params=["keyring", "file", "locked"])
def vault(request, tmp_path):
    if request.param == "keyring":
        return KeyringVault(MemoryKeyring())
    return file_vault(tmp_path / "keys.bin", "atslēga" if request.param == "locked" else "")


def test_a_password_is_kept_until_it_is_forgotten(vault):
    vault.save(NETWORK, 34, SECRETS)
    vault.keep_password(NETWORK, 34, "smtp", "vārtu atslēga")
    vault.keep_password(NETWORK, 34, "imap", "cita")

    vault.forget_password(NETWORK, 34, "smtp")
    vault.forget_password(NETWORK, 34, "smtp")

    assert [vault.password(NETWORK, 34, what) for what in ("smtp", "imap")] == ["", "cita"]
    assert vault.load(NETWORK, 34) == SECRETS


def test_keys_are_kept_by_network_and_replica(vault):
    vault.save(NETWORK, 34, SECRETS)
    other = Secrets(sign_seed=b"x" * 32, box_seed=b"y" * 32, network_keys={})
    vault.save(NETWORK, 7, other)

    assert vault.load(NETWORK, 34) == SECRETS
    assert vault.load(NETWORK, 7) == other
    assert vault.load(b"m" * 16, 34) is None


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 40, 500])
def test_what_opens_the_roster_of_many_years_is_kept(vault, count):
    old = Secrets(
        sign_seed=OLD.sign_seed,
        box_seed=OLD.box_seed,
        network_keys=OLD.network_keys,
        roster_keys=dict(list(OLD.roster_keys.items())[:count]),
    )
    vault.save(NETWORK, 34, SECRETS)

    vault.save(NETWORK, 34, old)

    assert vault.load(NETWORK, 34) == old


def test_a_power_cut_while_a_keyring_is_written_loses_nothing():
    """All parts or some of them are written, the rest of the secrets is that from before."""
    keyring = MemoryKeyring()
    KeyringVault(keyring).save(NETWORK, 34, SECRETS)
    writes, put = [], keyring.set_password
    keyring.set_password = lambda *given: writes.append(given)
    KeyringVault(keyring).save(NETWORK, 34, OLD)

    for given in writes[:-1]:
        put(*given)
        assert KeyringVault(keyring).load(NETWORK, 34).network_keys == SECRETS.network_keys
    put(*writes[-1])

    assert KeyringVault(keyring).load(NETWORK, 34) == OLD


def test_a_locked_file_opens_with_its_passphrase_alone(tmp_path):
    path = tmp_path / "keys.bin"
    file_vault(path, "atslēga").save(NETWORK, 34, SECRETS)

    assert SECRETS.sign_seed not in path.read_bytes()
    assert not is_open_to_others(path)
    for wrong in ("cita", ""):
        with pytest.raises(KeysLocked):
            file_vault(path, wrong).load(NETWORK, 34)


def test_a_file_without_a_passphrase_is_reported(tmp_path):
    path = tmp_path / "keys.bin"
    file_vault(path).save(NETWORK, 34, SECRETS)

    assert is_open_to_others(path)
    assert not is_open_to_others(tmp_path / "none")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by the rights of the folder")
def test_only_its_owner_may_read_the_file(tmp_path):
    path = tmp_path / "keys.bin"
    file_vault(path).save(NETWORK, 34, SECRETS)

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("contents", [b"", b"LKEY", b"LKEY\x00\x00garbage", bytes(range(64))])
def test_a_file_that_holds_no_keys_is_named(tmp_path, contents):
    path = tmp_path / "keys.bin"
    path.write_bytes(contents)

    with pytest.raises((KeysMissing, KeysLocked)):
        file_vault(path).load(NETWORK, 34)


def test_the_keyring_is_the_first_choice_and_a_file_that_is_there_stays(tmp_path):
    path, keyring = tmp_path / "keys.bin", MemoryKeyring()
    assert isinstance(choose_vault(path, passphrase="", random=Chance(), backend=keyring), KeyringVault)
    assert isinstance(choose_vault(path, passphrase="", random=Chance(), backend=None), FileVault)

    file_vault(path).save(NETWORK, 34, SECRETS)

    assert isinstance(choose_vault(path, passphrase="", random=Chance(), backend=keyring), FileVault)


def test_a_mark_comes_back_as_it_was(tmp_path):
    mark = FileMark(tmp_path / "mark.json")
    assert mark.load() is None

    mark.save(LogId(34, 2**62), Position(7, b"l" * 16))

    assert mark.load() == (LogId(34, 2**62), Position(7, b"l" * 16))
    (tmp_path / "mark.json").write_text("{", encoding="utf-8")
    assert mark.load() is None


def test_settings_come_back_and_keep_what_was_not_changed(tmp_path):
    file = SettingsFile(tmp_path / "new" / "settings.json")
    assert file.load() == Settings()

    file.change(language="lv", share="//serveris/lete")
    file.change(dark=True)

    assert file.load() == Settings(language="lv", share="//serveris/lete", dark=True)


def test_settings_that_cannot_be_read_are_set_aside(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{broken", encoding="utf-8")

    assert SettingsFile(path).load() == Settings()
    assert path.with_suffix(".unreadable").read_text(encoding="utf-8") == "{broken"


def held(monkeypatch, method, times):
    """Let a file be held by another program for a while, as Windows words it."""
    real, left = getattr(Path, method), [times]

    def refused(path, *given):
        if left[0]:
            left[0] -= 1
            raise PermissionError(5, "Access denied")
        return real(path, *given)

    monkeypatch.setattr(Path, method, refused)


@pytest.mark.parametrize("method", ["replace", "read_bytes"])
def test_settings_wait_for_a_program_that_holds_the_file(tmp_path, monkeypatch, method):
    pauses = []
    file = SettingsFile(tmp_path / "settings.json", pause=pauses.append)
    file.change(language="lv")
    held(monkeypatch, method, 3)

    file.change(dark=True)

    assert pauses == list(PAUSES_S[:3])
    assert file.load() == Settings(language="lv", dark=True)


def test_settings_that_stay_held_are_neither_lost_nor_overwritten(tmp_path, monkeypatch):
    file = SettingsFile(tmp_path / "settings.json", pause=lambda _: None)
    file.change(language="lv")
    with monkeypatch.context() as patched:
        held(patched, "read_bytes", 99)
        assert file.load() == Settings()
        with pytest.raises(PermissionError):
            file.change(dark=True)

    assert file.load() == Settings(language="lv")


def test_a_setting_of_a_newer_version_does_no_harm(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"language": "da", "mood": "glad"}', encoding="utf-8")

    assert SettingsFile(path).load().language == "da"


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")

    with pytest.raises(HomeUnusable):
        Home(tmp_path / "taken").make()


def test_a_password_is_proved_and_cannot_be_read():
    verifier = verifier_of("ļoti slepeni")

    assert "slepeni" not in verifier
    assert proves(verifier, "ļoti slepeni")
    assert not proves(verifier, "Ļoti slepeni")
    assert not proves("", "x")
    assert not proves("no verifier", "x")


def test_passwords_of_servers_are_kept_beside_the_keys(vault):
    vault.save(NETWORK, 34, SECRETS)
    assert vault.password(NETWORK, 34, "smtp") == ""

    vault.keep_password(NETWORK, 34, "smtp", "slepena parole")
    vault.keep_password(NETWORK, 35, "smtp", "cita")

    assert (vault.password(NETWORK, 34, "smtp"), vault.password(NETWORK, 34, "imap")) == ("slepena parole", "")
    assert vault.load(NETWORK, 34) == SECRETS
