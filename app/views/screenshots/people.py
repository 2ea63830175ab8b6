"""Who lives in the invented towns, and what they read. The books are real, the readers are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.desk.applications import FormKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    given: str
    family: str
    birth_on: date
    card: str
    code: str = ""
    phone: str = ""
    email: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    guarantor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    file: str
    kind: FormKind
    fields: Mapping[str, str]
    sources: Mapping[str, str]
    unread: Sequence[tuple[str, str]] = ()
    problems: Sequence[tuple[str, str, str]] = ()
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One town.

    Attributes:
        books: Titles and authors; a book is called by its place in the list.
        elsewhere: Books that belong to the other library.
        loans: When, whose card, which books.
        lent_twice: A book, and the card of its second reader.
        typed: What is typed to find people by name.
    """

    language: str
    profile: str
    zone: str
    network: str
    code: str
    branch: str
    other_code: str
    other_branch: str
    workstation: str
    librarian: str
    material: str
    prefix: str
    books: Sequence[tuple[str, str]]
    elsewhere: frozenset[int]
    people: Sequence[Person]
    loans: Sequence[tuple[str, str, Sequence[int]]]
    lent_twice: tuple[int, str]
    labelled_twice: int
    lost_card: str
    returned: Sequence[int]
    typed: str
    reason: str
    warning: str
    newcomer: str
    forms: Sequence[Form]

    def barcode(self, place: int) -> str:
        return f"{self.prefix}-{4801 + place * 37:04d} {1120 + place * 613:04d}"


LATVIAN = Town(
    language="lv",
    profile="valmiera",
    zone="Europe/Riga",
    network="Valmieras novada bibliotēkas",
    code="MAZ",
    branch="Mazsalacas pilsētas bibliotēka",
    other_code="RUJ",
    other_branch="Rūjienas bibliotēka",
    workstation="Abonements 1",
    librarian="Inga Kalniņa",
    material="fiction",
    prefix="LV",
    books=(
        ("Dvēseļu putenis", "Grīns, Aleksandrs"),
        ("Gadi", "Ernaux, Annie"),
        ("Emīls un Berlīnes zēni", "Kästner, Erich"),
        ("Simtgadnieks, kas izkāpa pa logu un pazuda", "Jonasson, Jonas"),
        ("Mātes piens", "Ikstena, Nora"),
        ("Zvejnieka dēls", "Lācis, Vilis"),
        ("Baltā grāmata", "Jaunsudrabiņš, Jānis"),
        ("Mazais princis", "Saint-Exupéry, Antoine de"),
        ("Straumēni", "Virza, Edvarts"),
        ("Sprīdītis", "Brigadere, Anna"),
        ("Pieci pirksti", "Zālīte, Māra"),
        ("Jelgava 94", "Joņevs, Jānis"),
        ("Bērnu izklaides un rotaļas latviešu ģimenēs no rudens līdz pavasarim", "Ozoliņa, Rita"),
    ),
    elsewhere=frozenset({5, 8}),
    people=(
        Person(
            given="Elīna",
            family="Bērziņa",
            birth_on=date(1984, 5, 17),
            card="2 0041 7731",
            code="170584-10001",
            phone="29 123 456",
            email="elina.berzina@example.lv",
            address={"street": "Rīgas iela", "house": "12", "flat": "4", "town": "Mazsalaca", "postcode": "LV-4215"},
        ),
        Person(given="Marta", family="Bērziņa", birth_on=date(1951, 2, 3), card="2 0041 1190", phone="26 555 010"),
        Person(
            given="Kristaps",
            family="Bērziņš",
            birth_on=date(2015, 9, 8),
            card="2 0041 7739",
            phone="29 123 456",
            guarantor="Elīna Bērziņa",
        ),
        Person(given="Jānis", family="Ozols", birth_on=date(1972, 11, 30), card="2 0040 3312", phone="22 010 203"),
        Person(given="Līga", family="Ozoliņa", birth_on=date(1995, 7, 14), card="2 0043 0077"),
        Person(given="Bernadeta", family="Šķērslīte-Grīnvalde", birth_on=date(1988, 1, 25), card="2 0044 0412"),
    ),
    loans=(
        ("2026-10-13T11:20:00", "2 0041 7731", (0,)),
        ("2026-10-24T15:05:00", "2 0041 7731", (1,)),
        ("2026-11-05T12:40:00", "2 0041 7731", (2, 3)),
        ("2026-11-12T16:31:00", "2 0041 7731", (6, 7)),
        ("2026-10-06T10:12:00", "2 0040 3312", (9, 5)),
        ("2026-11-14T13:50:00", "2 0043 0077", (10,)),
    ),
    lent_twice=(11, "2 0043 0077"),
    labelled_twice=12,
    lost_card="2 0041 1190",
    returned=(9,),
    typed="bērz",
    reason="Grāmatu atnesa Jāņa Ozola kaimiņiene.",
    warning="Kaimiņienei grāmatas neizsniegt: atnāks pats.",
    newcomer="Liepiņa",
    forms=(
        Form(
            file="anketa-galvojums Kalniņa.docx",
            kind="guarantee",
            fields={
                "given": "Emīls",
                "family": "Kalniņš",
                "code": "32014567890",
                "birth": "2014-03-05",
                "phone": "28 700 100",
                "street": "Pērnavas iela",
                "house": "7",
                "town": "Mazsalaca",
                "postcode": "LV-4215",
                "school": "Mazsalacas vidusskola",
                "consent": "yes",
                "guarantor_given": "Ilze",
                "guarantor_family": "Kalniņa",
                "guarantor_phone": "28 700 100",
                "guarantor_email": "ilze.kalnina@example.lv",
            },
            sources={
                "given": "Bērna vārds",
                "family": "Bērna uzvārds",
                "code": "Personas kods",
                "birth": "Dzimšanas dati",
                "phone": "Tālrunis",
                "street": "Deklarētās dzīvesvietas adrese",
                "house": "Deklarētās dzīvesvietas adrese",
                "town": "Deklarētās dzīvesvietas adrese",
                "postcode": "Deklarētās dzīvesvietas adrese",
                "school": "Izglītības iestāde, klase",
                "consent": "Piekrītu, ka mans bērns izmanto bibliotēku",
                "guarantor_given": "Galvotāja vārds, uzvārds",
                "guarantor_family": "Galvotāja vārds, uzvārds",
                "guarantor_phone": "Galvotāja tālrunis",
                "guarantor_email": "E-pasts",
            },
            written={
                **dict.fromkeys(("street", "house", "town", "postcode"), "Pērnavas iela 7, Mazsalaca, LV-4215"),
                **dict.fromkeys(("guarantor_given", "guarantor_family"), "Ilze Kalniņa"),
                "code": "320145-67890",
                "birth": "5. marts 2014",
                "consent": "☒",
            },
            unread=(("Klase", "5.b"), ("Piezīmes", "Lūdzu zvanīt pēc plkst. 17")),
            problems=(("guarantor_birth", "field.short-year", "12.04.81"),),
        ),
        Form(
            file="anketa Liepa.docx",
            kind="adult",
            fields={"given": "Rasma", "family": "Liepa", "birth": "1967-12-02", "phone": "27 333 444"},
            sources={"given": "Vārds", "family": "Uzvārds", "birth": "Dzimšanas datums", "phone": "Tālrunis"},
        ),
    ),
)

DANISH = Town(
    language="da",
    profile="hjorring",
    zone="Europe/Copenhagen",
    network="Hjørring Bibliotekerne",
    code="HIR",
    branch="Hirtshals Bibliotek",
    other_code="SIN",
    other_branch="Sindal Bibliotek",
    workstation="Skranke 1",
    librarian="Kirsten Mølgaard",
    material="book",
    prefix="DK",
    books=(
        ("Frøken Smillas fornemmelse for sne", "Høeg, Peter"),
        ("Kongens fald", "Jensen, Johannes V."),
        ("Halfdans ABC", "Rasmussen, Halfdan"),
        ("Den hundredeårige der kravlede ud ad vinduet og forsvandt", "Jonasson, Jonas"),
        ("Nordkraft", "Ejersbo, Jakob"),
        ("Pelle Erobreren", "Andersen Nexø, Martin"),
        ("Lykke-Per", "Pontoppidan, Henrik"),
        ("Babettes gæstebud", "Blixen, Karen"),
        ("Tine", "Bang, Herman"),
        ("Gummi-Tarzan", "Kirkegaard, Ole Lund"),
        ("Drageløberen", "Hosseini, Khaled"),
        ("Barndommens gade", "Ditlevsen, Tove"),
        ("Den store bog om fugle, fisk og planter langs den jyske vestkyst", "Ærøskøbing, Søren"),
    ),
    elsewhere=frozenset({5, 8}),
    people=(
        Person(
            given="Åse",
            family="Sørensen",
            birth_on=date(1984, 5, 17),
            card="1 7705 3316",
            code="170584-1234",
            phone="20 12 34 56",
            email="aase.soerensen@example.dk",
            address={"street": "Jyllandsgade", "house": "12", "flat": "2. tv", "postcode": "9850", "town": "Hirtshals"},
        ),
        Person(given="Gudrun", family="Sørensen", birth_on=date(1951, 2, 3), card="1 7705 1190", phone="24 55 50 10"),
        Person(
            given="Bjørn",
            family="Sørensen",
            birth_on=date(2015, 9, 8),
            card="1 7705 3320",
            phone="20 12 34 56",
            guarantor="Åse Sørensen",
        ),
        Person(given="Kaj", family="Østergaard", birth_on=date(1972, 11, 30), card="1 7704 0098", phone="22 01 02 03"),
        Person(given="Lærke", family="Sørbye", birth_on=date(1995, 7, 14), card="1 7706 0077"),
        Person(given="Anne-Margrethe", family="Højbjerg Thorsager", birth_on=date(1988, 1, 25), card="1 7707 0412"),
    ),
    loans=(
        ("2026-10-15T11:20:00", "1 7705 3316", (0,)),
        ("2026-10-26T15:05:00", "1 7705 3316", (1,)),
        ("2026-11-05T12:40:00", "1 7705 3316", (2, 3)),
        ("2026-11-12T16:31:00", "1 7705 3316", (6, 7)),
        ("2026-10-06T10:12:00", "1 7704 0098", (9, 5)),
        ("2026-11-14T13:50:00", "1 7706 0077", (10,)),
    ),
    lent_twice=(11, "1 7706 0077"),
    labelled_twice=12,
    lost_card="1 7705 1190",
    returned=(9,),
    typed="sør",
    reason="Kaj Østergaards nabo kom med bogen.",
    warning="Naboen må ikke få bøger med: han kommer selv.",
    newcomer="Kjærgaard",
    forms=(
        Form(
            file="samtykke Kjærgaard.docx",
            kind="consent",
            fields={
                "given": "Malthe",
                "family": "Kjærgaard",
                "birth": "2014-03-05",
                "phone": "28 70 01 00",
                "street": "Nørregade",
                "house": "7",
                "postcode": "9850",
                "town": "Hirtshals",
                "school": "Hirtshals Skole",
                "consent": "yes",
                "guarantor_given": "Bodil",
                "guarantor_family": "Kjærgaard",
                "guarantor_phone": "28 70 01 00",
                "guarantor_email": "bodil.kjaergaard@example.dk",
            },
            sources={
                "given": "Barnets navn",
                "family": "Barnets navn",
                "birth": "Fødselsdato",
                "phone": "Telefon",
                "street": "Adresse",
                "house": "Adresse",
                "postcode": "Postnr. og by",
                "town": "Postnr. og by",
                "school": "Skole og klasse",
                "consent": "Jeg giver tilladelse til, at mit barn må låne",
                "guarantor_given": "Værges navn",
                "guarantor_family": "Værges navn",
                "guarantor_phone": "Værges telefon",
                "guarantor_email": "E-mail",
            },
            written={
                **dict.fromkeys(("given", "family"), "Malthe Kjærgaard"),
                **dict.fromkeys(("street", "house"), "Nørregade 7"),
                **dict.fromkeys(("postcode", "town"), "9850 Hirtshals"),
                **dict.fromkeys(("guarantor_given", "guarantor_family"), "Bodil Kjærgaard"),
                "birth": "5. marts 2014",
                "consent": "☒",
            },
            unread=(("Klasse", "5.b"), ("Bemærkninger", "Ring gerne efter kl. 17")),
            problems=(("guarantor_birth", "field.short-year", "12.04.81"),),
        ),
        Form(
            file="indmeldelse Lund.docx",
            kind="adult",
            fields={"given": "Ruth", "family": "Lund", "birth": "1967-12-02", "phone": "27 33 34 44"},
            sources={"given": "Fornavn", "family": "Efternavn", "birth": "Født", "phone": "Mobil"},
        ),
    ),
)

TOWNS: Mapping[str, Town] = {"lv": LATVIAN, "da": DANISH, "en": LATVIAN}
