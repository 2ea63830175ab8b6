"""A registration form of nobody: a small Word file, written part by part."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

TITLE = "Lietotāja reģistrācijas anketa"
ANSWERS = (
    ("Vārds, uzvārds", "Ilze Kalnlapa"),
    ("Personas kods", "161175-19997"),
    ("Dzimšanas datums", "16.11.1975."),
    ("Dzīvesvietas adrese", "Zvaigžņu iela 4-12, Mazpils, LV-4200"),
    ("Tālrunis", "2612 3456"),
    ("E-pasts", "ilze.kalnlapa@example.lv"),
    ("Kā par mums uzzinājāt", "no kaimiņienes"),
)


def write_form(path: Path) -> None:
    """Write the form."""
    rows = "".join(f"<w:tr>{_cell(label)}{_cell(value)}</w:tr>" for label, value in ANSWERS)
    body = f"{_line(TITLE)}<w:tbl>{rows}</w:tbl><w:sectPr/>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _line(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{_line(text)}</w:tc>"
