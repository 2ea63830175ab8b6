"""The pages that are made out of tables say what the tables say."""

import pytest

from tests.circulation.__main__ import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_would_be_made_today(name):
    said = (DOCS / name).read_text(encoding="utf-8")

    assert said == PAGES[name](), "python -m tests.circulation"
