"""What two desks learn of one person without knowing of each other is true on both once they have met."""

import pytest

from app.db.borrowers import borrower
from app.db.relations import promises
from app.desk.amending import amend_patron
from app.desk.identity import identify
from app.desk.patrons import register_patron
from app.desk.promises import Guarantor, accept_rules, guarantee
from app.desk.visits import add_remark, end_remark
from app.rules.relation import Identity
from tests.sim.world import World
from tests.sync.meeting import do, meet, today

ZONE = "Europe/Riga"
CARD = "Z-17"


@pytest.fixture
def town(tmp_path):
    world = World(7, tmp_path, branches=3, clocks_lie=False)
    world.share.calm = True
    world.settle()
    yield world
    world.close()


def seen(town):
    """Return what each desk knows of the person."""
    found = [borrower(one.database.connection, CARD, today(town, one), ZONE) for one in town.branches]
    assert found[0] == found[1] == found[2]
    return found[0]


def test_a_verified_identity_never_becomes_unverified_by_a_merge(town):
    north, south, van = town.branches
    do(town, north, register_patron, given="Zelma", family="Zvirbule", card=CARD, channel="remote")
    meet(town)
    assert seen(town).relation.identity is Identity.TO_BE_CHECKED

    do(town, south, identify, patron=CARD, document="passport")
    do(town, north, amend_patron, patron=CARD, changes={"family": "Zvirbule-Ozola"})
    do(town, van, amend_patron, patron=CARD, changes={"phone": "29111222"})
    meet(town)

    assert seen(town).relation.identity is Identity.SEEN
    assert seen(town).name == "Zelma Zvirbule-Ozola"
    town.check()


def test_two_guarantors_taken_at_two_desks_both_answer(town):
    north, south, _ = town.branches
    birth_on = today(town, north).replace(year=today(town, north).year - 9)
    mother, aunt = Guarantor(given="Ilze", family="K"), Guarantor(given="Maija", family="K")
    do(town, north, register_patron, given="Zelma", family="K", card=CARD, birth_on=birth_on, guarantor=mother)
    meet(town)

    do(town, north, guarantee, patron=CARD, guarantor=aunt)
    do(town, south, guarantee, patron=CARD, guarantor=mother)
    meet(town)

    person = seen(town)
    standing = [
        sorted(one.name for one in promises(branch.database.connection, person.patron, ZONE) if one.until_on is None)
        for branch in town.branches
    ]
    assert person.has_guarantee
    assert standing == [["Ilze K", "Maija K"]] * 3


def test_a_warning_ended_at_one_desk_stays_ended(town):
    north, south, van = town.branches
    do(town, north, register_patron, given="Zelma", family="K", card=CARD)
    remark = do(town, north, add_remark, patron=CARD, body="Lietussargs", warning=True).remark
    meet(town)
    assert seen(town).relation.warnings == ("Lietussargs",)

    do(town, south, end_remark, remark=remark)
    do(town, van, accept_rules, patron=CARD)
    meet(town)

    assert seen(town).relation.warnings == ()
