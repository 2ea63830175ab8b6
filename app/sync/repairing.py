"""Own segments written again: those that another desk cannot read, and those that a folder put back has lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.sync.heads import Head
from app.sync.layout import log_folder
from app.sync.ports import Folder, Sealed, Store
from app.sync.positions import LogId


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairing:
    """Writes the bytes that were kept once more; done twice, it ends the same."""

    folder: Folder
    _repaired: set[tuple[LogId, int]] = field(default_factory=set)

    def repair(self, store: Store, heads: Iterable[Head]) -> None:
        """Write again each segment that some head reports damaged: once, and whenever it is not there whole."""
        own = store.own_logs()
        reported = {(LogId(d.replica, d.incarnation), d.last) for head in heads for d in head.damaged}
        for log, last in reported:
            sealed = store.own_segment(log, last) if log in own else None
            if sealed is not None and ((log, last) not in self._repaired or not self._stands(sealed)):
                self._write(sealed)
                self._repaired.add((log, last))

    def fill(self, store: Store) -> None:
        """Write again whatever the folder lacks: it shows an older head than this desk has written."""
        for log in store.own_logs():
            standing = set(self.folder.names(log_folder(log)))
            for name in store.own_names(log):
                if name.file not in standing and (sealed := store.own_segment(log, name.last)) is not None:
                    self._write(sealed)

    def _stands(self, sealed: Sealed) -> bool:
        return self.folder.read(_path(sealed), bytes_max=len(sealed.data)) == sealed.data

    def _write(self, sealed: Sealed) -> None:
        self.folder.write_new(_path(sealed), sealed.data)


def _path(sealed: Sealed) -> str:
    return f"{log_folder(sealed.log)}/{sealed.name.file}"
