"""Invented people and the ways they write about themselves; nobody here exists.

Each answer keeps what is written on the paper and what a reader should make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

LV_GIVEN = ("Ilze", "Jānis", "Kristīne", "Pēteris", "Žanete", "Ģirts", "Šarlote", "Ņina", "Uģis", "Čella", "Anna Marija",
    "Kārlis", "Līga", "Elīza-Anna", "Rūta", "Ķērsta", "Emīls", "Zane", "Toms", "Vārpa")  # fmt: skip
LV_FAMILY = ("Kalnlapa", "Bērzkalns", "Ziemelis", "Lācīte", "Šmite-Ozola", "Ūdensroze", "Čakārnis", "Ģērķe", "Vītolnieks",
    "Žagariņa", "Krūmkalns", "Ņikona", "Īve", "Mežakalne", "Purviņa")  # fmt: skip
DA_GIVEN = ("Rasmus", "Mette", "Søren", "Åse", "Jørgen", "Bjørn Emil", "Anne-Sofie", "Kåre", "Freja", "Ærø", "Oluf", "Signe",
    "Malthe", "Lærke", "Karl Johan")  # fmt: skip
DA_FAMILY = ("Birkelund", "Ågård", "Sørensdal", "Kjærvang", "Lindehøj", "Østerbæk", "Nymark-Holm", "Vestermose", "Bjergskov",
    "Mailand", "Dahlstrøm")  # fmt: skip
LV_STREETS = ("Zvaigžņu iela", "Brīvkalnu iela", "Ūdensrožu iela", "Dārza iela", "Ganību dambis", "Lielais prospekts",
    "Jāņa Upīša iela", "Stacijas laukums", "1. Maija iela", "Smilšu ceļš", "Meža šķērsiela")  # fmt: skip
LV_TOWNS = ("Valmiera", "Ogre", "Rūjiena", "Mazsalaca", "Cēsis", "Sēļukalns")
LV_HOUSES = ("Ērgļi", "Kalna Ērgļi", "Lejas Purmaļi", "Vecbrenči", "Ozoliņi-1", "Jaunžīguri")
LV_VILLAGES = ("Kocēni", "Rubene", "Dikļi", "Vaidava", "Ķeiži")
LV_PARISHES = ("Kocēnu", "Dikļu", "Brenguļu", "Kauguru", "Jērcēnu")
DA_STREETS = (
    "Østergade",
    "Nørre Alle",
    "Sct. Knuds Vej",
    "Ågårdsvej",
    "Kærstien",
    "Frederikshavnsvej",
    "Hans Møllers Plads",
)
DA_TOWNS = (("9800", "Hjørring"), ("9850", "Hirtshals"), ("9881", "Bindslev"), ("9480", "Løkken"), ("9870", "Sindal"))
LV_SCHOOLS = ("Valmieras 5. vidusskola", "Rubenes pamatskola", "Pārgaujas ģimnāzija, 7.b klase", "PII Ezerzeme")
DA_SCHOOLS = ("Vestre Skole", "Muldbjergskolen, 4. B", "Lundergårdskolen", "Hirtshals Skole 7.a")
LV_MONTHS = ("janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris", "oktobris",
    "novembris", "decembris")  # fmt: skip
DA_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december")  # fmt: skip
LV_CHECK = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
TODAY = date(2026, 11, 20)
UNREADABLE = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written, and the fields a reader should make of it.

    Attributes:
        fields: By base name; `UNREADABLE` for what nobody could understand, so that it must be told and not filed.
    """

    written: str
    fields: Mapping[str, str] = field(default_factory=dict)


EMPTY = Answer(written="")


class Somebody:
    """One invented person."""

    def __init__(self, dice: Random, language: str, *, child: bool) -> None:
        self._dice = dice
        self._lv = language == "lv"
        self.given = dice.choice(LV_GIVEN if self._lv else DA_GIVEN)
        self.family = dice.choice(LV_FAMILY if self._lv else DA_FAMILY)
        years = dice.uniform(5, 17) if child else dice.uniform(18, 90)
        self.born = TODAY - timedelta(days=int(years * 365.25))

    # Names

    def names(self, order: str) -> Answer:
        both = {"given": self.given, "family": self.family}
        if order == "reversed":
            return Answer(
                written=self._dice.choice((f"{self.family} {self.given}", f"{self.family}, {self.given}")), fields=both
            )
        comma = order == "full" and self._dice.random() < 0.1
        return Answer(written=f"{self.given}{',' * comma} {self.family}", fields=both)

    def alone(self, base: str) -> Answer:
        name = self.given if base == "given" else self.family
        written = name.upper() if self._dice.random() < 0.1 else name
        return Answer(written=written, fields={base: name})

    # Figures

    def code(self) -> Answer:
        dice = self._dice
        figures = self._latvian_code() if self._lv else f"{self.born:%d%m%y}{dice.randrange(10_000):04}"
        sign = dice.choice(
            ("-", "-", "-", "-", "", "\N{EN DASH}", " - ", " ") if self._lv else ("-", "-", "-", "", " ")
        )
        return Answer(written=f"{figures[:6]}{sign}{figures[6:]}", fields={"code": figures})

    def _latvian_code(self) -> str:
        dice = self._dice
        if dice.random() < 0.3:
            return f"3{dice.randrange(2, 10)}{dice.randrange(10**9):09}"
        ten = f"{self.born:%d%m%y}{1 if self.born.year < 2000 else 2}{dice.randrange(1000):03}"
        check = (1101 - sum(int(sign) * weight for sign, weight in zip(ten, LV_CHECK, strict=True))) % 11 % 10
        return f"{ten}{(check + (dice.random() < 0.2) * dice.randrange(1, 10)) % 10}"

    def birth(self) -> Answer:
        dice = self._dice
        day, month, year = self.born.day, self.born.month, self.born.year
        if dice.random() < 0.03:
            return Answer(written=f"{day:02}.{month:02}.{year % 100:02}", fields={"birth": UNREADABLE})
        if dice.random() < 0.02:
            return Answer(written=f"31.02.{year}", fields={"birth": UNREADABLE})
        named = (LV_MONTHS if self._lv else DA_MONTHS)[month - 1]
        shared = (f"{day:02}.{month:02}.{year}", f"{day:02}-{month:02}-{year}", f"{day}.{month}.{year}", f"{day:02}/{month:02}/{year}",
            f"{year}-{month:02}-{day:02}", f"{day}. {named} {year}", f"{day:02}. {month:02}. {year}")  # fmt: skip
        latvian = (f"{day:02}.{month:02}.{year}.", f"{year}. gada {day}. {named}", f"{year}.gada {day}.{named}",
            f"{day}.{named} {year}.", f"{year}. g. {day}. {named}", f"{year}.{month:02}.{day:02}.")  # fmt: skip
        danish = (
            f"{day}/{month} {year}",
            f"den {day}. {named} {year}",
            f"{day}/{month}-{year}",
            f"d. {day}/{month} {year}",
        )
        return Answer(
            written=dice.choice((*shared, *(latvian if self._lv else danish))), fields={"birth": self.born.isoformat()}
        )

    def phone(self) -> Answer:
        dice = self._dice
        eight = f"{dice.choice('26')}{dice.randrange(10**7):07}"
        country = "371" if self._lv else "45"
        plain = (eight, f"{eight[:2]} {eight[2:5]} {eight[5:]}", f"{eight[:4]} {eight[4:]}", f"{eight[:2]}-{eight[2:5]}-{eight[5:]}",
            " ".join(eight[at : at + 2] for at in range(0, 8, 2)))  # fmt: skip
        before = dice.choice(("", "", "", f"+{country} ", f"+{country}", f"(+{country}) ", f"00{country} "))
        written = before + dice.choice(plain)
        return Answer(written=written, fields={"phone": written})

    def email(self) -> Answer:
        dice = self._dice
        name = "".join(sign for sign in self.given.casefold() if sign.isascii() and sign.isalpha()) or "x"
        sign = dice.choice((".", "_", "", "-", "+lib"))
        written = f"{name}{sign}{dice.randrange(100)}@{dice.choice(('example.org', 'mail.example', 'pasts.example.lv', 'skole.example.dk'))}"
        return Answer(written=written, fields={"email": written})

    def contact(self) -> Answer:
        phone, email = self.phone(), self.email()
        joiner = self._dice.choice((", ", "; ", " / ", " "))
        return Answer(written=phone.written + joiner + email.written, fields={**phone.fields, **email.fields})

    def code_or_birth(self) -> Answer:
        return self.code() if self._dice.random() < 0.5 else self.birth()

    # Places

    def place(self) -> dict[str, str]:
        dice = self._dice
        number = f"{dice.randrange(1, 140)}{dice.choice(('', '', '', 'A', 'b'))}"
        if not self._lv:
            postcode, town = dice.choice(DA_TOWNS)
            flat = dice.choice(("", "", "2. tv.", "1. th", "st. mf.", "3., 12"))
            return {
                "street": dice.choice(DA_STREETS),
                "house": number,
                "postcode": postcode,
                "town": town,
                **({"flat": flat} if flat else {}),
            }
        postcode = f"LV-{dice.randrange(1000, 5800)}"
        if dice.random() < 0.5:
            flat = dice.choice(("", str(dice.randrange(1, 90))))
            return {"street": dice.choice(LV_STREETS), "house": number, "town": dice.choice(LV_TOWNS), "postcode": postcode,
                **({"flat": flat} if flat else {})}  # fmt: skip
        return {"house": dice.choice(LV_HOUSES), "village": dice.choice(LV_VILLAGES), "parish": f"{dice.choice(LV_PARISHES)} pagasts",
            "municipality": "Valmieras novads", "postcode": postcode}  # fmt: skip

    def address(self) -> Answer:
        """All of it on one line."""
        dice, said = self._dice, self.place()
        if not self._lv:
            flat = f", {said['flat']}" if "flat" in said else ""
            sign = dice.choice((", ", ", ", " - ")) if not flat else ", "
            return Answer(
                written=f"{said['street']} {said['house']}{flat}{sign.replace(' - ', ', ')}{said['postcode']} {said['town']}",
                fields=said,
            )
        if "street" in said:
            flat = dice.choice(("-{}", " - {}", ", dz. {}", " dz.{}")).format(said["flat"]) if "flat" in said else ""
            pieces = [f"{said['street']} {said['house']}{flat}", said["town"], said["postcode"]]
            if dice.random() < 0.2:
                pieces = [pieces[1], pieces[0], pieces[2]]
        else:
            quoted = dice.choice(("{}", "„{}”", '"{}"')).format(said["house"])
            pieces = [quoted, said["village"], said["parish"], said["municipality"], said["postcode"]]
        if dice.random() < 0.15:
            pieces.pop()
            said = {base: value for base, value in said.items() if base != "postcode"}
        return Answer(written=", ".join(pieces), fields=said)

    def school(self) -> Answer:
        written = self._dice.choice(LV_SCHOOLS if self._lv else DA_SCHOOLS)
        return Answer(written=written, fields={"school": written})
