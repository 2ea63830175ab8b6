"""Contact data as they are kept: written one way, and doubted aloud, never refused (D-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.addresses import read_postcode
from app.rules.blocks import Block, Why, told

COUNTRY_CODES = {"LV": 371, "DK": 45}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Values as they are kept. `doubtful` names the fields that do not look like what they should be."""

    values: Mapping[str, str]
    doubtful: tuple[str, ...]

    @property
    def notices(self) -> tuple[Block, ...]:
        return tuple(told(Why.FIELD_DOUBTFUL, field=name) for name in self.doubtful)


def write_contact(values: Mapping[str, str], country: str) -> Written:
    """Return contact data as they are kept; what cannot be read is kept as it was given, and doubted.

    Args:
        values: By column; those that are missing are not touched.
        country: Of the network: a phone number without a country code is of it.
    """
    readers = {"phone": read_phone, "email": read_email, "postcode": read_postcode}
    kept = {name: " ".join(value.split()) for name, value in values.items()}
    read = {name: readers[name](value, country) for name, value in kept.items() if value and name in readers}
    return Written(
        values={**kept, **{name: value for name, value in read.items() if value is not None}},
        doubtful=tuple(name for name, value in read.items() if value is None),
    )


def read_phone(text: str, country: str) -> str | None:
    """Return the digits of a number of the country, or one of another country after + and its code; None for none."""
    import phonenumbers  # noqa: PLC0415  # It takes a tenth of a second, which a scan does not have.

    if any(letter.isalpha() for letter in text):  # The package would take letters for the digits on their keys.
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):  # Two numbers are read as one and its extension.
        return None
    if number.country_code == COUNTRY_CODES.get(country):
        return phonenumbers.national_significant_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_email(text: str, _: str) -> str | None:
    """Return an address as it is to be written; None for none. Nobody is asked whether it exists."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # As above.

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
