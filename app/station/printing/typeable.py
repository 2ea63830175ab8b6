"""A typeface that can be typed with in a field: the letters of our languages, each with a code of its own.

The typefaces that every reader program has lack half of the Latvian letters, and what is typed with them would not be
seen. So the program's own is put into the file, with no more letters than these.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.resources import as_file, files

from fontTools import subset
from fontTools.ttLib import TTFont
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

LATVIAN = {
    "ā": "amacron", "č": "ccaron", "ē": "emacron", "ģ": "gcommaaccent", "ī": "imacron", "ķ": "kcommaaccent",
    "ļ": "lcommaaccent", "ņ": "ncommaaccent", "ō": "omacron", "ŗ": "rcommaaccent", "ū": "umacron",
    "Ā": "Amacron", "Č": "Ccaron", "Ē": "Emacron", "Ģ": "Gcommaaccent", "Ī": "Imacron", "Ķ": "Kcommaaccent",
    "Ļ": "Lcommaaccent", "Ņ": "Ncommaaccent", "Ō": "Omacron", "Ŗ": "Rcommaaccent", "Ū": "Umacron",
    "š": "scaron", "ž": "zcaron", "Š": "Scaron", "Ž": "Zcaron",
}  # fmt: skip
"""The letters that Western code pages lack, or keep elsewhere, by the names that typefaces call them."""

FIRST_FREE, FIRST, LAST = 128, 32, 255
FAMILY = "/LeteFo+DejaVuSans"
NONSYMBOLIC = 32


def typeable_font(added: Callable[[PdfObject], PdfObject]) -> DictionaryObject:
    """Return the typeface; `added` puts an object into the file and returns what points to it."""
    letters = _letters()
    with as_file(files("app.station") / "fonts" / "DejaVuSans.ttf") as path:
        data, widths, box = _cut(str(path), letters)
    stream = DecodedStreamObject()
    stream.set_data(data)
    stream[NameObject("/Length1")] = NumberObject(len(data))
    descriptor = dictionary(
        {
            "/Type": NameObject("/FontDescriptor"),
            "/FontName": NameObject(FAMILY),
            "/Flags": NumberObject(NONSYMBOLIC),
            "/FontBBox": ArrayObject(NumberObject(each) for each in box),
            "/ItalicAngle": NumberObject(0),
            "/Ascent": NumberObject(box[3]),
            "/Descent": NumberObject(box[1]),
            "/CapHeight": NumberObject(729),
            "/StemV": NumberObject(80),
            "/FontFile2": added(stream.flate_encode()),
        }
    )
    return dictionary(
        {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/TrueType"),
            "/BaseFont": NameObject(FAMILY),
            "/FirstChar": NumberObject(FIRST),
            "/LastChar": NumberObject(LAST),
            "/Widths": ArrayObject(FloatObject(widths.get(letters[code], 0)) for code in range(FIRST, LAST + 1)),
            "/FontDescriptor": added(descriptor),
            "/Encoding": _encoding(),
        }
    )


def dictionary(said: dict[str, PdfObject]) -> DictionaryObject:
    """Return a dictionary of a PDF."""
    return DictionaryObject({NameObject(key): value for key, value in said.items()})


def _letters() -> dict[int, str]:
    """Return what each code stands for: Western letters, and from the first free code on the Latvian ones."""
    western = {code: bytes([code]).decode("cp1252", "ignore") for code in range(FIRST, LAST + 1)}
    return western | dict(enumerate(LATVIAN, start=FIRST_FREE))


def _encoding() -> DictionaryObject:
    named = (NameObject(f"/{name}") for name in LATVIAN.values())
    return dictionary(
        {
            "/Type": NameObject("/Encoding"),
            "/BaseEncoding": NameObject("/WinAnsiEncoding"),
            "/Differences": ArrayObject([NumberObject(FIRST_FREE), *named]),
        }
    )


def _cut(path: str, letters: dict[int, str]) -> tuple[bytes, dict[str, float], tuple[int, int, int, int]]:
    """Return the typeface with these letters alone, how wide each is in thousandths of its size, and its outer box."""
    with TTFont(path) as font:
        cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
        cutter.populate(text="".join(letters.values()))
        cutter.subset(font)
        scale = 1000 / font["head"].unitsPerEm
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        widths = {
            letter: round(advances[glyphs[ord(letter)]][0] * scale, 1)
            for letter in letters.values()
            if letter and ord(letter) in glyphs
        }
        head = font["head"]
        left, low, right, high = (round(each * scale) for each in (head.xMin, head.yMin, head.xMax, head.yMax))
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue(), widths, (left, low, right, high)
