"""Put fields that can be filled in over a printed page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from app.station.printing.documents import A4_HEIGHT_MM
from app.station.printing.pages import POINTS_PER_MM
from app.station.printing.typeable import dictionary, typeable_font

PRINTED = 4
FONT_NAME = "/Form"
TEXT_STYLE = f"{FONT_NAME} 10 Tf 0.11 0.15 0.22 rg"
TICKS = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/ZapfDingbats"}
"""With this, which each of them has, reader programs draw ticks of their own."""
OFF, ON = "/Off", "/Yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place of a page, in millimetres from its left upper corner.

    Attributes:
        name: What the field is called in the file.
        label: What a reader program says of it.
        is_box: A box to tick.
    """

    name: str
    label: str
    left: float
    top: float
    width: float
    height: float
    is_box: bool = False


def with_fields(printed: io.BytesIO, areas: Sequence[Area], *, language: str) -> bytes:
    """Return the first page with the fields over it."""
    writer = PdfWriter(clone_from=PdfReader(printed))
    page = writer.pages[0]
    fields = [_added(writer, _widget(writer, area, page.indirect_reference)) for area in areas]
    page[NameObject("/Annots")] = ArrayObject(fields)
    ticks = dictionary({name: NameObject(said) for name, said in TICKS.items()})
    fonts = {
        NameObject(FONT_NAME): _added(writer, typeable_font(partial(_added, writer))),
        NameObject("/ZaDb"): _added(writer, ticks),
    }
    writer.root_object[NameObject("/AcroForm")] = dictionary(
        {
            "/Fields": ArrayObject(fields),
            "/DR": dictionary({"/Font": DictionaryObject(fonts)}),
            "/DA": TextStringObject(TEXT_STYLE),
            "/NeedAppearances": BooleanObject(True),
        }
    )
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _widget(writer: PdfWriter, area: Area, page: PdfObject | None) -> DictionaryObject:
    common: dict[str, PdfObject] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Widget"),
        "/T": TextStringObject(area.name),
        "/TU": TextStringObject(area.label),
        "/Rect": ArrayObject(FloatObject(round(each, 2)) for each in _corners(area)),
        "/F": NumberObject(PRINTED),
    }
    if page is not None:
        common["/P"] = page
    if not area.is_box:
        return dictionary({**common, "/FT": NameObject("/Tx"), "/DA": TextStringObject(TEXT_STYLE)})
    shown = dictionary({ON: _look(writer, area, ticked=True), OFF: _look(writer, area, ticked=False)})
    return dictionary(
        {
            **common,
            "/FT": NameObject("/Btn"),
            "/V": NameObject(OFF),
            "/AS": NameObject(OFF),
            "/AP": dictionary({"/N": shown}),
        }
    )


def _corners(area: Area) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top in points from the lower left corner of the page."""
    bottom = A4_HEIGHT_MM - area.top - area.height
    in_mm = (area.left, bottom, area.left + area.width, bottom + area.height)
    left, low, right, high = (each * POINTS_PER_MM for each in in_mm)
    return left, low, right, high


def _look(writer: PdfWriter, area: Area, *, ticked: bool) -> PdfObject:
    """Return what a box looks like: empty, or with a cross from corner to corner."""
    width, height = area.width * POINTS_PER_MM, area.height * POINTS_PER_MM
    cross = f"1.2 w 2 2 m {width - 2:.2f} {height - 2:.2f} l S 2 {height - 2:.2f} m {width - 2:.2f} 2 l S"
    look = DecodedStreamObject()
    look.set_data(cross.encode() if ticked else b"")
    look.update(
        dictionary(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": ArrayObject(FloatObject(round(each, 2)) for each in (0.0, 0.0, width, height)),
            }
        )
    )
    return _added(writer, look)


def _added(writer: PdfWriter, made: PdfObject) -> PdfObject:
    """Put an object into the file, and return what points to it."""
    return writer._add_object(made)  # noqa: SLF001  # The library has no other name for it.
