"""Check boxes: what they stand for, and that every one of them is seen."""

import pytest

from app.desk.applications import FieldProblem, Unread
from tests.forms.sheets import box_control, box_field, cell, line, lines, row, run, table

CARD = "Vēlos saņemt lietotāja karti"

YES = {
    "a box before its words": line("☒ Vēlos saņemt lietotāja karti"),
    "a box behind its words": line("Vēlos saņemt lietotāja karti ☒"),
    "brackets for a box": line("[x] Jeg ønsker et særligt lånerkort"),
    "a control": line(box_control(checked=True), " Vēlos bibliotēkas karti"),
    "a form field": line(box_field(checked=True), " Jeg vil gerne have et lånerkort"),
    "a tag": line(box_control(checked=True, tag="card")),
    "a symbol font": line('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " Vēlos lietotāja karti"),
    "two boxes, words behind": line(f"{CARD}: ☒ jā ☐ nē"),
    "two boxes, words before": line(f"{CARD}: jā ☒ nē ☐"),
    "two boxes and a hint": line(f"{CARD}: jā ☒ nē ☐ (lūdzu atzīmēt)"),
    "two controls": line(f"{CARD} ", box_control(checked=True), " jā ", box_control(checked=False), " nē"),
    "filled squares": line(f"{CARD}: ■ jā □ nē"),
    "a question above": lines(f"{CARD}:", "☒ Jā", "☐ Nē"),
    "a cell with both": table((CARD, "☒ jā ☐ nē")),
    "a cell for each": table((CARD, "☒ jā", "☐ nē")),
    "words and boxes in cells": table((CARD, "jā", "☒", "nē", "☐")),
    "columns for yes and no": table(("", "Jā", "Nē"), (CARD, "☒", "☐")),
    "a box left of its words": table(("☒", CARD)),
    "a word instead of a box": line(f"{CARD}: jā"),
    "a word in a cell": table(("Lånerkort", "Ja")),
}


@pytest.mark.parametrize("block", YES.values(), ids=YES.keys())
def test_a_wish_for_a_card_is_read_however_it_is_asked(read, block):
    seen = read(block)

    assert (seen.fields, seen.unread) == ({"card": "yes"}, ())


@pytest.mark.parametrize(
    "text", [f"☐ {CARD}", f"{CARD}: ☐ jā ☒ nē", f"{CARD} jā ☐ nē ☒", "[ ] Jeg ønsker lånerkort", f"{CARD}: nē"]
)
def test_no_wish_for_a_card_is_a_no(read, text):
    assert read(line(text)).fields == {"card": "no"}


@pytest.mark.parametrize(
    "text",
    [
        "Piekrītu, ka mans bērns tiks reģistrēts kā lietotājs",
        "Esmu iepazinies ar bibliotēkas lietošanas noteikumiem un apņemos tos ievērot",
        "Piekrītu noteikumiem",
        "Jeg giver samtykke til, at mit barn bliver låner",
        "Jeg accepterer bibliotekets regler",
        "Jeg giver tilladelse til, at mit barn må låne",
    ],
)
def test_a_yes_to_the_rules_is_consent(read, text):
    assert read(line(f"☒ {text}")).fields == {"consent": "yes"}
    assert read(line(f"☐ {text}")).fields == {"consent": "no"}


@pytest.mark.parametrize(
    "text",
    [
        "Piekrītu saņemt jaunumus e-pastā",
        "Piekrītu, ka mans bērns tiek fotografēts",
        "Nepiekrītu noteikumiem",
        "Jeg giver samtykke til, at mit barn fotograferes",
        "Jeg ønsker nyhedsbrev",
        "Jeg ønsker ikke lånerkort",
        "Esmu pazaudējis lietotāja karti",
        "Cits",
    ],
)
def test_a_yes_to_something_else_is_shown_and_not_filed(read, text):
    seen = read(line(f"☒ {text}"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label=text, value="☒"),))


def test_a_sentence_of_consent_without_a_box_holds_no_field(read):
    seen = read(line("Piekrītu, ka mans bērns tiks reģistrēts kā KNCB lietotājs."))

    assert (seen.fields, seen.unread) == ({}, ())


def test_yes_and_no_at_once_is_a_problem(read):
    seen = read(line(f"{CARD}: ☒ jā ☒ nē"))

    assert seen.fields == {}
    assert seen.unread == (Unread(label=f"{CARD}: jā", value="☒"), Unread(label=f"{CARD}: nē", value="☒"))
    assert seen.problems == (FieldProblem(field="card", code="field.both-boxes", value="☒"),)


def test_neither_yes_nor_no_is_no_answer(read):
    seen = read(line(f"{CARD}: ☐ jā ☐ nē"))

    assert seen.fields == {}
    assert seen.unread == (Unread(label=f"{CARD}: jā", value="☐"), Unread(label=f"{CARD}: nē", value="☐"))


def test_boxes_that_contradict_each_other_are_both_seen(read):
    seen = read(lines(f"☒ {CARD}", "☐ Vēlos bibliotēkas karti"))

    assert seen.fields == {"card": "yes"}
    assert seen.unread == (Unread(label="Vēlos bibliotēkas karti", value="☐"),)
    assert [problem.code for problem in seen.problems] == ["field.twice"]


def test_several_questions_may_share_a_line(read):
    seen = read(line(f"{CARD}: ☒ jā ☐ nē  Piekrītu noteikumiem: ☐ jā ☒ nē"))

    assert seen.fields == {"card": "yes", "consent": "no"}


def test_every_box_is_shown_with_its_words_and_its_state(read):
    seen = read(line("Saziņa: ☒ e-pasts ☐ SMS"), table(row(cell("☐ vēstule"), cell("☒ zvans"))))

    assert seen.unread == (
        Unread(label="Saziņa: e-pasts", value="☒"),
        Unread(label="Saziņa: SMS", value="☐"),
        Unread(label="vēstule", value="☐"),
        Unread(label="zvans", value="☒"),
    )


def test_a_box_may_stand_beside_a_value(read):
    seen = read(lines("☒ E-pasts: ilze@example.lv", "☐ Tālrunis ____26123456____"))

    assert seen.fields == {"email": "ilze@example.lv", "phone": "26123456"}
    assert [unread.value for unread in seen.unread] == ["☒", "☐"]


def test_a_bullet_is_no_box(read):
    seen = read(line("■ Noteikumi"), line(run("§"), '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'))

    assert seen.unread == ()


def test_an_answer_that_is_neither_yes_nor_no_is_left_to_a_person(read):
    seen = read(table(("Lietotāja karte", "vēlāk")))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Lietotāja karte", value="vēlāk"),))
