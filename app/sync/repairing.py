"""Own segments written again: those that another desk cannot read, and those that a folder put back has lost.

They go under the present key: whoever cannot read one may have destroyed the key that it was under.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.sync.epochs import write_anew
from app.sync.heads import Head
from app.sync.keys import Keys
from app.sync.layout import log_folder
from app.sync.ports import Folder, Random, Sealed, Store
from app.sync.positions import LogId
from app.sync.roster_reading import prove_network
from app.sync.segments import SegmentName


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairing:
    """Writes once more what was kept; done twice, it ends the same."""

    folder: Folder
    random: Random
    _repaired: set[tuple[LogId, SegmentName]] = field(default_factory=set)

    def repair(self, store: Store, keys: Keys, heads: Iterable[Head]) -> None:
        """Write again each segment of what some head reports damaged: once, and whenever it is not there whole."""
        own = store.own_logs()
        reported = {(LogId(d.replica, d.incarnation), d.first, d.last) for head in heads for d in head.damaged}
        for log, first, last in sorted(one for one in reported if one[0] in own):
            for name in store.own_names(log):
                if name.first <= last and name.last >= first:
                    self._repair(log, name, store, keys)

    def _repair(self, log: LogId, name: SegmentName, store: Store, keys: Keys) -> None:
        sealed = store.own_segment(log, name.last)
        if sealed is not None and ((log, name) not in self._repaired or not self._stands(sealed)):
            prove_network(self.folder, store)
            self._write(sealed, store, keys)
            self._repaired.add((log, name))

    def fill(self, store: Store, keys: Keys) -> None:
        """Write again whatever the folder lacks: it shows an older head than this desk has written."""
        for log in store.own_logs():
            standing = set(self.folder.names(log_folder(log)))
            for name in store.own_names(log):
                if name.file not in standing and (sealed := store.own_segment(log, name.last)) is not None:
                    self._write(sealed, store, keys)

    def _stands(self, sealed: Sealed) -> bool:
        return self.folder.read(_path(sealed), bytes_max=len(sealed.data)) == sealed.data

    def _write(self, sealed: Sealed, store: Store, keys: Keys) -> None:
        if sealed.log.replica == store.standing().log.replica:
            write_anew(sealed, store=store, folder=self.folder, keys=keys, random=self.random)
        else:
            self.folder.write_new(_path(sealed), sealed.data)  # Of a number that this desk had before: not its own now.


def _path(sealed: Sealed) -> str:
    return f"{log_folder(sealed.log)}/{sealed.name.file}"
