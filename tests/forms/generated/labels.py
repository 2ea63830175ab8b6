"""What forms call things: every label the program knows, others that libraries print, and how they are dressed."""

from __future__ import annotations

from random import Random

from app.forms.wording import tables

MORE = {
    "lv": {
        "given": ("Vārds (kā dokumentā)", "Jūsu vārds"),
        "family": ("Uzvārds (kā dokumentā)", "Jūsu uzvārds"),
        "full": ("Vārds, uzvārds (drukātiem burtiem)", "Vārds, uzvārds (salasāmi)", "Jūsu vārds, uzvārds", "Vārds/uzvārds", "Vārds Uzvārds"),
        "reversed": ("Uzvārds, vārds (drukātiem burtiem)",),
        "code": ("Personas kods (11 cipari)", "Personas kods (xxxxxx-xxxxx)", "Pers.kods", "P.k.", "Personas kods Nr."),
        "birth": ("Dzimšanas datums (dd.mm.gggg.)", "Dzimšanas datums un gads", "Dzimšanas gads, datums", "Dzim. dat.", "Dzimšanas laiks"),
        "phone": ("Tālrunis saziņai", "Tālruņa nr. (mobilais)", "Mob.", "Tālrunis (+371)", "Jūsu tālrunis", "Mob. tālr. nr.", "Telefona nr"),
        "email": ("E-pasta adrese saziņai", "E-pasts (ja ir)", "Epasts", "E - pasts", "Jūsu e-pasts", "Elektroniskā pasta adrese (e-pasts)"),
        "contact": ("Tālrunis / e-pasts", "Kontakttālrunis, e-pasts", "Kontaktinformācija (tālrunis, e-pasts)"),
        "address": ("Dzīvesvietas adrese (iela, māja, dzīvoklis, pilsēta, pasta indekss)", "Deklarētās dzīvesvietas adrese, pasta indekss",
            "Adrese (deklarētā)", "Faktiskās dzīvesvietas adrese (ja atšķiras)", "Dzīves vietas adrese, LV-", "Jūsu adrese"),
        "school": ("Skola (klase)", "Izglītības iestāde (nosaukums)", "Mācību iestāde un klase", "Skola un klase"),
    },
    "da": {
        "given": ("Fornavn(e)", "Dit fornavn", "Fornavn/mellemnavn", "Alle fornavne"),
        "family": ("Efternavn (familienavn)", "Dit efternavn", "Familienavn"),
        "full": ("Fornavn(e) og efternavn", "Fulde navn (for- og efternavn)", "For- & efternavn"),
        "name": ("Navn (blokbogstaver)", "Dit navn", "Dit fulde navn", "Navn(e)"),
        "code": ("CPR-nr. (10 cifre)", "CPR-nummer (ddmmåå-xxxx)", "Cprnr.", "Personnummer (CPR)", "CPR.nr", "Dit CPR-nummer"),
        "birth": ("Fødselsdato (dd-mm-åååå)", "Fødselsdag og -år", "Født d.", "Fødselsdag, måned og år"),
        "phone": ("Mobilnr. (til sms)", "Telefon (mobil)", "Tlf.nr.", "Mobilnummer til påmindelser", "Dit mobilnummer", "Tlf.", "Mobil (dansk)"),
        "email": ("E-mail (til beskeder)", "Mailadr.", "Email-adresse", "Din e-mail", "E-mail adresse"),
        "contact": ("Mobil/mail", "Telefon, e-mail", "Mobilnr. og e-mail", "Kontaktoplysninger (mobil og e-mail)"),
        "address": ("Adresse (vej, nr., postnr. og by)", "Adresse inkl. postnr. og by", "Adresse, postnummer og by", "Gade, nr., postnr., by", "Din adresse"),
        "school": ("Skole og klassetrin", "Skole (navn)", "Barnets skole"),
    },
}  # fmt: skip
ENGLISH = {
    "given": ("Name", "First name", "Given name"),
    "family": ("Surname", "Family name", "Last name"),
    "full": ("Name, surname", "First name and surname", "Name and surname", "Full name"),
    "name": ("Name", "Full name"),
    "reversed": ("Surname, name", "Last name, first name"),
    "code": ("Personal code", "Personal ID", "Identity number", "ID number"),
    "birth": ("Date of birth", "Birth date"),
    "phone": ("Phone", "Phone number", "Mobile phone", "Tel."),
    "email": ("E-mail", "Email", "E-mail address"),
    "contact": ("Phone, e-mail",),
    "code_or_birth": (),
    "address": ("Address", "Home address", "Place of residence"),
    "school": ("School",),
}
ROLE_WORDS = {
    ("lv", "applicant"): ("Bērna", "Lasītāja", "Lietotāja (bērna)", "Nepilngadīgā"),
    ("lv", "guarantor"): ("Vecāka", "Galvotāja", "Likumiskā pārstāvja", "Vecāka (likumiskā pārstāvja)", "Mātes/tēva", "Aizbildņa", "Vecāka/aizbildņa"),
    ("da", "applicant"): ("Barnets", "Lånerens", "Den unges"),
    ("da", "guarantor"): ("Værges", "Forælders", "Forælder/værges", "Forældremyndighedsindehaverens", "Økonomisk ansvarliges", "Mors/fars", "Den voksnes"),
}  # fmt: skip
HEADINGS = {
    ("lv", "applicant"): ("Ziņas par bērnu", "BĒRNA DATI", "1. Bērns", "Informācija par lietotāju", "Bērns:", "Lasītājs (bērns)", "Nepilngadīgā persona", "Ziņas par nepilngadīgo lasītāju", "A. Bērna dati"),
    ("lv", "guarantor"): ("Ziņas par galvotāju", "Galvotājs", "VECĀKA (LIKUMISKĀ PĀRSTĀVJA) DATI", "2. Vecāks vai aizbildnis", "Likumiskais pārstāvis:", "Informācija par vecāku", "B. Galvotāja dati", "Aizpilda vecāks"),
    ("da", "applicant"): ("Oplysninger om barnet", "BARNET", "1. Barnets oplysninger", "Barn:", "Låner (barn)", "Den unge", "Om barnet"),
    ("da", "guarantor"): ("Oplysninger om værge", "FORÆLDER/VÆRGE", "2. Værgens oplysninger", "Økonomisk ansvarlig:", "Udfyldes af forælder", "Forældremyndighedsindehaver", "Om forælderen"),
}  # fmt: skip
POLITE = ("Jūsu ", "Dit ", "Din ", "Barnets ")
HINTS = {"lv": (" (obligāti)", " *", "*", " (aizpildīt)", ""), "da": (" (skal udfyldes)", " *", "*", "")}


def printed(dice: Random, language: str, base: str, role: str) -> str:
    """A label for a base, dressed; with a role word before it where the label itself must say whose it is."""
    known = tables()[language]["labels"].get(base, ())
    more = MORE[language].get(base, ())
    label = dice.choice(tuple(more)) if more and dice.random() < 0.25 else dice.choice(tuple(known))
    if role and label.startswith(POLITE):
        label = label.split(" ", 1)[1]
    if role:
        label = f"{dice.choice(ROLE_WORDS[language, role])} {label[:1].lower()}{label[1:]}"
    else:
        label = f"{label[:1].upper()}{label[1:]}"
    return _dressed(dice, language, base, label, plain=bool(role))


def _dressed(dice: Random, language: str, base: str, label: str, *, plain: bool) -> str:
    english = ENGLISH.get(base, ())
    if english and not plain and "(" not in label and dice.random() < 0.12:
        said = dice.choice(english)
        label = dice.choice((f"{label} / {said}", f"{label}/{said}", f"{label} ({said})", f"{label} / {said.lower()}"))
    chance = dice.random()
    if chance < 0.12:
        return label.upper()
    if chance < 0.18:
        return label.lower()
    if chance < 0.28:
        return label + dice.choice(HINTS[language])
    return label
