"""The forms in a signed container, read like any other, with what its signatures say of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.desk.applications import Application, SignatureSeen
from app.forms.errors import NoForm, NoFormInside
from app.forms.parts import Inside, Reading, gathered
from app.forms.signatures.containers import Payload, Signed


def forms_inside(signed: Signed, inside: Inside) -> tuple[Application, ...]:
    """Read the forms among the files of a container; what is none, a photo, is told on each of them.

    Raises:
        NoFormInside: None of the files is a form.
        FormRefused: One that looked like a form was refused, and there is no other.
    """
    try:
        return gathered(_readings(signed, inside))
    except NoForm as trouble:
        raise NoFormInside(files=", ".join(one.name for one in signed.payloads)) from trouble


def _readings(signed: Signed, inside: Inside) -> Iterator[tuple[str, Reading]]:
    for payload in signed.payloads:
        yield payload.name, partial(_read, payload, signed, inside)


def _read(payload: Payload, signed: Signed, inside: Inside) -> tuple[Application, ...]:
    over = tuple(one for one in signed.signatures if concerns(one, payload.name))
    uncovered = signed.uncovered if signed.signatures else ()
    return tuple(replace(one, signatures=(*over, *one.signatures), uncovered=uncovered) for one in inside(payload.data))


def concerns(seen: SignatureSeen, file: str) -> bool:
    """Tell whether a signature says something of this file: an altered one says it of everything it came with."""
    return file in seen.covers or not seen.covers or seen.state == "altered"
