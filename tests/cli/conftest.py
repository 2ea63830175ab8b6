"""A network by command line."""

import json
from dataclasses import dataclass

import pytest

from app.cli.main import main

PASSWORD = "ļoti slepeni"


@dataclass
class Shell:
    """Runs `lete` in this process, for the home of one workstation."""

    home: object
    capture: object

    def __call__(self, *arguments, exit_code=0):
        """Run a command with --json; return its answer. With no exit code, any is right."""
        code = main(["--home", str(self.home), "--json", *map(str, arguments)])
        out, err = self.capture.readouterr()
        assert exit_code in {None, code}, (arguments, code, out, err)
        lines = out.splitlines()
        assert len(lines) == 1, out
        return json.loads(lines[0])

    def text(self, *arguments, exit_code=0):
        """Run a command for people; return what it said on stdout and stderr."""
        code = main(["--home", str(self.home), *map(str, arguments)])
        out, err = self.capture.readouterr()
        assert code == exit_code, (arguments, code, out, err)
        return out, err


@pytest.fixture(autouse=True)
def variables(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("LETE_STAFF", "anna")
    monkeypatch.setenv("LETE_PASSWORD", PASSWORD)
    monkeypatch.setenv("LETE_LANGUAGE", "en")
    for name in ("LETE_KEY_PASSPHRASE", "LETE_INVITE_PASSPHRASE", "LETE_RECOVERY_PASSPHRASE", "LETE_NEW_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lete(tmp_path, capsys):
    """Return the shell of a workstation by its name."""
    return lambda name="a": Shell(tmp_path / name, capsys)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def founded(lete, share):
    """Workstation a, which has founded a training network."""
    shell = lete()
    shell("network", "create", "--name", "Mācību tīkls", "--share", share, "--profile", "valmiera",
          "--branch", "MAZ", "--branch-name", "Mazpils", "--training")  # fmt: skip
    return shell


@pytest.fixture
def join(founded, lete, share, tmp_path, monkeypatch):
    """Let another workstation join."""

    def joined(name, branch="RUJ"):
        invited = founded("network", "invite", "--branch", branch, "--branch-name", f"Filiāle {branch}",
                          "--out", tmp_path / f"{name}.lete")  # fmt: skip
        monkeypatch.setenv("LETE_INVITE_PASSPHRASE", invited["passphrase"])
        shell = lete(name)
        answer = shell("network", "join", invited["file"], "--share", share)
        assert answer["state"] == "waiting"
        admitted = founded("network", "admit", "--all")["admitted"]
        assert [one["fingerprint"] for one in admitted] == [answer["fingerprint"]]
        founded("sync", "--once")
        shell("sync", "--once")
        return shell

    return joined
