"""The collection of real signed containers, on machines that have it: the LETE_MATERIAL folder.

`integrity.json` there was measured by another program; where this one says something else, the reason stands here.
"""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from app.forms import errors
from app.forms.errors import FormRefused
from app.forms.signatures.containers import open_signed

FOLDER = Path(os.environ["LETE_MATERIAL"]) / "asice" if "LETE_MATERIAL" in os.environ else None
MEASURED = json.loads((FOLDER / "integrity.json").read_text(encoding="utf-8")) if FOLDER else {}

pytestmark = pytest.mark.skipif(FOLDER is None, reason="LETE_MATERIAL names no folder")
REFUSED = {
    "bad-mimetype.bdoc": errors.NotContainer,
    "dot-path.asice": errors.Unsafe,
    "malformed-container.asice": errors.NotContainer,  # It does not begin as a zip does.
    "not-a-zip.bdoc": errors.NotContainer,
    "relative-path.asice": errors.Unsafe,
    "two-mimetypes.asice": errors.Damaged,
}
UNCONFIRMED = {
    "ee-mobileid.asice": "unknown-algorithm",  # Names RSA as its method, and was made with an elliptic key.
    "extra-file-in-manifest.asice": "unknown-key",
    "extra-file-unsigned.asice": "unknown-key",
    "no-signed-file.asice": "covers-nothing",  # Unaltered, and over no file that was sent.
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_real_container_is_judged_as_it_was_measured(name):
    data, measured = (FOLDER / name).read_bytes(), MEASURED[name]
    if name in REFUSED:
        with pytest.raises(FormRefused) as refused:
            open_signed(data)
        assert type(refused.value) is REFUSED[name]
        return

    opened = open_signed(data)

    assert [one.name for one in opened.payloads] == measured["payload"]
    assert len(opened.signatures) == len(measured["signatures"])
    for seen, told in zip(opened.signatures, measured["signatures"], strict=True):
        if name in UNCONFIRMED:
            assert (seen.state, seen.reason) == ("unconfirmed", UNCONFIRMED[name])
        else:
            assert seen.state == ("intact" if told["integrity_ok"] else "altered")
        assert seen.claimed_ms == datetime.fromisoformat(told["claimed_signing_time"]).timestamp() * 1000
        assert (seen.stamped_ms is not None) == told["has_timestamp"]
        assert seen.signer
        assert set(told["unsigned_payload"]) == {one.name for one in opened.payloads} - set(seen.covers)


def test_a_latvian_signer_is_named():
    [seen] = open_signed((FOLDER / "lv-demo-LT-7min.asice").read_bytes()).signatures

    assert (seen.state, seen.signer, seen.code) == ("intact", "MĀRA PARAUDZIŅA", "PNOLV-321806-14495")
