"""Renewing several loans, one deed after another: what can be renewed is, whatever becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from app.desk.outcome import Outcome, Refused
from app.desk.renew import Renewed, renew
from app.rules.blocks import Block
from app.views.presenters.service import Failed, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewedAll:
    """What came of it.

    Attributes:
        refused: Barcodes with each of their blocks.
    """

    renewed: tuple[str, ...] = ()
    refused: tuple[tuple[str, Block], ...] = ()


class RenewingAll:
    """Runs the deeds one after another."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def start(
        self,
        barcodes: Sequence[str],
        codes: Collection[str],
        reason: str,
        *,
        done: Callable[[RenewedAll], None],
        failed: Failed,
    ) -> None:
        """Renew each of these; `done` receives what came of them all."""

        def next_one(left: Sequence[str], so_far: RenewedAll) -> None:
            if not left:
                done(so_far)
                return
            barcode, *rest = left
            self._service.do(
                partial(renew, item=barcode, override=codes, reason=reason),
                done=lambda outcome: next_one(rest, _with(so_far, barcode, outcome)),
                failed=failed,
            )

        next_one(barcodes, RenewedAll())


def _with(so_far: RenewedAll, barcode: str, outcome: Outcome[Renewed]) -> RenewedAll:
    if isinstance(outcome, Refused):
        refused = tuple((barcode, found) for found in outcome.blocks)
        return RenewedAll(renewed=so_far.renewed, refused=(*so_far.refused, *refused))
    return RenewedAll(renewed=(*so_far.renewed, barcode), refused=so_far.refused)
