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


def sealed(before, after, make, *, start=0):
    """Bytes with a signature between them, over all of them from `start` on."""
    room, ranges = 8_000, b"[" + str(start).encode() + b" AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]"
    before = before + b"<< /Type /Sig /ByteRange " + ranges + b" /Contents "
    after = b" >>" + after
    lengths = (len(before) - start, len(before) + room + 2, len(after))
    for letter, length in zip((b"A", b"B", b"C"), lengths, strict=True):
        before = before.replace(letter * 10, str(length).rjust(10).encode())
    message = make(before[start:] + after)
    return before + b"<" + message.hex().ljust(room, "0").encode() + b">" + after


def signed(data, make):
    """The file as it is after somebody has signed it: with an update at its end that leaves the form alone."""
    return sealed(data + b"999 0 obj\n", b"\nendobj\n" + data[data.rindex(b"startxref") :], make)
