"""Addresses as they are written in Latvia and in Denmark (docs/rules.md, formats). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_POSTCODES = {"LV": re.compile(r"(?:LV)?-?([0-9]{4})"), "DK": re.compile(r"(?:DK)?-?([0-9]{4})")}
_WRITTEN = {"LV": "LV-{}", "DK": "{}"}


def read_postcode(text: str, country: str) -> str | None:
    """Return a postcode as it is written officially; None where it is none of the country."""
    pattern = _POSTCODES.get(country)
    if pattern is None:
        return text.strip()
    found = pattern.fullmatch("".join(text.split()).upper())
    return _WRITTEN[country].format(found[1]) if found else None


def address_line(parts: Mapping[str, str], country: str) -> str:
    """Return an address on one line, as the country writes it; parts that are missing are left out."""
    written = _danish(parts) if country == "DK" else _latvian(parts)
    return ", ".join(part for part in written if part)


def _latvian(parts: Mapping[str, str]) -> tuple[str, ...]:
    """Street, number and flat, or a house by its name; village, parish, municipality, town, postcode."""
    house = _spaced(parts, "street", "house")
    flat = parts.get("flat", "")
    first = f"{house}-{flat}" if house and flat else house
    rest = (parts.get(name, "") for name in ("village", "parish", "municipality", "town", "postcode"))
    return (_care_of(parts), first, *rest)


def _danish(parts: Mapping[str, str]) -> tuple[str, ...]:
    """Street and number; floor and door; the place, if it is not the town; postcode and town."""
    return (
        _care_of(parts),
        _spaced(parts, "street", "house"),
        parts.get("flat", ""),
        *(parts.get(name, "") for name in ("village", "parish", "municipality")),
        _spaced(parts, "postcode", "town"),
    )


def _care_of(parts: Mapping[str, str]) -> str:
    return f"c/o {parts['care_of']}" if parts.get("care_of") else ""


def _spaced(parts: Mapping[str, str], *names: str) -> str:
    return " ".join(parts[name] for name in names if parts.get(name))
