"""Write small OpenDocument texts, so that each test shows the markup it is about."""

from __future__ import annotations

ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        **{short: f"{ODF}:{short}:1.0" for short in ("office", "text", "table", "style", "form")},
        "draw": f"{ODF}:drawing:1.0",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)
STYLES = (
    '<style:style style:name="U"><style:text-properties style:text-underline-style="solid"/></style:style>'
    '<style:style style:name="L"><style:paragraph-properties><style:tab-stops>'
    '<style:tab-stop style:leader-style="dotted"/></style:tab-stops></style:paragraph-properties></style:style>'
)


def content(*blocks):
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document-content>"
    )


def parts(*blocks, **more):
    return {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content(*blocks)} | more


def p(*pieces, style="P"):
    return f'<text:p text:style-name="{style}">{"".join(pieces)}</text:p>'


def row(*cells):
    made = (cell if cell.startswith("<table:") else f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def table(*rows):
    return f"<table:table>{''.join(rows)}</table:table>"


def mark(kind, name, **params):
    said = f'<field:param field:name="Name" field:value="{name}"/>' + "".join(
        f'<field:param field:name="{key}" field:value="{value}"/>' for key, value in params.items()
    )
    return f'field:type="vnd.oasis.opendocument.field.{kind}">{said}'
