"""The main job by command line alone: three homes, one folder, and a form that becomes a patron."""

from openpyxl import load_workbook

from tests.forms.sheets import line, table, word_file
from tests.forms.signing import SIGNED_MS, signed


def adult_form():
    """A registration form as a library hands it out, filled in by nobody who lives."""
    return word_file(
        line("Lietotāja reģistrācijas anketa"),
        table(
            ("Vārds, uzvārds", "Ilze Kalnlapa"),
            ("Personas kods", "161175-19997"),
            ("Dzimšanas datums", "16.11.1975."),
            ("Dzīvesvietas adrese", "Zvaigžņu iela 4-12, Rūja, LV-4240"),
            ("Tālrunis", "2612 3456"),
            ("E-pasts", "ilze@example.lv"),
            ("Mīļākā krāsa", "zila"),
        ),
    )


def test_a_signed_form_says_who_signed_it(founded, tmp_path):
    form = tmp_path / "anketa.edoc"
    form.write_bytes(signed({"anketa.docx": adult_form(), "foto.jpg": b""}))

    [draft] = founded("forms", "import", form)["drafts"]
    [listed] = founded("forms", "list")["drafts"]

    assert draft == listed
    assert (draft["part"], draft["signature"], draft["uncovered"]) == ("anketa.docx", "intact", [])
    assert draft["signatures"] == [
        {
            "state": "intact",
            "reason": "",
            "files": [],
            "signer": "MĀRA PARAUDZIŅA",
            "code": "PNOLV-321806-14495",
            "claimed_ms": SIGNED_MS,
            "stamped_ms": None,
            "covers": ["anketa.docx", "foto.jpg"],
            "anchor": "",
            "sentence": "Signed; the contents are unaltered.",
        }
    ]


def test_a_form_becomes_a_patron_who_borrows_here_and_returns_there(founded, join, tmp_path):
    rujiena, sili = join("b", "RUJ"), join("c", "SIL")
    form = tmp_path / "anketa.docx"
    form.write_bytes(adult_form())

    [draft] = founded("forms", "import", form)["drafts"]
    confirmed = founded("forms", "confirm", draft["draft"], "--card", "2000017")
    founded("item", "add", "--barcode", "LV-1", "--title", "Mātes piens", "--author", "Ikstena, Nora")
    [loan] = founded("checkout", "--patron", "2000017", "--item", "LV-1")["loans"]
    founded("sync", "--once")
    rujiena("sync", "--once")
    seen = rujiena("patron", "show", "2000017")
    [returned] = rujiena("checkin", "--item", "LV-1")["returned"]
    for shell in (rujiena, founded, sili, rujiena):
        shell("sync", "--once")

    assert draft["fields"]["given"] == "Ilze"
    assert draft["unread"] == [{"label": "Mīļākā krāsa", "value": "zila"}]
    assert confirmed["destroyed"]
    assert not form.exists()
    assert [one["loan_id"] for one in seen["loans"]] == [loan["loan_id"]]
    assert seen["family"] == draft["fields"]["family"]
    assert (returned["patron"], returned["days_late"]) == ("2000017", 0)
    assert [todo["code"] for todo in returned["do"]] == ["SEND_HOME"]
    digests = [shell("digest") for shell in (founded, rujiena, sili)]
    assert digests[0] == digests[1] == digests[2]
    report = founded("report", "day-sheet", "--out", tmp_path / "day.xlsx")
    page = load_workbook(report["file"]).worksheets[0]
    counted = {row[1]: row[2:6] for row in page.iter_rows(min_row=5, values_only=True)}
    assert counted == {"Mazpils": (1, 0, 0, 1), "Filiāle RUJ": (0, 0, 1, 0), None: (1, 0, 1, 1)}  # The sum.
    assert founded("item", "show", "LV-1")["status"] == "in_transit"
    assert {one["state"] for one in sili("network", "status")["replicas"]} == {"own", "member"}


def test_the_story_is_played_again_where_somebody_was_practising(lete, tmp_path, monkeypatch):
    monkeypatch.setenv("LETE_PASSWORD", "anna")
    folder = tmp_path / "training"
    lete().text("demo", "--headless", "--folder", folder)
    desk = lete("training/maz")
    desk("patron", "register", "--given", "Oto", "--family", "Zirnis", "--card", "20008888")
    desk("patron", "erase", "20008888", "--reason", "lūdz pats")

    told, _ = lete().text("demo", "--headless", "--folder", folder)

    assert "The data of all three workstations are equal" in told
