"""What is typed finds what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.folding import fold, search_words


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Kruze", "Krūze"), ("Oresund", "Øresund"), ("aero", "Ærø"), ("Lacplesis", "Lāčplēsis"), ("HOEG", "Hoeg"),
     ("hog", "Høg"), ("angstrom", "Ångström")],
)  # fmt: skip
def test_marks_neither_hide_nor_matter(typed, written):
    assert fold(typed) == fold(written)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_words_are_parted_as_the_index_parts_them():
    assert search_words("  Kāpēc? c++ O'Neil-Krūze ") == ["kapec", "c", "o", "neil", "kruze"]
    assert search_words("…") == []
