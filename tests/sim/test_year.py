"""A year in the folder: it does not grow, whoever is away."""

from app.sync.keeping import DAY_MS, Cadence
from tests.sim.files import Files
from tests.sim.remembered import remembered
from tests.sim.world import World

DAYS = 365


def in_real_time(branch):
    branch.replica.keeping.cadence = Cadence()
    branch.clock.offset_ms = 0


@remembered()
def test_the_folder_does_not_grow_in_a_year(tmp_path):
    """One branch is closed for the summer: nobody waits for it longer than a month, and it comes back to the same."""
    world = World(5, tmp_path, branches=4, newcomers=0, hurries=False, clocks_lie=False, replica=in_real_time)
    world.share.calm = True
    closed = world.branches[3]
    most, counts, loads = [], [], 0
    for day in range(DAYS):
        world.now_ms += DAY_MS
        for branch in world.branches:
            if branch is closed and 150 <= day < 230:
                continue
            world.librarians.amend(branch)
            loads += bool(branch.replica.round().loaded)
        sizes = world.share.sizes()
        most.append(sum(sizes.values()))
        counts.append(len(sizes))
        world.share.files = Files(
            {path: writings[-1:] for path, writings in world.share.files.items() if path in sizes}
        )
    world.settle()
    world.check()
    world.close()

    assert max(most[DAYS // 2 :]) <= 1.2 * max(most[: DAYS // 4])
    assert max(counts) < 40
    assert loads >= 1
