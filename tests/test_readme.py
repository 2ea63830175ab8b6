"""The README keeps what it promises."""

import re
import shlex
from pathlib import Path

import pytest

from app.cli.main import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def commands():
    blocks = re.findall(r"(?:^    .+\n)+", README, flags=re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True) for line in lines]


def test_the_commands_of_the_readme_run_as_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    codes = {}
    for command in commands():
        if command[0] == "export":
            for word in command[1:]:
                monkeypatch.setenv(*word.split("=", 1))
        if command[0] == "mkdir":
            (tmp_path / command[1]).mkdir()
        if command[0] == "lete":
            codes[" ".join(command)] = main(command[1:])

    assert len(codes) > 5
    assert set(codes.values()) == {0}, (codes, capsys.readouterr())
    assert (tmp_path / "day-sheet.xlsx").exists()


def test_every_command_of_dev_in_the_readme_exists():
    named = {command[2] for command in commands() if command[1:2] == ["dev.py"]}

    assert named >= {"run", "test"}
    assert not [name for name in named if f'"{name}": {name}' not in (ROOT / "dev.py").read_text(encoding="utf-8")]


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(page, target):
    file, _, anchor = target.partition("#")
    path = page.parent / file if file else page
    return not path.exists() or (anchor and anchor not in anchors(path))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))

    assert not [target for target in targets if "://" not in target and leads_nowhere(page, target)]
