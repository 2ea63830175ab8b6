"""Invented people and books: common names put together by number; a likeness to a living reader is chance."""

from __future__ import annotations

from typing import NamedTuple

WOMEN = (
    "Anna", "Baiba", "Dace", "Elīna", "Evija", "Gunta", "Ilze", "Inese", "Kristīne", "Laima", "Līga", "Māra", "Rūta",
    "Santa", "Zane",
)  # fmt: skip
MEN = (
    "Aivars", "Andris", "Dainis", "Edgars", "Gatis", "Ivars", "Jānis", "Kārlis", "Māris", "Pēteris", "Raivis", "Toms",
    "Uldis", "Valdis", "Viesturs",
)  # fmt: skip
SURNAMES = (
    ("Kalnlapa", "Kalnlapa"), ("Krūze", "Krūze"), ("Bebra", "Bebris"), ("Dzilna", "Dzilna"), ("Egle", "Egle"),
    ("Gulbe", "Gulbis"), ("Ķirse", "Ķirsis"), ("Lapsiņa", "Lapsiņš"), ("Migla", "Migla"), ("Ņuņņa", "Ņuņņa"),
    ("Pīlādze", "Pīlādzis"), ("Rasa", "Rasa"), ("Šņore", "Šņore"), ("Upīte", "Upītis"), ("Žagata", "Žagata"),
)  # fmt: skip
STREETS = ("Zvaigžņu iela", "Liepu iela", "Dzirnavu iela", "Skolas iela", "Upes iela", "Pļavu iela")

BRANCHES = (
    ("MAZ", "Mazpils bibliotēka", "Mazpils"),
    ("UPE", "Upesciema bibliotēka", "Upesciems"),
    ("KAL", "Kalniešu bibliotēka", "Kalnieši"),
)


class Book(NamedTuple):
    """An invented title."""

    title: str
    author: str
    material: str


BOOKS = (
    Book("Vēja dzirnavas aiz upes", "Dzērvīte, Austra", "fiction"),
    Book("Pēdējais plosts", "Ozoliņlapa, Imants", "fiction"),
    Book("Sudraba sliede", "Miglāja, Herta", "fiction"),
    Book("Ķiršu gads", "Pīlādze, Velta", "fiction"),
    Book("Stacija bez vilcieniem", "Rasa, Arvīds", "fiction"),
    Book("Mājas ar septiņām durvīm", "Dzērvīte, Austra", "fiction"),
    Book("Nakts pār Baltezeru", "Žagata, Oskars", "fiction"),
    Book("Cilvēks ar lukturi", "Gulbe, Milda", "fiction"),
    Book("Fyret ved Nordhavn", "Birkelund, Signe", "fiction"),
    Book("Øen bag tågen", "Østerlund, Aksel", "fiction"),
    Book("Trīs ziemas un viena vasara", "Lapsiņa, Emīlija", "fiction"),
    Book("Bites, medus un pacietība: rokasgrāmata iesācējam biškopim", "Bebris, Voldemārs", "nonfiction"),
    Book("Ābeļu vainagošana", "Egle, Jēkabs", "nonfiction"),
    Book("Sēņotāja gads", "Migla, Zenta", "nonfiction"),
    Book("Kā lasa koka gadskārtas", "Egle, Jēkabs", "nonfiction"),
    Book("Mūsu novada tilti", "Upītis, Rihards", "nonfiction"),
    Book("Mazā ezīša lielais ceļojums", "Šņore, Anda", "children"),
    Book("Pūce, kas baidījās no tumsas", "Lapsiņa, Emīlija", "children"),
    Book("Burti kokos", "Šņore, Anda", "children"),
    Book("Kaķis pastnieks", "Ņuņņa, Dzidra", "children"),
    Book("Dārza Ziņas", "", "periodical"),
    Book("Upes Balss", "", "periodical"),
    Book("Tālā bāka", "Krūze, Andrejs (rež.)", "disc-film"),
    Book("Ziemeļu vējš", "Ansamblis Liepkrasts", "disc-music"),
)


class Person(NamedTuple):
    """An invented person; `age` in years."""

    given: str
    family: str
    age: int


def people(count: int) -> list[Person]:
    """Return so many people; every fifth is a child."""
    found = []
    for number in range(count):
        woman = number % 2 == 0
        given = (WOMEN if woman else MEN)[number // 2 % 15]
        family = SURNAMES[(number * 7 + number // 30) % 15][0 if woman else 1]
        found.append(Person(given, family, 8 + number % 7 if number % 5 == 4 else 19 + number * 13 % 60))
    return found
