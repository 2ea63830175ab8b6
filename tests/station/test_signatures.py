"""A signed form keeps what its signature says until somebody has confirmed it."""

from datetime import UTC, datetime

import pytest

from app.db.drafts import drafts
from app.desk.applications import Application, SignatureSeen
from app.forms.reading import form_reader, read_form
from app.station.inbox import confirm_form, import_forms
from app.station.signatures import signature_lines
from app.words import Words
from tests.forms.sheets import line, table, word_file
from tests.forms.signing import MARA, SIGNATURE, certificate, container, key, pem, signature, signed

SHEET = word_file(line("Lietotāja reģistrācijas anketa"), table(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")))


@pytest.fixture
def edoc(tmp_path):
    path = tmp_path / "anketa.edoc"
    path.write_bytes(signed({"anketa.docx": SHEET}))
    return path


def local(unix_ms):
    return datetime.fromtimestamp(unix_ms / 1000, UTC)


def test_a_draft_keeps_what_its_signature_says(station, edoc):
    import_forms(station, [edoc], read_form)

    [kept] = drafts(station.reading)

    assert (kept.application,) == read_form(edoc)
    assert [one.code for one in kept.application.signatures] == ["PNOLV-321806-14495"]


def test_a_signed_form_is_found_in_a_folder(station, edoc):
    assert [draft.path.name for draft in import_forms(station, [edoc.parent], read_form).drafts] == ["anketa.edoc"]


def test_a_confirmed_form_leaves_nothing_of_its_signer(station, edoc):
    [draft] = import_forms(station, [edoc], read_form).drafts

    confirm_form(station, draft.id, changes={})

    kinds = station.reading.connection.execute("SELECT form_kind, file_kind FROM form_destruction").fetchall()
    assert kinds == [("adult", "edoc")]
    assert not edoc.exists()
    assert "PNOLV" not in "".join(station.database.connection.iterdump())


def test_a_draft_of_before_has_no_signature(station, edoc):
    [draft] = import_forms(station, [edoc], read_form).drafts
    with station.database.writing() as connection:
        connection.execute(
            "UPDATE draft SET application = json_remove(application, '$.part', '$.signatures', '$.uncovered')"
        )

    [kept] = drafts(station.reading)

    assert (kept.id, kept.application.signatures, kept.application.signature_state) == (draft.id, (), "none")


def test_the_anchors_of_this_desk_are_asked(station, edoc):
    authority = certificate(key("P-384"), {**MARA, next(iter(MARA)): "Issuer"}, ca=True)
    leaf = certificate(key(), issuer=authority, issuer_key=key("P-384"))
    edoc.write_bytes(signed({"anketa.docx": SHEET}, chain=[leaf]))
    station.home.trust.mkdir()
    (station.home.trust / "authority.pem").write_bytes(pem(authority))

    [draft] = import_forms(station, [edoc], form_reader(station.home.trust)).drafts

    assert draft.application.signatures[0].anchor == "MĀRA PARAUDZIŅA"


def test_what_a_signature_says_is_told_in_sentences(edoc):
    assert signature_lines(*read_form(edoc), Words("en"), local) == (
        "Signed; the contents are unaltered",
        "Whether the signature is valid is not checked here: eparaksts.lv or the EU's validator tells.",
        "Signed by MĀRA PARAUDZIŅA (PNOLV-321806-14495)",
        "At 2 Mar 2026 09:30, as the signer says",
        "Over: anketa.docx",
    )


def test_an_altered_form_says_so_first(edoc):
    other = word_file(line("Vārds: Cita"))
    edoc.write_bytes(container({"anketa.docx": other, "b.txt": b"", SIGNATURE: signature({"anketa.docx": SHEET})}))

    said = signature_lines(*read_form(edoc), Words("en"), local)

    assert said[0] == "Altered since it was signed"
    assert "A file was changed: anketa.docx." in said
    assert said[-1] == "Files without a signature: b.txt"


def test_of_two_forms_the_one_that_nobody_signed_is_told(edoc):
    files = {"anketa.docx": SHEET, "b.docx": word_file(line("Vārds: Cita"))}
    edoc.write_bytes(container({**files, SIGNATURE: signature({"anketa.docx": SHEET})}))

    said = [signature_lines(one, Words("en"), local) for one in read_form(edoc)]

    assert [lines[0] for lines in said] == ["Signed; the contents are unaltered", "Not signed"]
    assert [lines[-1] for lines in said] == ["Files without a signature: b.docx"] * 2


def test_everything_that_is_known_is_told():
    seen = SignatureSeen(state="unconfirmed", reason="weak-algorithm", stamped_ms=1_772_443_800_000, anchor="ICA")
    form = Application(
        kind="adult", language="", fields={}, sources={}, unread=(), problems=(), signatures=(seen,)
    )  # fmt: skip

    assert signature_lines(form, Words("en"), local)[2:] == (
        "Signed by unknown signer",
        "Signed; cannot be confirmed here",
        "It uses an outdated method (SHA-1) that proves nothing any more.",
        "Timestamp: 2 Mar 2026 09:30",
        "The certificate leads to ICA, an anchor of yours; revocation was not checked.",
    )
