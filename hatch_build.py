"""Compile the message catalogues while a wheel or an editable install is made.

The `.po` files are the source; the `.mo` files are never kept in the repository, so they cannot go stale there.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        compile_catalogues(Path(self.root) / "app" / "locale")


def compile_catalogues(folder):
    for source in sorted(folder.glob("*/LC_MESSAGES/lete.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
