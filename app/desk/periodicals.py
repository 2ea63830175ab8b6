"""Taking in the next issue of a periodical: all but its number, its day and its barcode is as with the last one."""

from __future__ import annotations

from datetime import date

from app.desk.ids import ItemId
from app.desk.items import Added
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Item
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block


def add_issue(work: Work, *, like: str, barcode: str, issue: str, issued_on: date | None = None) -> Outcome[Added]:
    """Take in an issue of the periodical of which the copy with the scanned number `like` is another issue.

    Args:
        issue: What stands on it: its number, or its month.
        issued_on: When it came out, by which the newest issue is known; today for None.
    """
    found = work.beyond.issue(like)
    barcode, issue = barcode.strip(), " ".join(issue.split())
    blocks = not_permitted(work, "stock")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=like)))
    for field, value in (("barcode", barcode), ("issue", issue)):
        if not value:
            blocks = (*blocks, block(Why.FIELD_MISSING, field=field))
    if barcode and work.barcode_taken(barcode):
        blocks = (*blocks, block(Why.BARCODE_TAKEN))
    if blocks:
        return Refused(blocks=blocks)
    row = Item(
        title=found.title,
        barcode=barcode,
        home_branch=work.acting.branch,
        material=found.material,
        lendable=int(found.lendable),
        price_minor=found.price_minor,
        call_number=found.call_number,
        department=found.department,
        issue=issue,
        issued_on=issued_on or work.today,
    )
    record = Added(item=ItemId(work.add(row)), title=found.title, barcode=barcode)
    return Done(record=record, touched=frozenset({Touched.ITEM}))
