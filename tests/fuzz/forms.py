"""The readers of forms as fuzz targets: whatever bytes come through the door end in forms or in a refusal of ours.

A target for what lies in a zip gets the part that is read and wraps it, for a mutated zip is only ever a broken zip.
"""

from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from app.forms.container import opened
from app.forms.door import read_bytes
from app.forms.errors import FormRefused
from app.forms.mail import read_mail
from app.forms.opendocument import read_open_document
from app.forms.outlook import read_outlook
from app.forms.parts import Allowance, Inside
from app.forms.pdf import read_pdf
from app.forms.signatures.containers import MIMETYPES
from app.forms.tnef import read_tnef
from app.forms.word import read_word
from app.forms.workbook import read_workbook
from tests.forms import opendocuments, pdfs, sheets, winmails
from tests.forms.compounds import attachment, compound, message


def read(data: bytes, reader: Callable[[bytes], object]) -> None:
    """Whatever is read has its part and its fields; anything but forms and refusals is a crash."""
    with suppress(FormRefused):
        for one in reader(data):
            assert set(one.fields) == set(one.sources)
            assert all(one.fields.values())


def inside() -> Inside:
    return Inside(lambda data, _: read_bytes(data), Allowance())


def form_file(data: bytes) -> None:
    read(data, read_bytes)


def form_mail(data: bytes) -> None:
    read(data, lambda made: read_mail(made, inside()))


def form_outlook(data: bytes) -> None:
    read(data, lambda made: read_outlook(made, inside()))


def form_winmail(data: bytes) -> None:
    read(data, lambda made: read_tnef(made, inside()))


def form_pdf(data: bytes) -> None:
    read(data, read_pdf)


def form_word(data: bytes) -> None:
    with suppress(FormRefused), opened(sheets.zipped(sheets.parts(data))) as container:
        read(data, lambda _: read_word(container))


def form_odt(data: bytes) -> None:
    with suppress(FormRefused), opened(sheets.zipped(opendocuments.parts() | {"content.xml": data})) as container:
        read(data, lambda _: read_open_document(container))


BOOK = {
    "_rels/.rels": f'<Relationships xmlns="{sheets.PACKAGE}/relationships"><Relationship Id="a" Target="book.xml"'
    f' Type="{sheets.R}/officeDocument"/></Relationships>',
    "_rels/book.xml.rels": f'<Relationships xmlns="{sheets.PACKAGE}/relationships"><Relationship Id="b"'
    f' Target="sheet.xml" Type="{sheets.R}/worksheet"/></Relationships>',
    "book.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    f' xmlns:r="{sheets.R}"><sheets><sheet name="5.b" r:id="b"/></sheets></workbook>',
}
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="str"><v>given name</v></c><c r="B1" t="inlineStr"><is><t>surname</t></is></c></row>'
    b'<row r="2"><c r="A2" t="str"><v>Ilze</v></c><c r="B2" t="str"><v>Liepa</v></c><c r="C2"><v>3.5</v></c></row>'
    b"</sheetData></worksheet>"
)


def form_workbook(data: bytes) -> None:
    with suppress(FormRefused), opened(sheets.zipped(BOOK | {"sheet.xml": data})) as container:
        read(data, lambda _: read_workbook(container))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "form-file": form_file,
    "form-mail": form_mail,
    "form-outlook": form_outlook,
    "form-winmail": form_winmail,
    "form-pdf": form_pdf,
    "form-word": form_word,
    "form-odt": form_odt,
    "form-workbook": form_workbook,
}

LETTER = "Barnets navn: Emil Lund\r\ncpr. nummer 010115-1234, mobilnummer: 20304050\r\n"
LIST = "Nr.;Vārds;Uzvārds;Dzimšanas datums\n1;Ilze;Kalnlapa;24.03.2009\n2;Toms;Žagare;\n"


def seeds() -> dict[str, list[bytes]]:
    """Return whole and correct inputs of every target, to begin from."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ilze <i@example.org>", "Anketa ķ"
    mail.set_content(LETTER)
    mail.add_attachment(LIST.encode("cp1257"), maintype="text", subtype="csv", filename="klase ā.csv")
    kept = sheets.document(
        sheets.line("Vārds, uzvārds: ", sheets.control("Ilze Kalnlapa", tag="x"), sheets.box_control(checked=True)),
        sheets.table(("Adrese", "Zvaigžņu iela 4-12, Ogre, LV-5001"), ("Karte", "☒ jā ☐ nē")),
    )
    odt = opendocuments
    return {
        "form-file": [
            LIST.encode(),
            LIST.encode("cp1257"),
            LIST.encode("utf-16"),
            LETTER.encode(),
            sheets.zipped({"mimetype": MIMETYPES[0], "klase.csv": LIST, "anketa.txt": LETTER}),
        ],
        "form-mail": [mail.as_bytes()],
        "form-outlook": [compound(message(attachment("klase.csv", LIST.encode()), p1000=LETTER))],
        "form-winmail": [
            winmails.winmail(
                winmails.said(winmails.prop(0x1000, LETTER)), winmails.attached("klase.csv", LIST.encode(), wide="ķ")
            )
        ],
        "form-pdf": [
            pdfs.form(pdfs.tx("vārds", "Ilze"), pdfs.box("card", checked=True)),
            pdfs.page("Navn: E L"),
        ],
        "form-word": [kept.encode()],
        "form-odt": [odt.content(odt.p("Vārds: Ilze"), odt.table(odt.row("Uzvārds", "Kalnlapa"))).encode()],
        "form-workbook": [SHEET],
    }
