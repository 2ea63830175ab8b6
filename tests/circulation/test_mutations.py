"""Every rule of lending has its tests and its fault; that the tests find it, the command says."""

import re

import pytest

from tests.circulation.mutations import PROOFS, ROOT, right_of

ROWS = [
    *(f"D-{number}" for number in range(12, 24)),
    *(f"L-{number}" for number in range(24, 30)),
    *(f"C-{number}" for number in range(1, 23)),
]
PROVED = [proof for proof in PROOFS if proof.tests]


def test_every_rule_of_lending_stands_in_the_table():
    assert [proof.row for proof in PROOFS] == ROWS


@pytest.mark.parametrize("proof", PROVED, ids=lambda proof: proof.row)
def test_a_fault_can_be_planted_for_each_rule(proof):
    assert proof.fault.right != proof.fault.wrong
    assert right_of(proof.fault)


@pytest.mark.parametrize("proof", PROVED, ids=lambda proof: proof.row)
def test_the_tests_of_each_rule_are_there(proof):
    for test in proof.tests:
        path, _, name = test.partition("::")
        text = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), test


def test_a_rule_is_proved_or_says_what_is_lacking():
    assert [proof.row for proof in PROOFS if not proof.tests and not proof.lacking] == []
