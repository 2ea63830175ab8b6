"""The house rules a machine can check; each failure names the place and the remedy."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "exports").rglob("*.py")])
TESTS = sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")])
READS_THE_WORLD = ROOT / "app" / "bootstrap.py"
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 400
BANNED = {
    "datetime.now(": "take `now_ms` as an argument; only app/bootstrap.py reads the clock",
    "date.today(": "take `today` as an argument; only app/bootstrap.py reads the clock",
    "time.time(": "take a clock as an argument; only app/bootstrap.py reads it",
    "time.sleep(": "take `pause` as an argument",
    "uuid4(": "ids are ticks",
    "random.random(": "take chance as an argument, so that a test can repeat it",
    "os.urandom(": "take chance as an argument, so that a test can repeat it",
    "INSERT OR REPLACE": "REPLACE is forbidden: it deletes, and fires no trigger of ours",
    "REPLACE INTO": "REPLACE is forbidden: it deletes, and fires no trigger of ours",
    "locale.setlocale(": "sentences, days and money come from app/words.py",
    "FIXME": "fix it before the commit",
    "TODO": "finish it, or leave it out",
}
MAY_PRINT = ("app/cli/", "app/views/screenshots")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_source_is_tidy(path):
    text = path.read_text(encoding="utf-8")

    problems = [*long_or_unexplained(ast.parse(text)), *too_long(text), *banned(path, text)]

    assert not problems, "\n".join(f"{name(path)}:{problem}" for problem in problems)


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_tests_are_tidy(path):
    text = path.read_text(encoding="utf-8")

    problems = [*long_or_unexplained(ast.parse(text))]

    assert not problems, "\n".join(f"{name(path)}:{problem}" for problem in problems)
    waits = "time.sleep(" in text and path.parent.name != "benchmarks" and path.name != "test_tidy.py"
    assert not waits, "wait for a condition, never for a time"


def long_or_unexplained(tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield "1: say in one sentence what this module is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{node.lineno}: {node.name} has {lines} lines of {FUNCTION_LINES_MAX}"


def too_long(text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > FILE_LINES_MAX:
        yield f"1: {lines} lines of {FILE_LINES_MAX}: part it by subject"


def banned(path: Path, text: str) -> Iterator[str]:
    if path == READS_THE_WORLD:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for word, remedy in BANNED.items():
            if word in line:
                yield f"{number}: `{word}`: {remedy}"
        if re.match(r"\s*print\(", line) and not name(path).startswith(MAY_PRINT):
            yield f"{number}: `print(`: log it, or show it to the librarian"
        if "except Exception" in line and name(path) not in MAY_CATCH_ALL:
            yield f"{number}: `except Exception`: name the error you expect, or let it reach the funnel"


MAY_CATCH_ALL = ("app/cli/main.py", "app/views/shell/tasks.py")
"""The funnels for surprises: one of the command line, one of the window."""


def tracked() -> list[Path]:
    git = shutil.which("git")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout if git else b""
    names = [Path(entry.decode()) for entry in listed.split(b"\0") if entry]
    return [ROOT / one for one in names if (ROOT / one).is_file()] or [*SOURCES, *TESTS]


HOMES = re.compile(r"(?<![\w/.])/(?:home|root|Users|tmp|work)/\w")
ADDRESS = re.compile(r"(?:https?|file)://(?:localhost|127\.|10\.|192\.168\.|[\w.-]*\.internal)")


def test_no_file_names_a_path_of_one_machine():
    """What is true of one machine alone is no part of the project."""
    wrong = []
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".txt", ".po", ".yml", ".lock", ""} and path.name != "test_tidy.py":
            text = path.read_text(encoding="utf-8", errors="replace")
            wrong += [f"{name(path)}: {found.group()}" for found in (*HOMES.finditer(text), *ADDRESS.finditer(text))]

    assert wrong == []


def test_every_test_is_named_as_a_sentence():
    """A test's name says what is true of the library: a few words, not the name of a function."""
    short = [
        f"{name(path)}: {node.name}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert short == []


def test_packages_say_what_they_are_for_and_nothing_else():
    full = [
        name(path)
        for path in SOURCES
        if path.name == "__init__.py" and len(ast.parse(path.read_text(encoding="utf-8")).body) != 1
    ]

    assert full == []
