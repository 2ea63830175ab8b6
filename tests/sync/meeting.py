"""Desks of a simulated town that do deeds and then meet in the folder."""

from app.desk.outcome import Done


def do(town, branch, deed, **given):
    """Let somebody do a deed that must be done; return its record."""
    outcome = branch.do(town.acting, lambda work: deed(work, **given))
    assert isinstance(outcome, Done), outcome
    return outcome.record


def meet(town):
    """Let everybody read what everybody wrote, and what follows from it."""
    for _ in range(3):
        town.now_ms += 60_000
        for branch in town.branches:
            branch.replica.round(once=True)


def today(town, branch):
    return branch.do(town.acting, lambda work: Done(record=work.today, touched=frozenset())).record
