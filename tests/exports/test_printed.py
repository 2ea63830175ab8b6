"""Reports opened and printed by LibreOffice, on machines that have it: `LETE_LIBREOFFICE=1`."""

import os
import shutil
import subprocess

import pytest

from app.words import LANGUAGES
from exports.registry import REPORTS
from tests.exports.test_reports import town, write  # noqa: F401  # pytest finds the fixture by its name.

pytestmark = pytest.mark.skipif("LETE_LIBREOFFICE" not in os.environ, reason="LETE_LIBREOFFICE is not set")


def printed(path):
    """Return the text of the pages that LibreOffice prints of a workbook."""
    folder = path.parent
    convert = [shutil.which("soffice"), f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(folder), str(path)]  # fmt: skip
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    pages = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    )
    return pages.stdout.split("\f")[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_prints_a_report_on_one_page_and_its_sources_on_another(town, tmp_path, name, language):  # noqa: F811
    write(town, tmp_path / f"{name}.xlsx", name, language)

    pages = printed(tmp_path / f"{name}.xlsx")

    assert len(pages) == 2, pages
    assert all("Mazpils" in page for page in pages)
    assert "###" not in "".join(pages)
