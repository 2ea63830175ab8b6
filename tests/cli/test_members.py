"""Who belongs to the network, by command line: what the registrar signs, and what is done without it."""

from pathlib import Path

import pytest

from app.sync.errors import FolderFull
from app.sync.folder import DirectoryFolder
from tests.cli.conftest import PASSWORD


def replica(shell):
    [own] = [one["replica"] for one in shell("network", "status")["replicas"] if one["state"] == "own"]
    return own


def state_of(shell, number):
    [one] = [one for one in shell("network", "status")["replicas"] if one["replica"] == number]
    return one["state"], one["roles"]


def sync(*shells, times=1):
    for _ in range(times):
        for shell in shells:
            shell("sync", "--once")


def error(shell, *arguments, exit_code=1):
    return shell(*arguments, exit_code=exit_code)["error"]["code"]


@pytest.fixture
def town(founded, join):
    return founded, join("b"), join("c", branch="ALO")


def test_a_stolen_workstation_is_expelled(town):
    founder, stolen, other = town
    number = replica(stolen)

    assert founder("network", "expel", "--replica", number) == {"expelled": number}
    sync(founder, other)

    assert state_of(other, number) == ("expelled", [])
    assert error(stolen, "sync", "--once", exit_code=3) == "sync.desk-expelled"
    registered = other("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    sync(other, founder)
    assert founder("patron", "show", "217")["patron"] == registered["patron"]
    assert error(founder, "network", "expel", "--replica", number) == "network.already-expelled"
    assert error(founder, "network", "reinvite", "--replica", number, "--out", founder.home / "x") == (
        "network.already-expelled"
    )


def test_what_is_signed_stands_though_the_folder_is_full(town, monkeypatch):
    founder, stolen, other = town
    number = replica(stolen)

    def full(*_):
        raise FolderFull

    with monkeypatch.context() as patch:
        patch.setattr(DirectoryFolder, "write_new", full)
        assert founder("network", "expel", "--replica", number) == {"expelled": number, "waits": True}
        assert state_of(founder, number) == ("expelled", [])
    told = founder("sync", "--once", exit_code=1)["problems"]
    sync(other)

    assert [problem["detail"] for problem in told] == ["roster"]
    assert state_of(other, number) == ("expelled", [])


def test_who_joins_after_an_expulsion_reads_everything(town, join):
    founder, stolen, other = town
    founder("network", "expel", "--replica", replica(stolen))
    founder("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    sync(founder, other)

    newcomer = join("d", branch="SAL")

    assert newcomer("patron", "show", "217")["patron"]
    newcomer("patron", "register", "--given", "Jānis", "--family", "Ozols", "--card", "2-18")
    sync(newcomer, other)
    assert other("patron", "show", "218")["patron"]


def test_a_workstation_is_retired_and_its_last_deeds_arrive(town):
    founder, old, other = town
    number = replica(old)
    old("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")

    assert founder("network", "retire", "--replica", number) == {"retired": number}
    told = {problem["code"] for problem in old("sync", "--once", exit_code=1)["problems"]}
    sync(other)

    assert told == {"sync.retired"}
    assert state_of(other, number) == ("retired", [])
    assert other("patron", "show", "217")["patron"]
    assert error(founder, "network", "retire", "--replica", number) == "network.no-such-member"


def test_the_registrar_hands_over(town, tmp_path):
    founder, heir, other = town
    number, invite = replica(heir), ("network", "invite", "--branch", "X", "--branch-name", "X")

    assert founder("network", "hand-over", "--replica", number) == {"registrar": number}
    sync(heir, other)

    assert state_of(other, number) == ("member", ["registrar"])
    assert error(founder, *invite, "--out", tmp_path / "x") == "network.not-registrar"
    assert error(heir, "network", "expel", "--replica", number) == "network.registrar-stays"
    assert heir(*invite, "--out", tmp_path / "x")["file"] == str(tmp_path / "x")


def test_keepers_are_named(town):
    founder, other, _ = town
    first, second = replica(founder), replica(other)

    assert founder("network", "keeper", "--replica", second) == {"keepers": sorted([first, second])}
    assert founder("network", "keeper", "--replica", first, "--off") == {"keepers": [second]}
    assert founder.text("network", "keeper", "--replica", second, "--off")[0].startswith("No workstation")
    assert error(founder, "network", "keeper", "--replica", 4095) == "network.no-such-member"


def test_the_network_is_renamed_and_the_next_invitation_says_so(town, tmp_path):
    founder, *_ = town
    from app.sync.invitations import read_invitation

    assert founder("network", "rename", "--name", "Jaunais tīkls") == {"network": "Jaunais tīkls"}
    founder("network", "invite", "--branch", "X", "--branch-name", "X", "--out", tmp_path / "x")

    assert read_invitation((tmp_path / "x").read_bytes()).name == "Jaunais tīkls"


COMMANDS = {
    "expel": ("--replica", "7"),
    "retire": ("--replica", "7"),
    "hand-over": ("--replica", "7"),
    "keeper": ("--replica", "7"),
    "rename": ("--name", "x"),
    "reinvite": ("--replica", "7", "--out", "x"),
}


@pytest.mark.parametrize("verb", COMMANDS)
def test_members_are_the_administrators_business(founded, monkeypatch, verb):
    monkeypatch.setenv("LETE_NEW_PASSWORD", "cita parole")
    founded("staff", "add", "--login", "ilze", "--name", "Ilze", "--role", "librarian")
    monkeypatch.setenv("LETE_STAFF", "ilze")
    monkeypatch.setenv("LETE_PASSWORD", "cita parole")

    answer = founded("network", verb, *COMMANDS[verb], exit_code=1)

    assert [block["code"] for block in answer["refused"][0]["blocks"]] == ["NOT_PERMITTED"]


@pytest.mark.parametrize("verb", COMMANDS)
def test_members_are_the_registrars_business(town, verb, tmp_path):
    _, member, other = town
    given = [str(replica(other)) if word == "7" else word for word in COMMANDS[verb]]

    assert error(member, "network", verb, *given) == "network.not-registrar"


def lose_keys(shell):
    (shell.home / "keys.bin").unlink()


def test_a_desk_without_its_key_rejoins_under_its_number(town, share, tmp_path, monkeypatch):
    founder, desk, other = town
    number = replica(desk)
    desk("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    sync(desk)
    desk("patron", "register", "--given", "Jānis", "--family", "Ozols", "--card", "2-18")
    lose_keys(desk)
    assert error(desk, "sync", "--once", exit_code=3) == "sync.keys-missing"

    invited = founder("network", "reinvite", "--replica", number, "--out", tmp_path / "again.lete")
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
    asked = desk("network", "join", invited["file"], "--share", share)
    assert (asked["replica"], asked["state"]) == (number, "waiting")
    assert desk("network", "join", invited["file"], "--share", share) == asked
    assert error(desk, "sync", "--once", exit_code=3) == "sync.not-admitted"
    [admitted] = founder("network", "admit", "--replica", number)["admitted"]
    assert admitted["fingerprint"] == asked["fingerprint"]
    told = {problem["code"] for problem in desk("sync", "--once", exit_code=1)["problems"]}
    sync(other, founder, desk)

    assert told == {"sync.new-incarnation"}
    assert len(list((share / "lete-1" / "replicas" / f"{number:04d}").iterdir())) == 2
    for card in ("217", "218"):
        assert other("patron", "show", card)["patron"]
        assert founder("patron", "show", card)["patron"]
    assert len({shell("digest")["digest"] for shell in (founder, desk, other)}) == 1


def test_a_desk_that_has_its_key_does_not_rejoin(town, share, tmp_path, monkeypatch):
    founder, desk, _ = town
    invited = founder("network", "reinvite", "--replica", replica(desk), "--out", tmp_path / "again.lete")
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])

    assert error(desk, "network", "join", invited["file"], "--share", share) == "network.already-founded"


def recover(shell, founder, monkeypatch, passphrase, *, exit_code=0):
    monkeypatch.setenv("LETE_RECOVERY_PASSPHRASE", passphrase)
    return shell("network", "recover", founder.home / "recovery-key.txt", exit_code=exit_code)


@pytest.fixture
def passphrase(monkeypatch):
    monkeypatch.setenv("LETE_RECOVERY_PASSPHRASE", "zelta atslēga")
    return "zelta atslēga"


def test_the_recovery_sheet_appoints_another_registrar(passphrase, request, monkeypatch, tmp_path):
    founder, heir, other = request.getfixturevalue("town")
    stolen, number = replica(founder), replica(heir)
    monkeypatch.delenv("LETE_STAFF")

    assert recover(heir, founder, monkeypatch, passphrase) == {"registrar": number, "former": stolen}
    monkeypatch.setenv("LETE_STAFF", "anna")
    assert heir("network", "expel", "--replica", stolen) == {"expelled": stolen}
    sync(heir, other)

    assert state_of(other, number) == ("member", ["registrar"])
    assert state_of(other, stolen)[0] == "expelled"
    assert error(founder, "sync", "--once", exit_code=3) == "sync.desk-expelled"


def test_the_sheet_opens_the_keys_of_a_desk_that_lost_its_own(passphrase, request, monkeypatch):
    founder, heir, other = request.getfixturevalue("town")
    number = replica(heir)
    founder("network", "expel", "--replica", replica(other))
    founder("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    heir("patron", "register", "--given", "Jānis", "--family", "Ozols", "--card", "2-18")
    sync(founder)
    lose_keys(heir)

    assert recover(heir, founder, monkeypatch, passphrase)["registrar"] == number
    told = {problem["code"] for problem in heir("sync", "--once", exit_code=1)["problems"]}
    sync(founder, heir)

    assert told == {"sync.new-incarnation"}
    assert heir("patron", "show", "217")["patron"]
    assert founder("patron", "show", "218")["patron"]


def test_a_sheet_that_was_typed_in_is_as_good(passphrase, request, monkeypatch, tmp_path):
    founder, heir, _ = request.getfixturevalue("town")
    typed = Path(founder.home / "recovery-key.txt").read_text(encoding="utf-8").lower().splitlines()[3:]
    (tmp_path / "typed.txt").write_text("\r\n".join(f"   {line}  " for line in typed), encoding="utf-8-sig")

    assert heir("network", "recover", tmp_path / "typed.txt")["registrar"] == replica(heir)


def test_a_wrong_sheet_changes_nothing(passphrase, request, monkeypatch, tmp_path):
    founder, heir, _ = request.getfixturevalue("town")
    whole = (founder.home / "recovery-key.txt").read_text(encoding="utf-8")
    cut = tmp_path / "cut.txt"

    assert recover(heir, founder, monkeypatch, "minēju", exit_code=1)["error"]["code"] == "network.passphrase-wrong"
    monkeypatch.setenv("LETE_RECOVERY_PASSPHRASE", passphrase)
    cut.write_text("\n".join(whole.splitlines()[:-2]), encoding="utf-8")
    assert error(heir, "network", "recover", cut) == "network.passphrase-wrong"
    cut.write_text("Lete recovery key 1\n", encoding="utf-8")
    assert error(heir, "network", "recover", cut) == "network.recovery-unusable"
    cut.write_bytes(b"\xff\xfe")
    assert error(heir, "network", "recover", cut) == "cli.file-unreadable"
    assert state_of(heir, replica(founder)) == ("member", ["registrar", "keeper"])


def test_another_networks_sheet_is_refused(passphrase, request, lete, tmp_path):
    _, heir, _ = request.getfixturevalue("town")
    (tmp_path / "other-share").mkdir()
    other = lete("other")
    other("network", "create", "--name", "Cits", "--share", tmp_path / "other-share", "--profile", "valmiera",
          "--branch", "A", "--branch-name", "A", "--training")  # fmt: skip

    assert error(heir, "network", "recover", other.home / "recovery-key.txt") == "network.recovery-unusable"
    assert PASSWORD not in (other.home / "recovery-key.txt").read_text(encoding="utf-8")


def test_an_admission_that_lost_is_signed_again_by_the_person_at_the_registrars(
    passphrase, request, monkeypatch, lete, share, tmp_path
):
    """The founder admits, not knowing that another was appointed meanwhile; its list loses."""
    founder, heir, _ = request.getfixturevalue("town")
    roster = share / "lete-1" / "roster"
    recover(heir, founder, monkeypatch, passphrase)
    [appointed] = [path for path in roster.iterdir() if "-" in path.name]
    data = appointed.read_bytes()
    appointed.unlink()  # The founder's folder does not show it yet.

    invited = founder("network", "invite", "--branch", "SAL", "--branch-name", "Sala", "--out", tmp_path / "d.lete")
    monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
    newcomer = lete("d")
    fingerprint = newcomer("network", "join", invited["file"], "--share", share)["fingerprint"]
    founder("network", "admit", "--all")
    sync(founder, newcomer)
    newcomer("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "2-17")
    appointed.write_bytes(data)

    assert "sync.rosters-differ" in {problem["code"] for problem in heir("sync", "--once", exit_code=1)["problems"]}
    assert error(newcomer, "sync", "--once", exit_code=3) == "sync.not-admitted"
    looked = heir("network", "admit", "--all")
    assert (looked["admitted"], [one["fingerprint"] for one in looked["again"]]) == ([], [fingerprint])
    [again] = heir("network", "admit", "--replica", invited["replica"])["admitted"]
    assert again["fingerprint"] == fingerprint

    sync(newcomer, heir)
    assert heir("patron", "show", "217")["patron"]
    assert heir("sync", "--once")["problems"] == []
