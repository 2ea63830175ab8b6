"""What many tests need."""

import pytest

from app.station import passwords, recovery
from app.sync import invitations
from tests.making import make_desk
from tests.station.mailing import Post, make_certificate

CHEAP_OPS, CHEAP_BYTES = 1, 8192


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    """What guards a passphrase against guessing costs a second each time; tests guess nothing."""
    monkeypatch.setattr(invitations, "USUAL_COST", invitations.Cost(ops=CHEAP_OPS, memory_bytes=CHEAP_BYTES))
    for module in (passwords, recovery):
        monkeypatch.setattr(module, "OPS", CHEAP_OPS)
        monkeypatch.setattr(module, "MEMORY_BYTES", CHEAP_BYTES)


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


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """What a mail server of a test proves itself with."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def post():
    """What has come to a mail server of a test."""
    return Post()
