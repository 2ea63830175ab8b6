"""Running one command: from arguments to an exit code, with every failure in a sentence."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.bootstrap import FixedClock, default_home, make_world, set_up_log, system_language
from app.cli.command import Answer, Exit
from app.cli.context import Context, ask_person
from app.cli.parser import parse
from app.errors import LibraryError
from app.station.home import Home
from app.station.language import language_of
from app.words import Words

LOG = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `lete`; return its exit code."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    _forgive_the_console()
    as_json, home = "--json" in asked, _home(asked)
    words = Words(language_of(home, os.environ, system_language()))
    log = set_up_log(home)
    try:
        answer = _run(parse(asked, words), home, words)
    except LibraryError as error:
        return _tell_error(error, words, as_json=as_json)
    except Exception:  # The one funnel for surprises: nobody meets a traceback.
        reference = f"{os.getpid():x}"
        LOG.exception("our mistake %s", reference)
        return _tell_mistake(reference, log, words, as_json=as_json)
    _say(answer.keys, answer.text, as_json=as_json)
    return answer.exit


def _home(asked: Sequence[str]) -> Home:
    """Find the home before anything is parsed: the language of every sentence depends on it."""
    for place, word in enumerate(asked):
        if word == "--home" and place + 1 < len(asked):
            return Home(Path(asked[place + 1]))
        if word.startswith("--home="):
            return Home(Path(word.partition("=")[2]))
    return default_home()


def _run(given: Namespace, home: Home, words: Words) -> Answer:
    clock = FixedClock.at(given.clock) if given.clock else None
    context = Context(
        home=home,
        world=make_world(clock, key_passphrase=os.environ.get("LETE_KEY_PASSPHRASE", "")),
        words=words,
        environment=os.environ,
        ask=ask_person,
        fixed_clock=clock is not None,
        say=lambda keys, text: _say(keys, text, as_json=given.json),
    )
    answer: Answer = given.command.run(context, given)
    return answer


def _say(keys: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    if as_json and keys:
        utf8 = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
        _print(json.dumps(keys, ensure_ascii=not utf8))
    elif not as_json and text:
        _print(text)


def _print(text: str) -> None:
    """Print, as long as somebody reads; where they have gone, as `head` does, what is being done goes on unheard."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_error(error: LibraryError, words: Words, *, as_json: bool) -> int:
    LOG.info("refused: %s", error.code)
    sentence = words(f"error.{error.code}", **error.figures)
    hint = words(f"error.{error.code}.hint", **error.figures)
    _tell(error.code, sentence, hint, as_json=as_json)
    return error.exit_code


def _tell_mistake(reference: str, log: Path, words: Words, *, as_json: bool) -> int:
    sentence = words("error.our-mistake", reference=reference)
    _tell("our-mistake", sentence, words("error.our-mistake.hint", file=log), as_json=as_json)
    return Exit.ENVIRONMENT


def _tell(code: str, sentence: str, hint: str, *, as_json: bool) -> None:
    if as_json:
        _say({"error": {"code": code, "sentence": sentence, "hint": hint}}, "", as_json=True)
    else:
        print(f"{sentence}\n{hint}", file=sys.stderr, flush=True)


def _forgive_the_console() -> None:
    """A console that has no ā shows something else instead; it does not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
