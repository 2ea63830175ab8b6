"""What many tests need."""

import pytest

from tests.making import make_desk


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """A folder for databases that every test copies."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def desk(tmp_path, templates):
    """A desk of the Valmiera profile with its administrator."""
    made = make_desk(tmp_path, templates)
    yield made
    made.database.close()


@pytest.fixture
def danish_desk(tmp_path, templates):
    """A desk of the Hjørring profile with its administrator."""
    made = make_desk(tmp_path, templates, "hjorring")
    yield made
    made.database.close()
