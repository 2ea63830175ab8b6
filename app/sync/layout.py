"""Where things lie in the shared folder, below `lete-1/`."""

from __future__ import annotations

from app.sync.packing import INT_MAX
from app.sync.positions import LogId

ROSTER = "roster"
REPLICAS = "replicas"
REQUESTS = "requests"
WELCOME = "welcome"
CHECKPOINTS = "checkpoints"


def replica_folder(replica: int) -> str:
    return f"{REPLICAS}/{replica:04d}"


def log_folder(log: LogId) -> str:
    return f"{replica_folder(log.replica)}/{log.incarnation:016x}"


def parse_incarnation(name: str) -> int | None:
    """Return the incarnation that a folder's name stands for; None for a stranger's folder."""
    if len(name) != 16 or not set(name) <= set("0123456789abcdef"):
        return None
    incarnation = int(name, 16)
    return incarnation if 0 < incarnation <= INT_MAX else None
