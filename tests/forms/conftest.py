"""Read a sheet made of blocks as the program reads a file."""

from collections.abc import Callable

import pytest

from app.desk.applications import Application
from app.forms.reading import read_form
from tests.forms.sheets import saved, word_file


@pytest.fixture
def read(tmp_path) -> Callable[..., Application]:
    """Write the blocks into a Word file and read it."""

    def reader(*blocks: str, **how: bool) -> Application:
        [form] = read_form(saved(tmp_path, word_file(*blocks, **how)))
        return form

    return reader
