"""Write small PDF files: forms with fields, and pages of lines."""

from __future__ import annotations

import io

from fpdf import FPDF
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def text(said):
    return TextStringObject(said)


def field(kind, name, value=None, **more):
    made = {"/FT": NameObject(kind), "/T": text(name)}
    if value is not None:
        made["/V"] = NameObject(value) if value.startswith("/") else text(value)
    made |= {f"/{key}": text(said) if isinstance(said, str) else said for key, said in more.items()}
    return DictionaryObject({NameObject(key): said for key, said in made.items()})


def tx(name, value="", **more):
    return field("/Tx", name, value, **more)


def box(name, *, checked, **more):
    return field("/Btn", name, "/Yes" if checked else "/Off", **more)


def widget(state):
    normal = DictionaryObject({NameObject(state): DictionaryObject(), NameObject("/Off"): DictionaryObject()})
    shown = DictionaryObject({NameObject("/N"): normal})
    return DictionaryObject({NameObject("/AP"): shown})


def group(name, *fields):
    return DictionaryObject({NameObject("/T"): text(name), NameObject("/Kids"): ArrayObject(fields)})


def bytes_of(writer):
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def form(*fields, **how):
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    made = DictionaryObject({NameObject("/Fields"): ArrayObject(writer._add_object(one) for one in fields)})
    writer.root_object[NameObject("/AcroForm")] = made
    if how:
        writer.encrypt(**how)
    return bytes_of(writer)


def page(*lines):
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=12)
    for line in lines:
        made.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())
