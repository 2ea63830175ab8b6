"""The table of labels: what real forms print is understood, and no label means two things."""

from collections import defaultdict

import pytest

from app.desk.applications import FIELDS
from app.forms import folding
from app.forms.claims import READERS
from app.forms.wording import LANGUAGES, tables, vocabulary, written_labels

AS_PRINTED = {
    "dzīvesvietas adrese:": ("address", ""),
    "tālruņa numurs": ("phone", ""),
    "e- pasta adrese": ("email", ""),
    "Vecāka vārds, uzvārds": ("full", "guarantor"),
    "Bērna   vārds, uzvārds": ("full", "applicant"),
    "personas kods": ("code", ""),
    "izglītības iestāde": ("school", ""),
    "galvotāja personas kods": ("code", "guarantor"),
    "tālruņa numurs*": ("phone", ""),
    "3. E-pasts (ja ir)": ("email", ""),
    "lasītāja numurs": ("other", ""),
    "barnets navn": ("name", "applicant"),
    "cpr. nummer": ("code", ""),
    "mobilnummer": ("phone", ""),
    "mailadresse": ("email", ""),
    "mobilnummer og/eller e-mailadresse": ("contact", ""),
    "Foedselsdato": ("birth", ""),
    "FØDSELSDATO": ("birth", ""),
    "Værges CPR-nr.": ("code", "guarantor"),
    "Uzvārds / Surname": ("family", ""),
    "Tālrunis (vecāka, mobilais)": ("phone", "guarantor"),
    "Tālrunis (bērna vai vecāka)": None,
    "Paarørende": None,
    "Skolas iela": None,
}


@pytest.mark.parametrize(("label", "wanted"), AS_PRINTED.items())
def test_labels_of_real_forms_are_understood(label, wanted):
    meaning = vocabulary().meaning(label)

    assert (meaning and (meaning.base, meaning.role)) == wanted


def test_no_label_means_two_things():
    meanings = defaultdict(set)
    for language in LANGUAGES:
        for text, meaning in written_labels(language, tables()[language]):
            meanings[folding.key(text)].add((meaning.base, meaning.role))

    assert {label: bases for label, bases in meanings.items() if len(bases) > 1} == {}


def test_every_kind_of_label_can_be_read():
    bases = {meaning.base for meaning in vocabulary().labels.values()}

    assert bases <= {*READERS, "address", "street", "birth", "code_or_birth", "card", "consent", "other"}


def test_every_field_has_a_name_of_its_own_for_tags():
    named = {field: vocabulary().meaning_of_name(field) for field in FIELDS}

    assert all(named.values())
    assert named["guarantor_code"].role == "guarantor"
    assert named["code"].role == "applicant"


@pytest.mark.parametrize("language", ["lv", "da"])
def test_both_languages_have_a_label_for_every_field(language):
    labels = tables()[language]["labels"]

    told = {
        *labels,
        *(("given", "family") if "full" in labels else ()),
        *(("town", "postcode") if "post_town" in labels else ()),
    }
    only_latvian = {"parish"} if language == "da" else set()
    assert {field for field in FIELDS if not field.startswith("guarantor_")} - told == only_latvian


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vārds", "VARDS"),
        ("e-pasts", "E - PASTS"),
        ("Fødselsdato", "foedselsdato"),
        ("værge", "VAERGE"),
        ("på", "paa"),
        ("ģimene", "gimene"),
    ],
)
def test_spellings_fold_to_one(one, other):
    assert folding.key(one) == folding.key(other)
