"""Joining: an invitation that is carried, a passphrase that is spoken, a request, a welcome."""

import hashlib
import itertools

import pytest
from nacl import pwhash

from app.sync.entries import Rekeyed
from app.sync.errors import (
    AlreadyFounded,
    InvitationUnusable,
    Malformed,
    NotRegistrar,
    NumbersExhausted,
    PassphraseWrong,
)
from app.sync.heads import Head
from app.sync.invitations import (
    COST_MEMORY_MAX,
    Cost,
    Invitation,
    Request,
    new_passphrase,
    read_invitation,
    read_welcome,
    unlock_invitation,
    write_invitation,
    write_request,
)
from app.sync.keys import Keys, Secrets, fingerprint
from app.sync.layout import REQUESTS
from app.sync.membership import (
    accept_welcome,
    admit,
    ask_to_join,
    draw_number,
    found,
    numbers_seen,
    requests_for,
    take_welcomes_away,
    welcome_file,
    withdraw_requests,
)
from app.sync.positions import LogId
from app.sync.registrar import sign
from app.sync.roster import new_key_for, read_roster
from app.sync.roster_reading import read_winner
from tests.contracts.memory_folder import MemoryFolder

CHEAP = Cost(ops=pwhash.argon2id.OPSLIMIT_MIN, memory_bytes=pwhash.argon2id.MEMLIMIT_MIN)
TOKEN = b"t" * 32
WORDS = "bako-rilu-fezo-tagi-mune"


class Chance:
    """Different bytes at every call, the same in every run."""

    def __init__(self):
        self.calls = itertools.count(1)

    def __call__(self, count):
        return hashlib.shake_128(next(self.calls).to_bytes(4, "big")).digest(count)


@pytest.fixture
def chance():
    return Chance()


@pytest.fixture
def folder():
    return MemoryFolder()


@pytest.fixture
def founding(folder, chance):
    return found(folder, name="Town", profile="valmiera", training=True, random=chance)


def invitation(founding, **changed):
    facts = {
        "id": b"i" * 16,
        "network": founding.roster.network,
        "name": "Town",
        "profile": "valmiera",
        "training": True,
        "branch": "RUJ",
        "branch_name": "Rūja",
        "workstation": "1",
        "number": 77,
        "registrar": founding.number,
        "registrar_key": Keys(founding.secrets).sign_key,
        "roster": founding.roster.link,
        "expires_ms": 5,
    }
    return Invitation(**{**facts, **changed})


def test_an_invitation_opens_with_its_passphrase(founding, chance):
    offered = invitation(founding)
    data = write_invitation(offered, TOKEN, WORDS, chance, CHEAP)

    assert unlock_invitation(data, WORDS) == (offered, TOKEN)
    assert unlock_invitation(data, " Bako rilu  FEZO tagi-mune ") == (offered, TOKEN)
    assert read_invitation(data) == offered


def test_an_invitation_holds_neither_token_nor_key_in_the_open(founding, chance):
    data = write_invitation(invitation(founding), TOKEN, WORDS, chance, CHEAP)

    assert TOKEN not in data
    assert founding.secrets.network_keys[1] not in data


def test_another_passphrase_opens_nothing(founding, chance):
    data = write_invitation(invitation(founding), TOKEN, WORDS, chance, CHEAP)

    with pytest.raises(PassphraseWrong):
        unlock_invitation(data, "bako-rilu-fezo-tagi-muna")


def test_an_invitation_that_was_changed_opens_nothing(founding, chance):
    data = write_invitation(invitation(founding), TOKEN, WORDS, chance, CHEAP)
    changed = data.replace("Rūja".encode(), "Rūjo".encode())

    assert changed != data
    with pytest.raises(PassphraseWrong):
        unlock_invitation(changed, WORDS)


@pytest.mark.parametrize("data", [b"", b"LINV\x00\x01", b"LINV\x00\x01\x93", b"PK\x03\x04", b"LINV\x00\x01" + b"\x80"])
def test_what_is_no_invitation_is_refused(data):
    with pytest.raises(InvitationUnusable):
        unlock_invitation(data, WORDS)


def test_an_invitation_cannot_ask_for_the_whole_memory(founding, chance):
    dear = Cost(ops=1, memory_bytes=COST_MEMORY_MAX)
    data = write_invitation(invitation(founding), TOKEN, WORDS, chance, CHEAP)
    greedy = data.replace(b"memory_bytes\xcd\x20\x00", b"memory_bytes\xce\x7f\xff\xff\xff")

    assert dear.memory_bytes == COST_MEMORY_MAX
    assert greedy != data
    with pytest.raises(InvitationUnusable):
        unlock_invitation(greedy, WORDS)


def test_passphrases_are_words_to_be_spoken(chance):
    words = {new_passphrase(chance) for _ in range(50)}

    assert len(words) == 50
    assert all([len(word) for word in words_said.split("-")] == [4] * 5 for words_said in words)


def test_a_newcomer_joins(founding, folder, chance):
    offered = invitation(founding)
    secrets = ask_to_join(folder, offered, TOKEN, chance)
    assert accept_welcome(folder, offered, secrets) is None

    [request] = requests_for(folder, offered.id, TOKEN)
    admit(folder, founding.roster, request, keys=Keys(founding.secrets), random=chance, own=founding.number)
    accepted = accept_welcome(folder, offered, secrets)

    assert accepted.secrets.network_keys == founding.secrets.network_keys
    assert accepted.secrets.sign_seed == secrets.sign_seed
    assert set(read_roster(accepted.entries, Keys(founding.secrets)).members) == {founding.number, 77}


def joined(folder, founding, chance):
    """Let 77 be admitted; return the roster after it, and the newcomer's keys."""
    secrets = ask_to_join(folder, invitation(founding), TOKEN, chance)
    [request] = requests_for(folder, b"i" * 16, TOKEN)
    keys = Keys(founding.secrets)
    admit(folder, founding.roster, request, keys=keys, random=chance, own=founding.number)
    return read_winner(folder, keys, founding.roster.network).roster, Keys(secrets)


def head_of_77(length, link):
    return {LogId(77, 1): Head(incarnation=1, counter=1, wall_ms=0, sequence=0, link=bytes(16), roster=(length, link))}


def test_welcome_and_request_go_when_the_newcomer_has_come(founding, folder, chance):
    roster, _ = joined(folder, founding, chance)
    ask_to_join(folder, invitation(founding, id=b"j" * 16, number=78), TOKEN, chance)

    take_welcomes_away(folder, roster, {})
    take_welcomes_away(folder, roster, head_of_77(1, roster.links[0]))
    assert (len(folder.names("welcome")), len(folder.names("requests"))) == (1, 2)
    take_welcomes_away(folder, roster, head_of_77(2, roster.link))

    assert folder.names("welcome") == []
    assert [name[:32] for name in folder.names("requests")] == [(b"j" * 16).hex()]


def test_a_welcome_goes_though_its_member_has_moved_on(founding, folder, chance):
    roster, newcomer = joined(folder, founding, chance)
    moved = new_key_for(roster, b"2" * 32, {77: newcomer.box_key_after(newcomer.box_key)})
    keys = Keys(founding.secrets)
    roster = sign(folder, roster, Rekeyed(key=moved), keys=keys, random=chance, own=founding.number)

    take_welcomes_away(folder, roster, head_of_77(3, roster.link))

    assert folder.names("welcome") == []


def test_what_was_asked_under_a_closed_invitation_is_withdrawn(founding, folder, chance):
    for number, of in ((77, b"i"), (78, b"j")):
        ask_to_join(folder, invitation(founding, id=of * 16, number=number), TOKEN, chance)

    withdraw_requests(folder, b"i" * 16)

    assert [name[:32] for name in folder.names("requests")] == [(b"j" * 16).hex()]


def test_both_screens_show_the_same_fingerprint(founding, folder, chance):
    secrets = ask_to_join(folder, invitation(founding), TOKEN, chance)
    [request] = requests_for(folder, b"i" * 16, TOKEN)

    at_the_registrar = fingerprint(request.sign_key, request.box_key)

    assert at_the_registrar == fingerprint(Keys(secrets).sign_key, Keys(secrets).box_key)
    assert [len(group) for group in at_the_registrar.split("-")] == [4, 4, 4, 4]


def test_a_request_without_the_token_is_none(founding, folder, chance):
    ask_to_join(folder, invitation(founding), b"x" * 32, chance)

    assert list(requests_for(folder, b"i" * 16, TOKEN)) == []


def test_two_requests_on_one_invitation_are_seen(founding, folder, chance):
    for _ in range(2):
        ask_to_join(folder, invitation(founding), TOKEN, chance)

    assert len(list(requests_for(folder, b"i" * 16, TOKEN))) == 2


def test_a_copy_of_a_request_is_no_second_one(founding, folder, chance):
    """File synchronisers leave such copies; one of them must not void an honest invitation."""
    ask_to_join(folder, invitation(founding), TOKEN, chance)
    [name] = folder.names(REQUESTS)
    copy = name.replace(".bin", " (conflicted copy).bin")
    folder.write_new(f"{REQUESTS}/{copy}", folder.read(f"{REQUESTS}/{name}", bytes_max=9_999))

    assert len(folder.names(REQUESTS)) == 2
    assert len(list(requests_for(folder, b"i" * 16, TOKEN))) == 1


def test_a_request_with_a_key_of_no_key_is_none(founding, folder):
    request = Request(invitation=b"i" * 16, number=77, sign_key=b"short", box_key=b"b" * 32)
    folder.write_new(f"{REQUESTS}/{(b'i' * 16).hex()}-x.bin", write_request(request, TOKEN))

    assert list(requests_for(folder, b"i" * 16, TOKEN)) == []


def test_admitting_twice_ends_the_same(founding, folder, chance):
    ask_to_join(folder, invitation(founding), TOKEN, chance)
    [request] = requests_for(folder, b"i" * 16, TOKEN)
    registrar = {"keys": Keys(founding.secrets), "random": chance, "own": founding.number}
    admit(folder, founding.roster, request, **registrar)
    roster = read_winner(folder, Keys(founding.secrets), founding.roster.network).roster
    del folder.files[welcome_file(request.sign_key, request.box_key)]

    admit(folder, roster, request, **registrar)

    assert folder.names("roster") == ["000001.bin", "000002.bin"]
    assert len(folder.names("welcome")) == 1


def test_only_the_registrar_admits(founding, folder, chance):
    ask_to_join(folder, invitation(founding), TOKEN, chance)
    [request] = requests_for(folder, b"i" * 16, TOKEN)

    with pytest.raises(NotRegistrar):
        admit(folder, founding.roster, request, keys=Keys(founding.secrets), random=chance, own=77)


def test_a_welcome_is_for_one_and_from_the_registrar(founding, folder, chance):
    offered = invitation(founding)
    secrets = ask_to_join(folder, offered, TOKEN, chance)
    [request] = requests_for(folder, offered.id, TOKEN)
    admit(folder, founding.roster, request, keys=Keys(founding.secrets), random=chance, own=founding.number)
    data = folder.read(welcome_file(request.sign_key, request.box_key), bytes_max=1 << 20)
    stranger = Keys(Secrets(sign_seed=b"1" * 32, box_seed=b"2" * 32, network_keys={}))

    with pytest.raises(Malformed):
        read_welcome(data, stranger, offered.registrar_key)
    with pytest.raises(Malformed):
        read_welcome(data, Keys(secrets), stranger.sign_key)
    with pytest.raises(Malformed):
        read_welcome(data[:-1], Keys(secrets), offered.registrar_key)


def test_a_network_that_somebody_else_founded_is_noticed(founding, folder, chance):
    offered = invitation(founding, network=b"n" * 16)
    secrets = ask_to_join(folder, offered, TOKEN, chance)
    [request] = requests_for(folder, offered.id, TOKEN)
    admit(folder, founding.roster, request, keys=Keys(founding.secrets), random=chance, own=founding.number)

    with pytest.raises(InvitationUnusable):
        accept_welcome(folder, offered, secrets)


def test_a_folder_holds_one_network(founding, folder, chance):
    with pytest.raises(AlreadyFounded):
        found(folder, name="Other", profile="hjorring", training=False, random=chance)


def test_numbers_are_drawn_among_those_never_seen(founding, folder, chance):
    folder.write_new("replicas/0123/00000000000000aa/head-a.bin", b"")

    assert numbers_seen(folder, founding.roster) == {founding.number, 123}
    assert draw_number(set(range(1, 4095)), chance) == 4095
    with pytest.raises(NumbersExhausted):
        draw_number(set(range(1, 4096)), chance)


def test_secrets_do_not_show_themselves(founding):
    assert repr(founding.secrets) == "Secrets(…)"
    assert founding.secrets.sign_seed.hex() not in repr(founding)
