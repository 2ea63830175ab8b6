"""What librarians do: deeds at random, each tried at one branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from app.db.erasing import erase_persons
from app.db.work import DeskWork
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure
from app.desk.found import Acting
from app.desk.items import add_item
from app.desk.outcome import Done, Outcome
from app.desk.patrons import register_patron, report_card
from app.desk.persons import merge_patrons, part_patrons, tell_apart
from app.desk.renew import renew
from app.desk.undo import undo
from app.sync.ticks import replica_of
from tests.sim.branch import Branch

Deed = Callable[[DeskWork], Outcome[Any]]


@dataclass
class Librarians:
    """Everybody who works at some desk.

    Attributes:
        deeds: What was done and what was refused, for the report.
        joins: They say of some records that they are of one person.
        names: Counts up, so that no two writings say the same.
    """

    random: Random
    acting: Acting
    deeds: Counter[str]
    joins: bool = True
    names: int = 0

    def work(self, branch: Branch) -> str:
        """Try one deed."""
        name, deed = self.random.choice(self._possible())
        if self.joins and self.names % 7 == 0:
            name, deed = self._about_records(Random(self.names))
        if self.random.random() < 0.03:
            name, deed = "erase", self._erase
        outcome = branch.do(self.acting, deed)
        told = name if isinstance(outcome, Done) else f"{name} refused"
        self.deeds[told] += 1
        return told

    def forget(self, branch: Branch) -> str:
        """Propose to erase somebody, or take a proposal back."""
        card = f"C{self.random.randrange(12)}"
        outcome = branch.do(self.acting, lambda work: propose_erasure(work, patron=card, reason="asks for it"))
        told = "erasure proposed" if isinstance(outcome, Done) else "erasure refused"
        self.deeds[told] += 1
        return told

    def amend(self, branch: Branch) -> None:
        self.names += 1
        branch.do(self.acting, self._amend)

    def repeat(self, branch: Branch) -> None:
        """Write anew what was written last at this branch: after a backup it is done once more."""
        written = branch.database.connection.execute(
            "SELECT row, unit, tick FROM clock WHERE tbl = 'patron' ORDER BY tick DESC"
        ).fetchall()
        known = self._values()
        for row, unit, _ in [one for one in written if replica_of(one[2]) == branch.number and one[1] in known][:3]:
            self.names += 1
            branch.do(self.acting, lambda work, row=row, unit=unit: self._written(work, row, self._values()[unit]))

    def _possible(self) -> list[tuple[str, Deed]]:
        self.names += 1
        card, barcode = f"C{self.random.randrange(12)}", f"I{self.random.randrange(10)}"
        return [
            ("register", lambda work: register_patron(work, given="Ā", family=f"N{self.names}", card=card)),
            ("add", lambda work: add_item(work, barcode=barcode, title=f"T{self.random.randrange(20)}")),
            ("check out", lambda work: check_out(
                work, patron=card, item=barcode, override={"ON_LOAN", "LOANS_AT_LIMIT"}, reason="seen")),
            ("check out", lambda work: check_out(work, patron=card, item=barcode)),
            ("check in", lambda work: check_in(work, item=barcode)),
            ("renew", lambda work: renew(work, item=barcode)),
            ("undo", undo),
            ("card", lambda work: report_card(
                work, number=card, standing=self.random.choice(("lost", "active", "stolen")))),
            *[("amend", self._amend)] * 5,
        ]  # fmt: skip

    def _about_records(self, random: Random) -> tuple[str, Deed]:
        """Say of two records that they are of one person, or of two, or take a merge back."""
        one, other = (f"C{number}" for number in random.sample(range(12), 2))
        return random.choice(
            [
                *[("merge", lambda work: merge_patrons(work, patron=one, other=other))] * 3,
                ("tell apart", lambda work: tell_apart(work, patron=one, other=other)),
                ("part", lambda work: part_patrons(work, merge=_merge(work, random))),
            ]
        )

    def _erase(self, work: DeskWork) -> Outcome[int]:
        """Erase somebody without asking anybody: what the engine does only when all have agreed, at the worst moment."""
        found = [row for (row,) in work.connection.execute("SELECT id FROM patron ORDER BY id")]
        if len(found) > 4:
            touched = erase_persons(work.connection, [self.random.choice(found)], work.now_ms)
            for table, rows in touched.items():
                work.touched[table] |= set(rows)
        return Done(record=0, touched=frozenset())

    def _amend(self, work: DeskWork) -> Outcome[int]:
        """Write some unit of some patron anew: what concurrent desks quarrel about."""
        found = [row for (row,) in work.connection.execute("SELECT id FROM patron ORDER BY id")]
        if not found:
            return Done(record=0, touched=frozenset())
        return self._written(work, self.random.choice(found[-4:]), self.random.choice(list(self._values().values())))

    def _values(self) -> dict[str, dict[str, str]]:
        """Return something new for each of some units."""
        return {
            "phone": {"phone": f"{self.names}"},
            "email": {"email": f"e{self.names}"},
            "name": {"given": f"G{self.names}", "family": "F"},
            "address": {"town": f"T{self.names}", "street": f"S{self.names}"},
        }

    def _written(self, work: DeskWork, row: int, values: dict[str, str]) -> Outcome[int]:
        work.amend("patron", row, **values)
        return Done(record=0, touched=frozenset())


def _merge(work: DeskWork, random: Random) -> int:
    """Return some merge, which may have been taken back."""
    found = [row for (row,) in work.connection.execute("SELECT id FROM same_person ORDER BY id")]
    return random.choice(found) if found else 0
