"""The mark beside the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.sync.positions import LogId, Position


@dataclass(frozen=True, slots=True)
class FileMark:
    """Fills the port `Mark` with a small file, written aside and renamed."""

    path: Path

    def load(self) -> tuple[LogId, Position] | None:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            log = LogId(int(kept["replica"]), int(kept["incarnation"]))
            return log, Position(int(kept["sequence"]), bytes.fromhex(kept["link"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # No mark shows nothing: the folder and the other desks still may.

    def save(self, log: LogId, end: Position) -> None:
        kept = {
            "replica": log.replica,
            "incarnation": str(log.incarnation),
            "sequence": end.sequence,
            "link": end.link.hex(),
        }
        text = json.dumps(kept, indent=1)
        if self.path.exists() and self.path.read_text(encoding="utf-8") == text:
            return
        aside = self.path.with_suffix(".new")
        aside.write_text(text, encoding="utf-8")
        aside.replace(self.path)
