"""The route of the home service on paper: who, where, what to take back, what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.db.queries.home_service import StopShown
from app.station.printing.documents import new_document
from app.words import Words


def route_list(stops: Sequence[StopShown], *, library: str, words: Words, made_at: datetime) -> bytes:
    """Return the pages."""
    title = words("home-service.title")
    with new_document(title, words.language, made_at, f"{library} · {title}") as sheet:
        sheet.title(title)
        sheet.text(f"{library} · {words.day(made_at.date())}", muted=True)
        for one in stops:
            sheet.heading(f"{one.name}  {one.number}")
            address = words("patron.address-protected") if one.address_protected else one.address
            sheet.text(" · ".join(filter(None, (address, one.phone, one.branch))))
            if one.note:
                sheet.text(one.note)
            for name in one.ready:
                sheet.text(words("home-service.bring", title=name))
            for name, due_on in one.loans:
                sheet.text(words("home-service.has", title=name, due=due_on), muted=True)
        if not stops:
            sheet.text(words("home-service.nobody"))
        return bytes(sheet.page.output())
