"""Whole sheets from top to bottom, as the libraries print them."""

from app.desk.applications import Unread
from tests.forms.sheets import box_control, cell, control, date_control, line, lines, row, table


def test_the_latvian_form_of_an_adult(read):
    seen = read(
        lines("Valmieras bibliotēka", "LIETOTĀJA REĢISTRĀCIJAS ANKETA"),
        table(
            row("Vārds", cell(line(control("Ilze", tag="vards")))),
            row("Uzvārds", cell(line(control("Kalnlapa", tag="uzvards")))),
            row("Personas kods", cell(line(control("111111-11410")))),
            row("Dzimšanas datums", cell(line(date_control("2009. gada 24. marts", "2009-03-24")))),
            row("Dzīvesvietas adrese", "Zvaigžņu iela 4-12, Ogre, LV-5001"),
            row("Tālrunis", "26 123 456", "E-pasts", "ilze@example.lv"),
            row("Nodarbošanās", "skolotāja"),
        ),
        line(box_control(checked=True), " Vēlos saņemt lietotāja karti"),
        line(
            box_control(checked=True), " Esmu iepazinusies ar bibliotēkas lietošanas noteikumiem un apņemos tos ievērot"
        ),
        line("Datums: 21.11.2026.", "\t", "Paraksts: ____________"),
    )

    assert (seen.kind, seen.language, seen.problems) == ("adult", "lv", ())
    assert seen.fields == {
        "given": "Ilze",
        "family": "Kalnlapa",
        "code": "111111-11410",
        "birth": "2009-03-24",
        "phone": "26 123 456",
        "email": "ilze@example.lv",
        "street": "Zvaigžņu iela",
        "house": "4",
        "flat": "12",
        "town": "Ogre",
        "postcode": "LV-5001",
        "card": "yes",
        "consent": "yes",
    }
    assert seen.sources["town"] == "Dzīvesvietas adrese"
    assert set(seen.written) == set(seen.fields)
    assert seen.written["town"] == seen.written["flat"] == "Zvaigžņu iela 4-12, Ogre, LV-5001"
    assert seen.written["birth"] == "2009. gada 24. marts"
    assert seen.unread == (Unread(label="Nodarbošanās", value="skolotāja"), Unread(label="Datums", value="21.11.2026."))


def test_the_guarantee_of_kraslava(read):
    seen = read(
        line("Lietotāja reģistrācijas anketa – Galvojums"),
        lines(
            "__Ilze Kalnlapa____________,  tālruņa numurs ___26123456___ , e- pasta adrese__ilze@example.lv__",
            "        Vecāka vārds, uzvārds",
            "piekrītu, ka mans bērns tiks reģistrēts kā KNCB lietotājs, uzrādot bērna personas kodu;",
            "uzņemos atbildību par personu datu patiesību.",
            "__Anna Kalnlapa__________,  personas kods __111111-11410__ ,",
            "        Bērna   vārds, uzvārds",
            "dzīvesvietas adrese: __Skolas iela 4, Krāslava, LV-5601__",
            "izglītības iestāde__Krāslavas Valsts ģimnāzija__",
        ),
    )

    assert (seen.kind, seen.language, seen.unread, seen.problems) == ("guarantee", "lv", (), ())
    assert seen.fields == {
        "given": "Anna",
        "family": "Kalnlapa",
        "code": "111111-11410",
        "street": "Skolas iela",
        "house": "4",
        "town": "Krāslava",
        "postcode": "LV-5601",
        "school": "Krāslavas Valsts ģimnāzija",
        "guarantor_given": "Ilze",
        "guarantor_family": "Kalnlapa",
        "guarantor_phone": "26123456",
        "guarantor_email": "ilze@example.lv",
    }
    assert seen.sources["guarantor_email"] == "e- pasta adrese"


def test_the_guarantee_of_kraslava_with_every_underscore_typed_over(read):
    seen = read(
        line("GALVOJUMS"),
        lines(
            "Ilze Kalnlapa,  tālruņa numurs 26123456 , e- pasta adrese ilze@example.lv",
            "Vecāka vārds, uzvārds",
            "Anna Kalnlapa,  personas kods 111111-11410 ,",
            "Bērna   vārds, uzvārds",
            "izglītības iestāde Krāslavas Valsts ģimnāzija",
        ),
    )

    assert (seen.unread, seen.problems) == ((), ())
    assert seen.fields["guarantor_given"] == "Ilze"
    assert (seen.fields["given"], seen.fields["code"]) == ("Anna", "111111-11410")
    assert seen.fields["school"] == "Krāslavas Valsts ģimnāzija"


def test_the_danish_form_of_a_guardian(read):
    seen = read(
        line("Værgeblanket – tilladelse til at låne"),
        table(
            ("Oplysninger om barnet",),
            ("Navn", "Rasmus Birkelund"),
            ("CPR-nr.", "240309-1234"),
            ("Adresse", "Østergade 30, 2. tv., 9800 Hjørring"),
            ("Skole", "Vestre Skole"),
            ("Ønsket pinkode", "4711"),
            ("Forælder/værge",),
            ("Navn", "Mette Birkelund"),
            ("CPR-nr.", "010180-1234"),
            ("Mobilnummer og/eller e-mailadresse", "12 34 56 78, mette@example.dk"),
        ),
        line("☒ Jeg giver tilladelse til, at mit barn må låne på biblioteket"),
        line("Jeg ønsker et særligt lånerkort til mit barn: ja ☐ nej ☒"),
        line("Dato: 21-11-2026\tUnderskrift: ________________"),
    )

    assert (seen.kind, seen.language, seen.problems) == ("consent", "da", ())
    assert seen.fields == {
        "given": "Rasmus",
        "family": "Birkelund",
        "code": "240309-1234",
        "street": "Østergade",
        "house": "30",
        "flat": "2. tv.",
        "town": "Hjørring",
        "postcode": "9800",
        "school": "Vestre Skole",
        "card": "no",
        "consent": "yes",
        "guarantor_given": "Mette",
        "guarantor_family": "Birkelund",
        "guarantor_code": "010180-1234",
        "guarantor_phone": "12 34 56 78",
        "guarantor_email": "mette@example.dk",
    }
    assert seen.unread == (Unread(label="Ønsket pinkode", value="4711"), Unread(label="Dato", value="21-11-2026"))


def test_the_danish_form_of_an_adult(read):
    seen = read(
        line("INDMELDELSESBLANKET"),
        lines(
            "Fornavn: Rasmus\tEfternavn: Birkelund",
            "Fødselsdato: 31. januar 1990",
            "Vej og nr.: Østergade 30\tPostnr. og by: 9800 Hjørring",
            "Tlf.: 12345678\tE-mail: rasmus@example.dk",
        ),
    )

    assert (seen.kind, seen.language, seen.unread, seen.problems) == ("adult", "da", (), ())
    assert list(seen.fields.values()) == [
        "Rasmus", "Birkelund", "1990-01-31", "12345678", "rasmus@example.dk", "Østergade", "30", "Hjørring", "9800",
    ]  # fmt: skip


def test_an_empty_form_reads_as_empty(read):
    prompt = "Klikšķiniet vai pieskarieties šeit, lai ievadītu tekstu."

    seen = read(
        line("Lietotāja reģistrācijas anketa"),
        table(("Vārds", ""), ("Uzvārds", cell(line(control(prompt, untouched=True)))), ("Tālrunis", "")),
        lines("Adrese: ______________", "E-pasts ...................."),
        line("Datums ________ Paraksts ________"),
    )

    assert (seen.kind, seen.language) == ("adult", "lv")
    assert (seen.fields, seen.unread, seen.problems) == ({}, (), ())
