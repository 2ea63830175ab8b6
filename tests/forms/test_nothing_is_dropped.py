"""Every place that carries a value shows up: in a field, or raw beside the fields."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.applications import Application
from app.forms.filling import application
from app.forms.layout import Layout
from app.forms.sheet import Block, Cell, Line, Slot, Table
from app.forms.wording import vocabulary

PRINT = st.sampled_from(
    [
        "Vārds",
        "Vārds:",
        "Uzvārds",
        "vārds, uzvārds",
        "(vārds, uzvārds)",
        "Vecāka vārds, uzvārds",
        "Tālrunis:",
        "E-pasts",
        "Adrese:",
        "Hobijs",
        "Hobijs:",
        "Dzimšanas datums:",
        "Galvotājs",
        "Ziņas par bērnu",
        "GALVOJUMS",
        "Navn",
        "Værge",
        "Lūdzu aizpildīt drukātiem burtiem",
        " ",
        ", ",
        "____",
        "\t",
        "Vēlos lietotāja karti:",
        "jā",
        "nē",
        "Klase",
    ]
)
NAMES = st.sampled_from([(), ("Text1",), ("given",), ("guarantor_phone",), ("email",), ("Piezīmes",), ("birth",)])
PLACES = st.builds(lambda names, origin: (names, origin), NAMES, st.sampled_from(["control", "legacy"]))
BOXES = st.booleans()
BLANKS = st.just(None)
PIECES = st.one_of(PRINT, PLACES, BOXES, BLANKS)
SHEETS = st.lists(
    st.one_of(
        st.lists(PIECES, max_size=6),
        st.lists(st.lists(st.lists(PIECES, max_size=3), max_size=4), max_size=3).map(tuple),
    ),
    max_size=6,
)


class Writer:
    """Gives every place a value nothing else on the sheet has."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self.boxes: Counter[bool] = Counter()

    def block(self, drawn: object) -> Block:
        return self._table(drawn) if isinstance(drawn, tuple) else self._line(drawn)

    def _line(self, drawn) -> Line:
        return Line(pieces=tuple(map(self._piece, drawn)))

    def _table(self, drawn) -> Table:
        return Table(rows=tuple(tuple(self._row(cells)) for cells in drawn))

    def _row(self, cells):
        for column, cell in enumerate(cells):
            yield Cell(column=column, blocks=(self._line(cell),))

    def _piece(self, drawn):
        if isinstance(drawn, str):
            return drawn
        if isinstance(drawn, bool):
            self.boxes[drawn] += 1
            return Slot(origin="control", checked=drawn)
        self.values.append(f"Zaļumballe{len(self.values)}x")
        if drawn is None:
            return f"___{self.values[-1]}___"
        names, origin = drawn
        return Slot(names=names, origin=origin, value=self.values[-1])


def read(blocks: list[Block]) -> Application:
    return application(tuple(Layout(vocabulary()).read(blocks)), vocabulary())


@given(SHEETS)
@settings(max_examples=400, deadline=None)
def test_every_value_of_a_sheet_is_shown_once_or_more(drawn):
    writer = Writer()
    sheet = [writer.block(each) for each in drawn]

    seen = read(sheet)

    shown = " ".join([*seen.fields.values(), *(unread.value for unread in seen.unread)])
    assert [value for value in writer.values if value not in shown] == []


@given(SHEETS)
@settings(max_examples=400, deadline=None)
def test_every_box_is_shown_with_its_state_unless_it_fills_a_field(drawn):
    writer = Writer()
    sheet = [writer.block(each) for each in drawn]

    seen = read(sheet)

    shown = Counter({"☒": True, "☐": False}[unread.value] for unread in seen.unread if unread.value in {"☒", "☐"})
    missing = writer.boxes - shown
    assert shown <= writer.boxes
    assert not missing or {"card", "consent"} & set(seen.fields)
