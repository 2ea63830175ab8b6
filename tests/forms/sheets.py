"""Write small Word files part by part, so that each test shows the markup it is about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OTHERS = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


# The file


def document(*blocks: str, strict: bool = False) -> str:
    """The main part around its blocks."""
    w, r = (W_STRICT, R_STRICT) if strict else (W, R)
    body = "".join(blocks)
    return f'<w:document xmlns:w="{w}" xmlns:r="{r}" {OTHERS}><w:body>{body}<w:sectPr/></w:body></w:document>'


def parts(main: str | bytes, *, strict: bool = False, main_type: str = MAIN_TYPE) -> dict[str, str | bytes]:
    """The parts of a whole file around its main part."""
    relations = R_STRICT if strict else R
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": main,
    }


def zipped(named: dict[str, str | bytes]) -> bytes:
    """The parts as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in named.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word_file(*blocks: str, strict: bool = False) -> bytes:
    """A whole Word file with these blocks."""
    return zipped(parts(document(*blocks, strict=strict), strict=strict))


def with_margin(kind: str, margin: str, *blocks: str) -> bytes:
    """A Word file with a header or a footer."""
    relation = f'<Relationship Id="rId9" Type="{R}/{kind}" Target="{kind}1.xml"/>'
    added = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>',
        f"word/{kind}1.xml": f'<w:hdr xmlns:w="{W}" {OTHERS}>{margin}</w:hdr>',
    }
    return zipped(parts(document(*blocks)) | added)


def saved(folder: Path, data: bytes, name: str = "anketa.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# Lines and what stands on them


def run(text: str, *, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def line(*pieces: str) -> str:
    """A paragraph; what does not begin with a tag is text, and a tab in it is a tab."""
    return f"<w:p>{''.join(_piece(piece) for piece in pieces)}</w:p>"


def lines(*texts: str) -> str:
    return "".join(line(text) for text in texts)


def _piece(piece: str) -> str:
    if piece.startswith("<"):
        return piece
    return "<w:r><w:tab/></w:r>".join(run(text) if text else "" for text in piece.split("\t"))


def inserted(*pieces: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{"".join(_piece(piece) for piece in pieces)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def text_box(*blocks: str) -> str:
    """A text box as Word writes it: once as a drawing, once more for old readers."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


# Content controls


def control(content: str, *, tag: str = "", alias: str = "", kind: str = "<w:text/>", untouched: bool = False) -> str:
    names = f"<w:alias w:val={quoteattr(alias)}/>" * bool(alias) + f"<w:tag w:val={quoteattr(tag)}/>" * bool(tag)
    placeholder = "<w:showingPlcHdr/>" if untouched else ""
    inside = content if content.startswith("<") else run(content)
    return f"<w:sdt><w:sdtPr>{names}{placeholder}{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def date_control(shown: str, full: str = "", *, tag: str = "", untouched: bool = False) -> str:
    kept = f' w:fullDate="{full}T00:00:00Z"' if full else ""
    return control(shown, tag=tag, kind=f"<w:date{kept}/>", untouched=untouched)


def box_control(*, checked: bool, tag: str = "") -> str:
    kind = f'<w14:checkbox><w14:checked w14:val="{int(checked)}"/></w14:checkbox>'
    return control("☒" if checked else "☐", tag=tag, kind=kind)


# Form fields of old Word


def form_field(kind: str, record: str, *, name: str = "", result: str = "", separate: bool = True) -> str:
    named = f"<w:name w:val={quoteattr(name)}/>" if name else ""
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if separate else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{named}{record}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> FORM{kind} </w:instrText></w:r>{middle}'
        f'{run(result) if result else ""}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_field(result: str, *, name: str = "", default: str = "", separate: bool = True) -> str:
    preset = f"<w:default w:val={quoteattr(default)}/>" if default else ""
    record = f"<w:textInput>{preset}</w:textInput>"
    return form_field("TEXT", record, name=name, result=result, separate=separate)


def box_field(*, checked: bool, name: str = "", separate: bool = True) -> str:
    record = f'<w:checkBox><w:default w:val="0"/><w:checked w:val="{int(checked)}"/></w:checkBox>'
    return form_field("CHECKBOX", record, name=name, separate=separate)


def list_field(*entries: str, chosen: int | None, name: str = "") -> str:
    result = "" if chosen is None else f'<w:result w:val="{chosen}"/>'
    listed = "".join(f"<w:listEntry w:val={quoteattr(entry)}/>" for entry in entries)
    return form_field("DROPDOWN", f"<w:ddList>{result}{listed}</w:ddList>", name=name, separate=False)


# Tables


def cell(*blocks: str, properties: str = "") -> str:
    """A cell; text becomes a paragraph of its own."""
    inside = "".join(block if block.startswith(("<w:p>", "<w:tbl", "<w:sdt")) else line(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or '<w:p/>'}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(each if each.startswith(('<w:tc', '<w:sdt>')) else cell(each) for each in cells)}</w:tr>"


def table(*rows: str | tuple[str, ...]) -> str:
    return f"<w:tbl>{''.join(row(*each) if isinstance(each, tuple) else each for each in rows)}</w:tbl>"
