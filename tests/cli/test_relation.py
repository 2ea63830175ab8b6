"""A person's relation to the library by command line."""

import pytest

from tests.cli.test_commands import codes

CHILD = ("patron", "register", "--given", "Toms", "--family", "Kalns", "--birth", "2015-05-05", "--card", "P2")


def whys(answer):
    return [notice["code"] for notice in answer.get("notices", [])]


@pytest.fixture
def remote(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1", "--channel", "remote",
            "--birth", "1990-01-02", "--phone", "+371 2612 3456", "--town", "Rūja", "--accepted", "ink")  # fmt: skip
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens")
    founded("item", "add", "--barcode", "I2", "--title", "Dieva dusmas")
    return founded


def test_a_document_shown_at_another_branch_opens_lending_everywhere(remote, join):
    other = join("b")
    [lent] = remote("checkout", "--patron", "P1", "--item", "I1")["loans"]
    refused = remote("checkout", "--patron", "P1", "--item", "I2", exit_code=1)["refused"]
    listed = other("patron", "list", "unverified")["patrons"]
    identified = other("patron", "identify", "P1", "--document", "passport")
    other("sync", "--once")
    remote("sync", "--once")

    assert (whys(lent), codes(refused)) == (["IDENTITY_UNVERIFIED"], ["IDENTITY_UNVERIFIED"])
    assert [one["patron"] for one in listed] == ["P1"]
    assert (identified["document"], identified["subject"]) == ("passport", "patron")
    assert "notices" not in remote("checkout", "--patron", "P1", "--item", "I2", "--shown", "library_card")["loans"][0]
    seen = remote("patron", "show", "P1")
    assert (seen["identity"], seen["phone"], seen["last_visit"]["shown"]) == ("seen", "26123456", "library_card")
    [check] = seen["checks"]
    assert (check["document"], check["branch"]) == ("passport", "Filiāle RUJ")


def test_a_form_may_come_with_its_document_and_its_ink(founded, tmp_path):
    from tests.cli.test_story import adult_form

    form = tmp_path / "anketa.docx"
    form.write_bytes(adult_form())
    [draft] = founded("forms", "import", form)["drafts"]

    founded("forms", "confirm", draft["draft"], "--card", "P1", "--document", "id_card", "--accepted", "ink")

    assert founded("patron", "show", "P1")["identity"] == "seen"


def test_new_rules_are_asked_for_and_taken_on(remote):
    remote("setting", "set", "rules_version", "2.0")

    assert "RULES_NOT_ACCEPTED" in [one["code"] for one in remote("patron", "show", "P1")["blocks"]]
    accepted = remote("patron", "accept-rules", "P1", "--means", "ink")
    assert (accepted["version"], accepted["guarantees_ended"]) == ("2.0", 0)
    assert "RULES_NOT_ACCEPTED" not in [one["code"] for one in remote("patron", "show", "P1")["blocks"]]


def test_a_child_has_a_guarantor_who_answers_and_may_be_replaced(founded):
    assert codes(founded(*CHILD, exit_code=1)["refused"]) == ["GUARANTEE_MISSING"]
    founded(*CHILD, "--guarantor", "Ilze Kalna", "--guarantor-document", "id_card", "--document", "birth_certificate")
    founded("item", "add", "--barcode", "I1", "--title", "Burti kokos")
    founded("checkout", "--patron", "P2", "--item", "I1")
    founded("patron", "guarantee", "P2", "--guarantor", "Maija Ozola", "--guarantor-phone", "29123456",
            "--guarantee-means", "e-signature")  # fmt: skip

    seen = founded("patron", "show", "P2")
    said, _ = founded.text("patron", "show", "P2")
    assert [(one["name"], one["means"]) for one in seen["guarantees"]] == [
        ("Ilze Kalna", "form"), ("Maija Ozola", "e-signature")]  # fmt: skip
    assert seen["guarantor"] == "Maija Ozola"
    assert seen["loans"][0]["liable"] == "Maija Ozola"
    assert "Maija Ozola answers for it" in said
    assert "Guarantor: Maija Ozola (with an e-signature" in said
    assert founded("patron", "list", "unguaranteed")["patrons"] == []
    assert founded("patron", "list", "majority", "--days", "9999")["patrons"][0]["on"] == "2033-05-05"


def test_data_are_amended_and_a_protected_address_is_never_said(remote):
    amended = remote("patron", "amend", "P1", "--family", "Liepa", "--birth", "1991-02-03", "--phone", "29 123 456",
                     "--code", "325035-11782", "--street", "Slepenā iela", "--protected", "yes",
                     "--note", "", "--language", "da")  # fmt: skip

    seen = remote("patron", "show", "325035-11782")
    assert amended["changed"] == [
        "family", "phone", "street", "language", "birth_on", "address_protected", "code"]  # fmt: skip
    assert (seen["name"], seen["birth"], seen["phone"], seen["address"], seen["language"]) == (
        "Elīna Liepa", "1991-02-03", "29123456", "", "da")  # fmt: skip
    assert seen["address_protected"] is True
    for answer in remote.text("patron", "show", "P1"):
        assert "Slepen" not in answer
    assert "nothing has changed" in remote.text("patron", "amend", "P1", "--language", "da")[0]


def test_doubtful_data_are_kept_and_told(remote):
    amended = remote("patron", "amend", "P1", "--email", "elina@")

    assert whys(amended) == ["FIELD_DOUBTFUL"]
    assert "e-mail" in amended["notices"][0]["sentence"]


def test_contact_data_are_confirmed_and_the_round_says_how_far_it_is(remote):
    remote("patron", "register", "--given", "Otrs", "--family", "Lasītājs")
    year = ("--clock", "2099-02-01T10:00:00")

    assert "CONTACT_UNCONFIRMED" in [one["code"] for one in remote("patron", "show", "P1", *year)["blocks"]]
    confirmed = remote("patron", "confirm", "P1", "--town", "Rūjiena", *year)
    listed = remote("patron", "list", "unconfirmed", *year)

    assert confirmed["changed"] == ["town"]
    assert (listed["done"], listed["all"], listed["share"]) == (1, 2, 50)
    assert [one["name"] for one in listed["patrons"]] == ["Otrs Lasītājs"]
    assert "Done: 1 of 2 (50 %)." in remote.text("patron", "list", "unconfirmed", *year)[0]
    assert "CONTACT_UNCONFIRMED" not in [one["code"] for one in remote("patron", "show", "P1", *year)["blocks"]]


def test_an_institution_has_people_who_speak_for_it(founded):
    founded("patron", "register", "--family", "Bērnudārzs Saulīte", "--category", "institution", "--card", "P1")
    added = founded("contact", "add", "P1", "--given", "Signe", "--family", "Birk", "--duty", "vadītāja",
                    "--email", "s@b.lv", "--no-borrowing")  # fmt: skip

    [contact] = founded("contact", "list", "P1")["contacts"]
    assert contact == {"contact": added["contact"], "name": "Signe Birk", "duty": "vadītāja", "phone": "",
                       "email": "s@b.lv", "may_borrow": False}  # fmt: skip
    assert "Contact person: Signe Birk vadītāja s@b.lv" in founded.text("patron", "show", "P1")[0]
    founded("contact", "end", added["contact"])
    assert founded("patron", "show", "P1")["contacts"] == []
    assert codes(founded("contact", "list", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert "no contact persons" in founded.text("contact", "list", "P1")[0]


def test_notes_and_visits(remote):
    remark = remote("remark", "add", "P1", "Atstājis lietussargu", "--warning", "--until", "31.12.2099")["remark"]
    visit = remote("visit", "add", "P1")

    assert visit["shown"] == "library_card"
    assert whys(visit) == ["IDENTITY_UNVERIFIED", "REMARK"]
    assert remote("patron", "show", "P1")["remarks"] == [
        {"remark": remark, "body": "Atstājis lietussargu", "warning": True, "until": "2099-12-31"}]  # fmt: skip
    remote("remark", "end", remark)
    assert remote("patron", "show", "P1")["remarks"] == []
    for shown, said in (("name", "no document, by name"), ("passport", "passport"), ("eid", "eID")):
        assert said in remote.text("visit", "add", "P1", "--shown", shown)[0]


def test_a_list_may_be_empty(remote):
    assert remote("patron", "list", "majority")["patrons"] == []
    assert "nobody" in remote.text("patron", "list", "majority")[0]


def test_a_phone_changed_at_two_desks_is_told_until_somebody_has_answered(remote, join):
    other = join("b")
    remote("patron", "amend", "P1", "--phone", "20000001")
    other("patron", "amend", "P1", "--phone", "20000002")
    for desk in (other, remote, other):
        desk("sync", "--once")

    shown = remote("patron", "show", "P1")["blocks"]
    [told] = [block["figures"] for block in shown if block["code"] == "CHANGED_TWICE"]
    assert {told["stands"], told["given_up"]} == {"20000001", "20000002"}
    taken = remote("patron", "confirm", "P1", "--take-given-up")
    assert taken["changed"] == ["phone"]
    assert remote("patron", "show", "P1")["phone"] == told["given_up"]
    assert codes(remote("patron", "confirm", "P1", "--take-given-up", exit_code=1)["refused"]) == ["NOTHING_GIVEN_UP"]
