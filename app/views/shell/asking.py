"""Asking for files: with the system's own dialog on Windows, with a themed one elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ttkbootstrap as ttk

from app.words import Words

FORMS = "*.docx *.dotx *.odt *.pdf *.xlsx *.csv *.eml *.msg *.dat *.edoc *.asice *.asics *.bdoc"


def ask_files(root: ttk.App, words: Words) -> Sequence[Path]:
    """Ask which forms to read."""
    found = ttk.Querybox.get_open_filenames(
        parent=root,
        title=words("forms.ask"),
        filetypes=[(words("forms.word"), FORMS), (words("tk.all-files"), "*")],
    )
    return [Path(name) for name in found or ()]


def ask_folder(root: ttk.App, words: Words) -> Path | None:
    """Ask for the folder that forms are dropped into."""
    found = ttk.Querybox.get_directory(parent=root, title=words("settings.folder.ask"))
    return Path(found) if found else None


def ask_save(root: ttk.App, words: Words, name: str) -> Path | None:
    """Ask where to save a file of the kind that the offered name has."""
    kind = Path(name).suffix
    found = ttk.Querybox.get_save_filename(
        parent=root,
        title=words(SAVE_TITLES[kind]),
        initialfile=name,
        defaultextension=kind,
        filetypes=[(KIND_NAMES[kind], f"*{kind}")],
    )
    return Path(found) if found else None


SAVE_TITLES = {".xlsx": "reports.ask", ".pdf": "print.ask", ".json": "person.data.ask"}
KIND_NAMES = {".xlsx": "Excel", ".pdf": "PDF", ".json": "JSON"}
