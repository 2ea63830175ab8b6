"""Part an address written on one line into its fields, as far as it says itself what each part is.

Latvian: "Zvaigžņu iela 4-12, Ogre, LV-5001" in a town, "Ērgļi 1, Ērgļi, Brunavas pagasts, Bauskas novads" in the
country, where a house may have a name instead of a number. Danish: "Østergade 30, 2. tv., 9800 Hjørring".
What does not say what it is stays over and is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from app.forms.folding import fold
from app.forms.wording import tables

LATVIAN_POSTCODE = re.compile(r"\bLV\s*[-\N{EN DASH}]?\s*(\d{4})\b", re.IGNORECASE)
DANISH_POSTTOWN = re.compile(r"(?:DK[- ])?\b(?P<postcode>\d{4})\s+(?P<town>[^\W\d_][^\d,]*)$", re.IGNORECASE)
HOUSE = r"(?P<house>\d+(?:\s?k-?\d+|(?:\s?[^\W\d_])?(?:/\d+)?(?:\s?k-?\d+)?))"
FLAT = r"(?:\s*(?:-|\N{EN DASH}|,?\s*dz(?:īvoklis|\.)?\s*(?:nr\.?\s*)?)\s*(?P<flat>\d+\s?[^\W\d_]?))?"
LATVIAN_NUMBER = re.compile(rf"\s*{HOUSE}{FLAT}(?:\s+(?P<rest>[^\W\d_].*))?", re.IGNORECASE)
FLAT_ALONE = re.compile(r"dz(?:īvoklis|\.)?\s*(?:nr\.?\s*)?(?P<flat>\d+\s?[^\W\d_]?)", re.IGNORECASE)
FLAT_NUMBER = re.compile(r"(?:nr\.?\s*)?\d+(?:[\s\-/]?[^\W\d_]|[\-/]\d+)?", re.IGNORECASE)
DANISH_STREET = re.compile(r"(?P<street>[^\W\d_]\D*?)\s+(?P<house>\d+\s?[^\W\d_]?)(?:\s+(?P<rest>\S.*))?")
DANISH_FLAT = re.compile(
    r"(?:\d{1,2}\.?\s*(?:sal)?|st\.?|kl\.?|stuen|kld\.?)\s*\.?\s*,?\s*(?:(?:tv|th|mf)\.?|\d{1,3})?", re.IGNORECASE
)
DANISH_FLOOR = re.compile(r"(?:\d{1,2}|st|kl|stuen|kld)\.?(?:\s*sal)?", re.IGNORECASE)
DANISH_DOOR = re.compile(r"(?:tv|th|mf)\.?|(?:dør\s*)?\d{1,3}", re.IGNORECASE)
QUOTES = "\"'„“”«»"


@dataclass(slots=True, kw_only=True)
class Address:
    """The parts found, by field, and the pieces that do not say what they are."""

    parts: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def parted(text: str, *, danish: bool) -> Address:
    """Part an address; `danish` is what its label says where the address itself does not."""
    flat = text.replace("\n", ", ")
    pieces = [piece.strip() for piece in flat.split(",") if piece.strip(" .")]
    if _is_latvian(pieces):
        return _latvian(pieces)
    if danish or DANISH_POSTTOWN.search(flat.strip()):
        return _danish(pieces)
    return Address(rest=pieces)


def is_flat(text: str) -> bool:
    """Whether the text says nothing but which flat it is: "12", "dz. 12a", "2. tv.", "3., 12"."""
    floor, _, door = (piece.strip() for piece in text.partition(","))
    if door:
        return bool(DANISH_FLOOR.fullmatch(floor) and DANISH_DOOR.fullmatch(door))
    return any(shape.fullmatch(text.strip()) for shape in (DANISH_FLAT, FLAT_ALONE, FLAT_NUMBER))


def _is_latvian(pieces: list[str]) -> bool:
    return any(LATVIAN_POSTCODE.search(piece) or _kind_at_end(piece) or _street(piece) is not None for piece in pieces)


def _latvian(pieces: list[str]) -> Address:
    found = Address()
    for piece in pieces:
        _latvian_piece(found, piece)
    _name_places(found)
    return found


def _latvian_piece(found: Address, piece: str) -> None:
    """File a piece that says what it is; the others wait until all that do are known."""
    code = LATVIAN_POSTCODE.search(piece)
    if code:
        found.parts.setdefault("postcode", f"LV-{code.group(1)}")
        piece = (piece[: code.start()] + piece[code.end() :]).strip(" .")
    street, flat, kind = _street(piece), FLAT_ALONE.fullmatch(piece), _kind_at_end(piece)
    if street is not None and "street" not in found.parts:
        rest = street.pop("rest")
        found.parts.update(street)
        found.rest.extend(filter(None, (rest,)))
    elif flat and "house" in found.parts and "flat" not in found.parts:
        found.parts["flat"] = flat.group("flat")
    elif kind and kind not in found.parts:
        found.parts[kind] = piece
    elif piece:
        found.rest.append(piece)


def _name_places(found: Address) -> None:
    """Tell a house name, a village and a town apart by what the address has besides.

    An address in the country begins with its house, by street and number or by name, and the village follows.
    In a town there is a street and no parish. In every other case the piece stays over.
    """
    rest = found.rest
    if "parish" in found.parts and "street" not in found.parts and 1 <= len(rest) <= 2:
        found.parts["house"] = rest.pop(0).strip(QUOTES)
    if len(rest) != 1 or _kind_at_end(rest[0]) or any(sign.isdigit() for sign in rest[0]):
        return
    if "parish" in found.parts:
        found.parts["village"] = rest.pop()
    elif "street" in found.parts:
        found.parts["town"] = rest.pop()


def _street(piece: str) -> dict[str, str] | None:
    """Street, house and flat of "Zvaigžņu iela 4-12"; also what follows without a comma."""
    words = piece.split()
    at = next((number for number, word in enumerate(words) if fold(word) in _street_kinds()), 0)
    numbers = LATVIAN_NUMBER.fullmatch(" ".join(words[at + 1 :])) if at else None
    if numbers is None:
        return None
    parts = {"street": " ".join(words[: at + 1]), "house": numbers.group("house")}
    if numbers.group("flat"):
        parts["flat"] = numbers.group("flat")
    return parts | {"rest": numbers.group("rest") or ""}


def _kind_at_end(piece: str) -> str:
    """What the last word says the piece is: "Brunavas pagasts" is a parish."""
    words = piece.rstrip(".").split()
    if len(words) < 2:
        return ""
    return _place_kinds().get(fold(words[-1]), "")


def _danish(pieces: list[str]) -> Address:
    found = Address()
    *before, last = pieces
    post = DANISH_POSTTOWN.search(last)
    if post:
        found.parts.update(postcode=post.group("postcode"), town=post.group("town").strip())
        last = last[: post.start()].strip()
    for piece in filter(None, (*before, last)):
        _danish_piece(found, piece)
    return found


def _danish_piece(found: Address, piece: str) -> None:
    street = DANISH_STREET.fullmatch(piece)
    rest = (street.group("rest") or "") if street else ""
    if street and "street" not in found.parts and (not rest or DANISH_FLAT.fullmatch(rest)):
        found.parts.update(street=street.group("street"), house=street.group("house"))
        found.parts.update({"flat": rest} if rest else {})
    elif "house" in found.parts and "flat" not in found.parts and DANISH_FLAT.fullmatch(piece):
        found.parts["flat"] = piece
    elif DANISH_FLOOR.fullmatch(found.parts.get("flat", "")) and DANISH_DOOR.fullmatch(piece):
        found.parts["flat"] += f", {piece}"
    else:
        found.rest.append(piece)


@cache
def _street_kinds() -> frozenset[str]:
    return frozenset(map(fold, tables()["addresses"]["street_kinds"]))


@cache
def _place_kinds() -> dict[str, str]:
    said = tables()["addresses"]
    kinds = (("parish", said["parish_kinds"]), ("municipality", said["municipality_kinds"]))
    return {fold(word.rstrip(".")): kind for kind, words in kinds for word in words}
