"""The reports there are, and writing one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.db.database import Database
from app.db.queries.network import branches
from app.errors import Misuse
from app.words import Words
from exports import branches as branch_list
from exports import (
    day_sheet,
    debtors,
    destruction,
    entry_list,
    fees_ledger,
    forms,
    hold_shelf,
    hourly_use,
    institutions,
    interlibrary,
    notices,
    overdue,
    payments,
    pick_list,
    restrictions,
    stale_holds,
    stock_book,
    transit,
)
from exports.plain import write_csv
from exports.report import Occasion, Report, up_to_sheet
from exports.workbook import write_workbook

REPORTS: Mapping[str, Report] = {
    module.REPORT.name: module.REPORT
    for module in (
        day_sheet,
        hourly_use,
        overdue,
        pick_list,
        hold_shelf,
        transit,
        stale_holds,
        entry_list,
        forms,
        destruction,
        notices,
        branch_list,
        stock_book,
        interlibrary,
        institutions,
        fees_ledger,
        debtors,
        payments,
        restrictions,
    )
}


class ReportUnknown(Misuse):
    """There is no report of this name."""

    code = "report.unknown"


class BranchUnknown(Misuse):
    """There is no branch with this code."""

    code = "report.branch-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report on disk, and how many rows its table has."""

    path: Path
    rows: int


def write_report(
    name: str,
    path: Path,
    *,
    database: Database,
    words: Words,
    first: date,
    last: date,
    today: date,
    now_ms: int,
    zone: str,
    branch: str = "",
) -> Written:
    """Write a report as an Excel file, or its table as CSV where the file is to be called so.

    Raises:
        ReportUnknown: There is no such report.
        BranchUnknown: There is no branch with this code.
        ReportNotWritten, FileNotWritten: The file cannot be written.
    """
    if name not in REPORTS:
        raise ReportUnknown(name=name, reports=", ".join(REPORTS))
    codes = {one.code: one.name for one in branches(database)}
    if branch and branch not in codes:
        raise BranchUnknown(branch=branch, branches=", ".join(codes))
    occasion = Occasion(
        database=database,
        words=words,
        first=first,
        last=last,
        today=today,
        branch=branch,
        branch_name=codes.get(branch, ""),
        now_ms=now_ms,
        zone=zone,
    )
    sheet = REPORTS[name].sheet(occasion)
    if path.suffix.casefold() == ".csv":
        write_csv(sheet, path)
    else:
        write_workbook((sheet, up_to_sheet(occasion)), path)
    return Written(path=path, rows=len(sheet.rows))
