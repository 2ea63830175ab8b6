"""One command to run Lete and one to test it, on a fresh machine: `python3 dev.py run`, `python3 dev.py test`.

Needs nothing but Python 3.11 to 3.13. It makes `.venv`, installs what the lock files name, brings what a Debian lacks
where it may (as root), proves that windows can be opened, and says in a sentence what it may not do.

    run [--headless]    a training network with a desk on it; without a display the story is played and told
    test [PYTEST ARG…]  build, install and start the wheel; ruff, mypy, import-linter; every test
    bench [--full]      what it costs, beside the physical limit
    picture             the picture of the desk in the README
    lock                make the lock files anew
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
RUN_LOCK, DEV_LOCK = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
FUZZ_LOCK = ROOT / "requirements-fuzz.txt"
WINDOWS = sys.platform == "win32"
OLDEST, NEWEST = (3, 11), (3, 13)

LACKING = {"tkinter": "python3-tk", "ensurepip": "python3-venv"}
"""What a Debian Python may lack: the module that shows it, and the package that brings it."""
FONTS = ("fonts-inter", "fonts-noto-core", "fonts-dejavu-core")
SCREEN = ("xvfb", "xauth", "openbox", "xdotool")


class Unable(Exception):
    """Something that this program may not do itself, in a sentence for whoever may."""


def main(arguments: Sequence[str]) -> int:
    """Do what is asked; return the exit code."""
    acts = {"run": run, "test": test, "bench": bench, "picture": picture, "lock": lock}
    if not arguments or arguments[0] not in acts:
        print(__doc__)
        return 2
    try:
        return acts[arguments[0]](list(arguments[1:]))
    except Unable as unable:
        print(f"\n{unable}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"\nThis failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return failed.returncode or 1


def run(arguments: list[str]) -> int:
    """Found a training network and open a desk on it, or play the story where there is no display."""
    prepare(RUN_LOCK, screen=False)
    return call([script("lete"), "demo", "--folder", str(ROOT / "training"), *arguments])


def test(arguments: list[str]) -> int:
    """Check everything that can be checked."""
    prepare(DEV_LOCK, screen=True)
    python = str(script("python"))
    step("The wheel is built, installed and started")
    prove_wheel(python)
    step("ruff")
    check([python, "-m", "ruff", "check", "."])
    check([python, "-m", "ruff", "format", "--check", "."])
    step("mypy")
    check([python, "-m", "mypy"])
    step("import-linter")
    check([str(script("lint-imports"))])
    step("pytest")
    return call([python, "-m", "pytest", "-n", "2", "-q", *arguments])


def bench(arguments: list[str]) -> int:
    """Measure what it costs, beside the physical limit."""
    prepare(DEV_LOCK, screen=True)
    return call([*display(), script("python"), "-m", "benchmarks", *arguments])


def picture(_: list[str]) -> int:
    """Make the picture of the desk anew."""
    prepare(DEV_LOCK, screen=True)
    with tempfile.TemporaryDirectory() as folder:
        made = call([*display(), script("python"), "-m", "app.views.screenshots", "--language", "en", "--out", folder])
        if not made:
            shutil.copyfile(Path(folder) / "en-100-light-04-desk-patron.png", ROOT / "docs" / "desk.png")
    return made


def display() -> list[str]:
    """Return the words before a command that give it a virtual screen, where there is no real one."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY"):
        return []
    return ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24 -dpi 96"]


LOCKED = (
    "-q",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--upgrade",
)


def lock(_: list[str]) -> int:
    """Make the lock files anew: newest versions allowed, hashes of every file, no address."""
    prepare(DEV_LOCK, screen=False)
    check([str(script("python")), "-m", "pip", "install", "-q", "uv"])
    for target, group in ((RUN_LOCK, "make"), (DEV_LOCK, "dev"), (FUZZ_LOCK, "fuzz")):
        check([str(script("uv")), "pip", "compile", *LOCKED, "--group", group, "-o", str(target), "pyproject.toml"])
    return 0


# Getting ready.


def prepare(lock_file: Path, *, screen: bool) -> None:
    """Bring the machine and `.venv` to where everything below runs."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise Unable(f"Lete needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.")
    bring_what_debian_lacks(screen=screen)
    if not (VENV / "pyvenv.cfg").exists():
        step("A virtual environment is made in .venv")
        venv.EnvBuilder(with_pip=True).create(VENV)
    install(lock_file)
    prove_tkinter()


def bring_what_debian_lacks(*, screen: bool) -> None:
    """Install system packages on a Debian, as root; elsewhere say what is missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for module, package in LACKING.items() if not can_import(module)]
    if not shutil.which("fc-list") or "Inter" not in output(["fc-list"]):
        missing += FONTS
    if screen:
        missing += [package for package in SCREEN if not shutil.which(PROGRAM.get(package, package))]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        needed = [package for package in missing if package not in FONTS]
        if needed:
            raise Unable(f"Please install these as root and try again: apt-get install {' '.join(missing)}")
        return
    step(f"Debian brings {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    check(["apt-get", "update", "-q"], env=quiet, silent=True)
    check(["apt-get", "install", "-y", "-q", "--no-install-recommends", "libtk8.6", "fontconfig", *missing], env=quiet,
          silent=True)  # fmt: skip


PROGRAM = {"xvfb": "Xvfb"}


def can_import(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def install(lock_file: Path) -> None:
    """Install what the lock file names, and Lete itself from this folder; once for each state of them."""
    stamp, state = VENV / "lete.stamp", state_of(lock_file)
    if stamp.exists() and stamp.read_text(encoding="utf-8") in {state, state_of(DEV_LOCK)}:
        return
    step(f"{lock_file.name} is installed")
    pip = [str(script("python")), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    check([*pip, "--require-hashes", "-r", str(lock_file)])
    check([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write_text(state, encoding="utf-8")


def state_of(lock_file: Path) -> str:
    """Return a digest of all that an installation depends on."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (lock_file, ROOT / "pyproject.toml", *sorted((ROOT / "app" / "locale").rglob("*.po"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def prove_tkinter() -> None:
    """Prove that the Python of `.venv` can open windows."""
    found = subprocess.run([script("python"), "-c", "import tkinter"], capture_output=True, text=True, check=False)
    if found.returncode:
        remedy = "install Python again with “tcl/tk” ticked" if WINDOWS else "install python3-tk as root"
        raise Unable(f"This Python has no tkinter, so no window can be opened: {remedy}.")


def prove_wheel(python: str) -> None:
    """Build the wheel, install it in an environment of its own, and start it there, far from these sources."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        check([python, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)], silent=True)
        [wheel] = place.glob("*.whl")
        home = wheel_environment()
        pip = [str(script("python", home)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        check([*pip, "--no-deps", "--force-reinstall", str(wheel)])
        told = {**os.environ, "LETE_LANGUAGE": "lv", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        story = place / "story"
        check([str(script("lete", home)), "demo", "--headless", "--folder", str(story)], env=told, cwd=place)


def wheel_environment() -> Path:
    """Return an environment with what the wheel needs and nothing else."""
    home = CACHE / "wheel"
    stamp, state = home / "lete.stamp", hashlib.sha256(RUN_LOCK.read_bytes() + str(home).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:
        venv.EnvBuilder(with_pip=True, clear=True).create(home)
        pip = [str(script("python", home)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        check([*pip, "--require-hashes", "-r", str(RUN_LOCK)])
        stamp.write_text(state, encoding="utf-8")
    return home


# Small things.

BEGUN = time.monotonic()


def step(said: str) -> None:
    """Say what happens now, and how many seconds have gone."""
    print(f"[{time.monotonic() - BEGUN:5.0f} s] {said}", flush=True)


def script(name: str, home: Path = VENV) -> Path:
    return home / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


def call(command: Sequence[str | Path]) -> int:
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode


def check(command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path = ROOT, silent: bool = False) -> None:
    """Run something that must succeed; one that is silent is heard only when it fails."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=silent, check=False)
    if done.returncode:
        if silent:
            sys.stderr.buffer.write(done.stdout[-4000:] + done.stderr[-4000:])
        raise subprocess.CalledProcessError(done.returncode, command)


def output(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
