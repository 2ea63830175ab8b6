"""What Word does to a text: runs, tracked changes, text boxes, two dialects, hidden and broken things."""

import pytest

from app.desk.applications import Unread
from app.forms.reading import read_form
from tests.forms.sheets import (
    cell,
    deleted,
    document,
    inserted,
    line,
    lines,
    parts,
    row,
    run,
    saved,
    table,
    text_box,
    text_field,
    zipped,
)

ILZE = {"given": "Ilze", "family": "Kalnlapa"}


def test_a_word_broken_into_many_runs_is_one_word(read):
    assert read(line(*map(run, ("Vār", "d", "s: I", "l", "ze")))).fields == {"given": "Ilze"}


def test_strict_markup_is_read_like_any_other(read):
    table_block = table(row("Uzvārds", cell(line(text_field("Kalnlapa", name="Text1")))))

    assert read(line("Vārds: Ilze"), table_block, strict=True).fields == ILZE


def test_insertions_are_in_and_deletions_are_out(read):
    seen = read(
        line("Vārds: ", deleted("Anna"), inserted("Ilze")),
        line("Uzvārds", inserted(": Kalnlapa"), deleted(" Kalnlape")),
    )

    assert (seen.fields, seen.unread) == (ILZE, ())


def test_what_was_moved_is_read_where_it_is_now(read):
    moved_from = f"<w:moveFrom w:id='1' w:author='A'>{run('Anna')}</w:moveFrom>"
    moved_to = f"<w:moveTo w:id='2' w:author='A'>{run('Ilze')}</w:moveTo>"

    assert read(line("Vārds: ", moved_from), line("Vārds: ", moved_to)).fields == {"given": "Ilze"}


def test_a_deleted_end_of_paragraph_joins_two(read):
    joined = "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='A'/></w:rPr></w:pPr>"

    assert read(f"{joined}{run('Vārds: ')}</w:p>", line("Ilze")).fields == {"given": "Ilze"}


def test_a_text_box_is_read_once(read):
    seen = read(line("Anketa", text_box(lines("Vārds: Ilze", "Uzvārds ____Kalnlapa____"))))

    assert (seen.fields, seen.unread) == (ILZE, ())


def test_a_text_box_for_old_readers_only_is_read(read):
    old = text_box(line("Vārds: Ilze"))
    fallback = old[old.index("<w:pict>") : old.index("</mc:Fallback>")]

    assert read(line(f"<w:r>{fallback}</w:r>")).fields == {"given": "Ilze"}


def test_a_short_text_alone_in_a_text_box_is_shown(read):
    seen = read(line("Vārds:", text_box(line("Ilze"))), line(text_box(line("GALVOJUMS"))))

    assert (seen.kind, seen.unread) == ("guarantee", (Unread(label="Vārds", value="Ilze"),))


def test_a_choice_of_renderings_is_read_once(read):
    choice = f"<mc:AlternateContent><mc:Choice Requires='w14'>{{}}</mc:Choice><mc:Fallback>{line('Vārds: Anna')}</mc:Fallback></mc:AlternateContent>"

    assert read(choice.format(line("Vārds: Ilze"))).fields == {"given": "Ilze"}
    assert read(line("Vārds: ", choice.format(run("Ilze")))).fields == {"given": "Ilze"}


def test_a_line_break_begins_a_new_line(read):
    assert read(line("Vārds: Ilze", "<w:r><w:br/></w:r>", "Uzvārds: Kalnlapa")).fields == ILZE


def test_hidden_text_is_not_on_the_sheet(read):
    seen = read(line("Vārds: ", run("Anna", properties="<w:vanish/>"), "Ilze"))

    assert seen.fields == {"given": "Ilze"}


def test_a_link_is_its_text(read):
    link = f'<w:hyperlink r:id="rId7">{run("ilze@example.lv")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:x@example.lv" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("ilze@example.lv")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert read(line("E-pasts: ", link)).fields == {"email": "ilze@example.lv"}
    assert read(line("E-pasts: ", field)).fields == {"email": "ilze@example.lv"}


def test_a_simple_form_field_is_a_form_field(read):
    assert read(line("Vārds: ", f'<w:fldSimple w:instr=" FORMTEXT ">{run("Ilze")}</w:fldSimple>')).fields == {
        "given": "Ilze"
    }


def test_invisible_signs_and_letters_in_two_parts_make_no_difference(read):
    decomposed = "Va\u0304rds:\u00a0Il\u00adze\u200b"

    assert read(line(decomposed)).fields == {"given": "Ilze"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_every_encoding_the_format_allows_is_read(tmp_path, encoding):
    main = document(line("Vārds: Ilze")).encode(encoding)

    assert read_form(saved(tmp_path, zipped(parts(main))))[0].fields == {"given": "Ilze"}


def test_the_main_part_may_have_another_name(tmp_path):
    named = parts(document(line("Vārds: Ilze")))
    named["word/document2.xml"] = named.pop("word/document.xml")
    named["_rels/.rels"] = named["_rels/.rels"].replace("word/document.xml", "/word/document2.xml")

    assert read_form(saved(tmp_path, zipped(named)))[0].fields == {"given": "Ilze"}


def test_an_empty_sheet_is_an_empty_application(read):
    seen = read()

    assert (seen.kind, seen.language, seen.fields, seen.unread, seen.problems) == ("unknown", "", {}, (), ())
