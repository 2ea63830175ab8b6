"""Forms on paper: received, looked at a second time, destroyed, and the record of it."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from app.db.queries.forms import Destroyed, forms_destroyed, forms_not_destroyed
from app.desk.form_life import ReceivedForm, check_forms, destroy_forms, keep_forms, receive_form, validate_forms
from app.desk.ids import StaffId
from app.desk.network import change_setting
from app.desk.outcome import Refused
from app.desk.patrons import register_patron
from app.files import FileNotWritten
from app.rules.forms import CHECKED, KEPT, FormStanding, standing_of
from app.station.forms import print_act
from app.station.printing.acts import ActHead, destruction_act
from app.words import LANGUAGES, Words

ADULT = ReceivedForm(kind="adult")
HEAD = ActHead(library="Tīkls", branch="Mazpils", first=date(2026, 3, 1), last=date(2026, 3, 31), made_by="Anna A.")
ONE = Destroyed(on=date(2026, 3, 2), branch="Mazpils", kind="adult", file_kind="paper", by="Anna A.", count=2)


@pytest.fixture
def paper(station):
    """Somebody who filled in a form on paper at the desk; its receipt."""
    station.do(register_patron, given="Elīna", family="Krūze", card="P1", paper=ADULT)
    [form] = forms_not_destroyed(station.reading, station.today())
    return form.receipt


def done(station, deed, *receipts):
    return [one.standing for one in station.do(deed, receipts=receipts).record]


def why(outcome):
    assert isinstance(outcome, Refused), outcome
    return [one.why.value for one in outcome.blocks]


@pytest.mark.parametrize(
    ("steps", "destroyed", "standing"),
    [
        ((), False, FormStanding.TO_CHECK),
        ((CHECKED,), False, FormStanding.TO_DESTROY),
        ((KEPT,), False, FormStanding.KEPT),
        ((CHECKED, KEPT), False, FormStanding.KEPT),
        ((CHECKED, KEPT), True, FormStanding.DESTROYED),
        ((), True, FormStanding.DESTROYED),
    ],
)
def test_the_steps_of_a_form_mean_the_same_in_any_order(steps, destroyed, standing):
    assert standing_of(steps, destroyed=destroyed) is standing
    assert standing_of(steps[::-1], destroyed=destroyed) is standing


def test_a_form_on_paper_is_received_with_the_registration(station, paper):
    [form] = forms_not_destroyed(station.reading, date(2026, 3, 9))

    assert (form.receipt, form.number, form.name, form.entered_by) == (paper, "P1", "Elīna Krūze", "Anna A.")
    assert (form.kind, form.file_kind, form.channel, form.standing) == ("adult", "paper", "desk", "to_check")
    assert (form.received_on, form.days, form.checked_on) == (date(2026, 3, 2), 7, None)


def test_a_form_goes_from_the_second_look_to_the_shredder(station, paper):
    assert why(station.do(destroy_forms, receipts=[paper])) == ["FORM_UNCHECKED"]
    assert done(station, check_forms, paper, paper) == [FormStanding.TO_DESTROY]
    [form] = forms_not_destroyed(station.reading, station.today())
    assert (form.checked_on, form.checked_by) == (date(2026, 3, 2), "Anna A.")

    assert done(station, destroy_forms, paper) == [FormStanding.DESTROYED]

    assert forms_not_destroyed(station.reading, station.today()) == []
    assert why(station.do(destroy_forms, receipts=[paper])) == ["FORM_DESTROYED"]


def test_looking_twice_is_one_look(station, paper):
    done(station, check_forms, paper)
    done(station, check_forms, paper)

    assert station.reading.connection.execute("SELECT count(*) FROM form_step").fetchone() == (1,)


def test_where_the_rules_ask_for_four_eyes_another_looks(station, paper):
    station.do(change_setting, key="second_look_by_another", value="1")

    assert why(station.do(check_forms, receipts=[paper])) == ["SECOND_LOOK_BY_ANOTHER"]
    colleague = replace(station, acting=replace(station.acting, staff=StaffId(7)))
    assert done(colleague, check_forms, paper) == [FormStanding.TO_DESTROY]


def test_a_form_that_is_kept_leaves_the_list_and_may_be_destroyed_in_the_end(station, paper):
    done(station, check_forms, paper)
    assert done(station, keep_forms, paper) == [FormStanding.KEPT]
    assert forms_not_destroyed(station.reading, station.today()) == []
    assert [one.receipt for one in forms_not_destroyed(station.reading, station.today(), kept=True)] == [paper]

    assert done(station, destroy_forms, paper) == [FormStanding.DESTROYED]


def test_a_form_that_came_by_letter_is_noted_later(station):
    station.do(register_patron, given="Elīna", family="Krūze", card="P1")

    form = ReceivedForm(kind="guarantee", channel="letter", received_on=date(2026, 2, 20))
    receipt = station.do(receive_form, patron="P1", form=form).record.receipt

    [shown] = forms_not_destroyed(station.reading, station.today())
    assert (shown.receipt, shown.channel, shown.received_on) == (receipt, "letter", date(2026, 2, 20))


def test_what_cannot_be_is_refused_all_at_once(station, paper):
    odd = ReceivedForm(kind="poem", received_on=date(2026, 3, 3))

    assert why(station.do(receive_form, patron="P9", form=odd)) == ["FIELD_INVALID", "FIELD_INVALID", "UNKNOWN_SCAN"]
    assert why(station.do(check_forms, receipts=[7, 8])) == ["FORM_UNKNOWN", "FORM_UNKNOWN"]
    assert why(station.do(validate_forms, receipts=[paper])) == ["FORM_UNSIGNED"]
    nobody = replace(station, acting=replace(station.acting, permissions=frozenset()))
    assert why(nobody.do(keep_forms, receipts=[paper])) == ["NOT_PERMITTED"]


def test_a_signature_that_was_validated_elsewhere_is_noted(station):
    station.do(register_patron, given="Elīna", family="Krūze", paper=replace(ADULT, signature="unconfirmed"))
    [form] = forms_not_destroyed(station.reading, station.today())
    assert not form.validated

    done(station, validate_forms, form.receipt)

    assert forms_not_destroyed(station.reading, station.today())[0].validated


# The record.


def test_the_record_counts_what_was_destroyed_by_day_kind_and_hand(station, clock):
    for _ in range(3):
        station.do(register_patron, given="Elīna", family="Krūze", paper=ADULT)
    receipts = [one.receipt for one in forms_not_destroyed(station.reading, station.today())]
    done(station, check_forms, *receipts)
    done(station, destroy_forms, *receipts[:2])
    clock.pass_ms(86_400_000)
    done(station, destroy_forms, receipts[2])

    found = forms_destroyed(station.reading, first=date(2026, 3, 2), last=date(2026, 3, 3))

    assert [(one.on.day, one.kind, one.file_kind, one.by, one.count) for one in found] == [
        (2, "adult", "paper", "Anna A.", 2),
        (3, "adult", "paper", "Anna A.", 1),
    ]
    assert forms_destroyed(station.reading, first=date(2026, 3, 2), last=date(2026, 3, 2)) == found[:1]
    assert forms_destroyed(station.reading, first=date(2026, 3, 2), last=date(2026, 3, 3), branch="RUJ") == []


def pages(destroyed, language="lv"):
    data = destruction_act(destroyed, HEAD, words=Words(language), made_at=datetime(2026, 4, 1))
    return PdfReader(io.BytesIO(data)).pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_says_what_when_by_whom_and_has_lines_to_sign_on(language):
    [page] = pages([ONE], language)
    text, words = " ".join(page.extract_text().split()), Words(language)

    for said in ("act.title", "form.kind.adult", "form.medium.paper"):
        assert words(said) in text
    assert words("act.total", count=2) in text
    assert words("act.signed", name="Anna A.") in text
    assert "Mazpils" in text


def test_a_long_record_goes_on_with_its_headings_and_loses_no_row():
    rows = [replace(ONE, branch=f"Filiāle numur {number}", count=1) for number in range(120)]
    found = [page.extract_text() for page in pages(rows)]

    assert len(found) > 2
    assert all(Words("lv")("column.destroyed-by") in text for text in found[:-1])
    assert [int(number) for number in re.findall(r"numur\s+(\d+)", "\n".join(found))] == list(range(120))


def test_the_record_is_written_for_whoever_may(station, paper, tmp_path):
    done(station, check_forms, paper)
    done(station, destroy_forms, paper)
    days = {"first": date(2026, 3, 2), "last": date(2026, 3, 2), "branch": "MAZ", "words": Words("lv")}

    printed = print_act(station, path=tmp_path / "akts.pdf", **days)

    assert sum(one.count for one in printed.destroyed) == 1
    assert "Krūze" not in PdfReader(printed.path).pages[0].extract_text()
    odd = {**days, "branch": "XXX", "first": date(2026, 3, 9)}
    assert why(print_act(station, path=tmp_path / "no.pdf", **odd)) == ["FIELD_INVALID", "FIELD_INVALID"]
    with pytest.raises(FileNotWritten):
        print_act(station, path=tmp_path / "no" / "akts.pdf", **days)
