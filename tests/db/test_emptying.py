"""What is about an erased person is emptied, whatever arrives first; nobody comes back."""

import random
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from app.db.declaration import TABLES
from app.db.digest import digests, whole
from app.db.log import cleaning, held
from app.db.log.capture import capture_off
from app.db.log.emptying import DROPPED
from app.db.log.images import DatabaseImages
from app.db.log.merging import merge_changes
from app.db.log.rebuilding import DatabaseBuilding
from app.db.log.scrubbing import DatabaseRowCheck
from app.db.log.standing import get
from app.db.log.store import LogStore
from app.db.state.keeping import compare_state, keep_state
from app.sync.changes import Changes
from app.sync.ports import Slice
from app.sync.positions import Cursor
from app.sync.ticks import TICK_MAX
from tests.db.test_images import settled
from tests.db.test_merging import birth, tick, tombstone, writing
from tests.making import make_desk
from tests.sync.independent_reader import PERSONAL

PERSON, OTHER, CARD, LOAN, RENEWAL, CLOSING, CHILD = (tick(number) for number in range(1, 8))

BORN = (
    birth(PERSON, given="Zelma", family="Zvirbule", phone="29111222", note="x"),
    birth(CARD, table="identifier", patron=PERSON, kind="library_card", value="Z-17", standing="active", since_ms=1),
    birth(LOAN, table="loan", patron=PERSON, item=OTHER, due_on="2026-12-01", overrides="", reason="Zelmas māte"),
    birth(RENEWAL, table="renewal", loan=LOAN, item=OTHER, due_on="2026-12-09", overrides="", reason="Zelma lūdza"),
    birth(CHILD, table="guarantee", patron=PERSON, guarantor=None, given="Zelta", family="Zvirbule", phone="1"),
)
LATER = (
    writing(PERSON, tick(20), phone="29333444"),
    writing(CARD, tick(21), "binding", "identifier", patron=PERSON, kind="library_card", value="Z-18"),
    writing(CARD, tick(22), "standing", "identifier", standing="lost", since_ms=2),
)
GONE = tombstone(PERSON, tick(30))
SAID = ("Zelma", "Zvirbule", "29111222", "29333444", "Z-17", "Z-18", "Zelta", "zelma", "zvirbule")


def merge_in(desk, *groups, limit=TICK_MAX):
    with desk.database.writing() as connection:
        with capture_off(connection):
            touched, _ = merge_changes(connection, [Changes(schema=1, groups=groups)], limit)
        keep_state(connection, touched)


def texts(desk):
    """Return every byte of the file and of its write-ahead log, once they are cleaned."""
    assert cleaning.clean(desk.connection)
    path = Path(desk.database.peewee.database)
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def all_in_order(tmp_path, templates, order):
    desk = make_desk(tmp_path, templates)
    for group in order:
        merge_in(desk, group)
    return desk


@pytest.mark.parametrize("seed", range(40))
def test_any_order_ends_the_same_and_says_nothing_of_the_person(seed, tmp_path, templates):
    orders = [[*BORN, *LATER, GONE], random.Random(seed).sample([*BORN, *LATER, GONE], k=len(BORN) + len(LATER) + 1)]
    desks = []
    for number, order in enumerate(orders):
        (tmp_path / str(number)).mkdir()
        desks.append(all_in_order(tmp_path / str(number), templates, order))

    digest, *others = [whole(digests(desk.connection)) for desk in desks]
    said = texts(desks[1])
    with desks[1].database.writing() as connection:
        wrong = compare_state(connection)
    rows = desks[1].connection.execute("SELECT patron, due_on, reason FROM loan WHERE id = ?", (LOAN,)).fetchall()
    for desk in desks:
        desk.database.close()

    assert others == [digest]
    assert not [word for word in SAID if word.encode() in said]
    assert wrong == []
    assert rows == [(None, "2026-12-01", None)]


@pytest.mark.parametrize("order", [*permutations((BORN[1], LATER[1], GONE))])
def test_a_number_that_passes_to_another_person_stays_with_them(order, desk):
    merge_in(desk, birth(OTHER, given="Otto", family="O"))
    for group in order:
        merge_in(desk, group)
    merge_in(desk, writing(CARD, tick(40), "binding", "identifier", patron=OTHER, kind="library_card", value="Q"))

    assert desk.connection.execute("SELECT patron, value FROM identifier WHERE id = ?", (CARD,)).fetchall() == [
        (OTHER, "Q")
    ]


def test_a_renewal_of_a_loan_that_was_emptied_is_emptied_whichever_comes_first(desk):
    merge_in(desk, GONE)
    merge_in(desk, BORN[3])
    merge_in(desk, BORN[2])
    merge_in(desk, birth(tick(9), table="renewal", loan=LOAN, item=OTHER, due_on="2026-12-10", reason="Zelma atkal"))

    assert desk.connection.execute("SELECT DISTINCT reason FROM renewal").fetchall() == [(None,)]


def test_a_renewal_is_emptied_when_its_loan_comes_without_its_person(desk):
    """A checkpoint brings rows as another desk has emptied them, and the tombstone last."""
    merge_in(desk, BORN[3])

    merge_in(desk, birth(LOAN, table="loan", patron=None, item=OTHER, due_on="2026-12-01"))
    merge_in(desk, GONE)

    assert desk.value("SELECT reason FROM renewal") is None


def test_a_renewal_of_a_loan_not_arrived_yet_keeps_its_reason(desk):
    merge_in(desk, GONE)
    merge_in(desk, BORN[3])

    assert desk.value("SELECT reason FROM renewal") == "Zelma lūdza"


def test_what_is_held_comes_in_as_nothing(desk):
    merge_in(desk, BORN[1])
    merge_in(desk, LATER[1], limit=tick(10))
    merge_in(desk, GONE)

    (contents,) = desk.connection.execute("SELECT contents FROM held").fetchone()
    assert msgspec.msgpack.decode(contents) == {"patron": None, "kind": None, "value": None}

    with desk.database.writing() as connection:
        groups = held.take_until(connection, TICK_MAX)
    merge_in(desk, *groups)

    assert b"Z-18" not in texts(desk)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (0, 2, 1)])
def test_what_is_unknown_and_names_the_person_goes_and_is_noted(desk, order):
    about = birth(tick(50), table="incident", patron=PERSON, what="Zelma")
    elsewhere = birth(tick(51), table="incident", patron=OTHER, what="Otto")

    for place in order:
        merge_in(desk, (about, elsewhere, GONE)[place])

    assert b"Zelma" not in texts(desk)
    assert desk.connection.execute("SELECT row FROM parked").fetchall() == [(tick(51),)]
    assert get(desk.connection, DROPPED) is not None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_writing_of_an_unknown_unit_that_names_the_person_goes_as_well(desk, order):
    binding = writing(CARD, tick(60), "engraving", "identifier", patron=PERSON, motto="Zelmai")

    for place in order:
        merge_in(desk, (binding, GONE)[place])

    assert b"Zelma" not in texts(desk)
    assert get(desk.connection, DROPPED) is not None


def test_a_desk_that_has_dropped_something_unknown_does_not_pass_for_complete(desk):
    """A newer version would have kept a part: the checkpoint of such a desk would take it from everybody."""
    rows, images = DatabaseRowCheck(database=desk.database), DatabaseImages(database=desk.database, version="test")
    settled(desk)
    taken = images.take(0)
    images.receive(list(taken.pieces))
    assert rows.kept().is_clear

    merge_in(desk, birth(tick(50), table="incident", patron=PERSON, what="Zelma"), GONE)

    assert desk.connection.execute("SELECT 1 FROM parked").fetchone() is None
    assert not rows.kept().is_clear
    assert images.compare(taken.manifest, TICK_MAX) is None
    assert images.take(0) is None
    images.discard()


@pytest.mark.parametrize(("again", "noted"), [((), False), ((birth(tick(50), table="incident", patron=PERSON),), True)])
def test_rebuilding_makes_a_desk_complete_unless_it_drops_it_again(desk, again, noted):
    settled(desk)
    merge_in(desk, birth(tick(50), table="incident", patron=PERSON, what="Zelma"), GONE)
    images = DatabaseImages(database=desk.database, version="test")
    standing = LogStore(database=desk.database, keep_state=keep_state).standing()
    building = DatabaseBuilding(images=images)

    aside = building.begin(None)
    aside.merge([Slice(standing.log, Changes(schema=1, groups=(*again, GONE)), Cursor(standing.end))], limit=TICK_MAX)
    building.finish()
    building.close()

    assert (get(desk.connection, DROPPED) is not None) is noted
    assert (images.take(0) is None) is noted
    images.discard()


def test_unknown_columns_about_the_person_bring_nothing(desk):
    merge_in(desk, GONE)
    merge_in(desk, birth(LOAN, table="loan", patron=PERSON, item=OTHER, due_on="2026-12-01", mood="Zelma dusmīga"))

    assert b"Zelma" not in texts(desk)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_declaration_lets_every_personal_unit_be_found(table):
    """A description's writings come one by one, so each has to say itself whom it is about; a fact comes whole."""
    personal = [unit for unit in table.units if unit.personal]
    assert not personal or table.person
    if table.kind == "description" and table.person not in {(), ("id",)}:
        assert all(table.person[0] in {column.name for column in unit.columns} for unit in personal)
    assert len(table.person) <= 2


def test_the_document_lists_every_path_and_every_personal_column():
    """The independent reader is written from it."""
    declared = {
        table.name: (table.person, table.personal_names)
        for table in TABLES
        if table.personal_names and table.person != ("id",)
    }

    assert declared == PERSONAL


def test_what_leads_on_from_a_row_that_came_emptied_names_nobody_before_the_tombstone_comes(tmp_path, templates):
    """Another desk has sealed the loan anew without its person; the renewal was heard of from elsewhere."""
    emptied = birth(LOAN, table="loan", patron=None, item=OTHER, due_on="2026-12-01", overrides=None, reason=None)

    desk = all_in_order(tmp_path, templates, [emptied, BORN[3], GONE])

    assert desk.connection.execute("SELECT overrides, reason FROM renewal").fetchall() == [(None, None)]
