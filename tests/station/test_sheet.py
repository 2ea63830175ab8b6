"""The recovery sheet, and the key on it."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import app.station
from app.station.recovery import RecoveryKey, read_recovery
from app.station.sheet import Sheet, write_sheet
from app.sync.errors import PassphraseWrong, RecoveryUnusable
from app.words import LANGUAGES, Words

SHEET = Sheet(
    network="Mācību tīkls ĀČĒĢĪĶĻŅŠŪŽ āčēģīķļņšūž ÆØÅ æøå",
    lines=(" 1  0123 4567 89AB CDEF", " 2  0123"),
    file="recovery-key.txt",
    made_at=datetime(2026, 11, 21, 10, 15),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_one_page_in_each_language(language, tmp_path):
    path = tmp_path / "sheet.pdf"

    write_sheet(path, SHEET, Words(language))

    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    assert b"/FontFile2" in data


def test_the_typeface_has_every_letter_of_the_three_languages():
    font = TTFont(Path(app.station.__file__).parent / "fonts" / "DejaVuSansMono.ttf")
    letters = set(font.getBestCmap())
    said = {letter for language in LANGUAGES for code in ("what", "passphrase", "how", "keep")
            for letter in Words(language)(f"sheet.{code}")}  # fmt: skip

    assert {letter for letter in said | set(SHEET.network) if ord(letter) not in letters} == set()
    font.close()


def test_the_sheet_never_holds_the_passphrase_in_the_open(home):
    assert home.recovery.exists()
    assert "roster_key" not in repr(RecoveryKey(network=b"", sign_seed=b"s", box_seed=b"b", roster_key=b"k"))


def test_a_sheet_that_is_none_opens_nothing():
    for text in ("", "Lete recovery key 1\nTown\n", " 1  0123 4567"):
        with pytest.raises(RecoveryUnusable):
            read_recovery(text, "x")
    with pytest.raises(RecoveryUnusable):
        read_recovery(" 1  0123 456", "x")  # A digit is missing.
    with pytest.raises(PassphraseWrong):
        read_recovery("\n".join(f"{n:>2}  {'0123 ' * 8}" for n in range(1, 15)), "x")
