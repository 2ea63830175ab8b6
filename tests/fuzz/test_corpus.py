"""What fuzzing began from and what it once broke; atheris is not needed here."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.targets import TARGETS, seeds

ONCE_BROKE = Path(__file__).parent / "once_broke"
"""`<target>--<what it was>.bin`: inputs that once ended in something other than a refusal."""

MUTATIONS = 150


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_a_seed_that_ends_well(name):
    for seed in seeds()[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_lies_there_is_refused_in_our_own_words(name):
    random = Random(f"fuzz {name}")

    for seed in seeds()[name]:
        for _ in range(MUTATIONS):
            TARGETS[name](mutated(seed, random))


def mutated(seed, random):
    data = bytearray(seed)
    for _ in range(random.choice((1, 1, 2, 5))):
        place = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                data[place : place + 1] = random.randbytes(1)
            case 1:
                del data[place : place + random.randrange(9)]
            case 2:
                data[place:place] = random.randbytes(random.randrange(9))
            case _:
                data[place:place] = data[random.randrange(len(data) + 1) :][:40]
    return bytes(data)


@pytest.mark.parametrize("path", sorted(ONCE_BROKE.iterdir()), ids=lambda path: path.stem)
def test_what_once_broke_is_refused(path):
    TARGETS[path.stem.rpartition("--")[0]](path.read_bytes())


def test_everything_that_once_broke_names_its_target():
    assert {path.stem.rpartition("--")[0] for path in ONCE_BROKE.iterdir()} <= set(TARGETS)
