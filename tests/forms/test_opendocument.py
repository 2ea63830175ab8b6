"""An OpenDocument text is read as the same sheet in Word would be."""

import pytest

from app.desk.applications import Unread
from app.forms import errors
from app.forms.reading import read_form
from tests.forms.opendocuments import content, mark, p, parts, row, table
from tests.forms.sheets import saved, zipped


@pytest.fixture
def read(tmp_path):
    def reader(*blocks):
        data = blocks[0] if isinstance(blocks[0], bytes) else zipped(parts(*blocks))
        [one] = read_form(saved(tmp_path, data, "anketa.odt"))
        return one

    return reader


def said(one):
    return [(unread.label, unread.value) for unread in one.unread]


def test_lines_and_tables_are_read(read):
    one = read(p("Lietotāja reģistrācijas ", "<text:span>anketa</text:span>"), table(row("Vārds", "Ilze"), row("Uzvārds", "Kalnlapa")),
               p("Tālrunis:<text:tab/>26123456"), p("Adrese: Zvaigžņu iela 4-12,<text:line-break/>"))  # fmt: skip

    assert (one.kind, one.language) == ("adult", "lv")
    assert {
        "given": "Ilze",
        "family": "Kalnlapa",
        "phone": "26123456",
        "street": "Zvaigžņu iela",
    }.items() <= one.fields.items()


@pytest.mark.parametrize("blank", ["____", '<text:span text:style-name="U"><text:s text:c="9"/></text:span>', "……………"])
def test_blanks_are_places_to_fill_in(read, blank):
    assert read(p("Krāsa ", blank, "zila", blank)).unread == (Unread(label="Krāsa", value="zila"),)


def test_a_tab_that_draws_a_line_is_a_blank(read):
    assert read(p("Krāsa<text:tab/>zila", style="L")).unread == read(p("Krāsa____ zila")).unread


def test_a_content_control_is_known_by_its_tag(read):
    one = read(
        p('<loext:content-control loext:tag="given" loext:alias="x">Ilze</loext:content-control> ',
          '<loext:content-control loext:tag="birth" loext:date="true" loext:current-date="2009-03-04T00:00:00Z">03/04/2009</loext:content-control>'),
        p('<loext:content-control loext:tag="card" loext:checkbox="true" loext:checked="true">☒</loext:content-control> karte'),
        p('<loext:content-control loext:tag="family" loext:showing-place-holder="true">Ierakstiet</loext:content-control>'),
    )  # fmt: skip

    assert one.fields == {"given": "Ilze", "birth": "2009-03-04", "card": "yes"}


def test_a_form_control_drawn_on_the_line_is_read(read):
    forms = (
        '<office:forms><form:form><form:text form:name="Text1" form:id="c1" form:current-value="Ilze"/>'
        '<form:checkbox form:name="card" form:id="c2" form:current-state="checked"/>'
        '<form:listbox form:name="skola" form:id="c3"><form:option form:label="Cita"/>'
        '<form:option form:label="Rūjienas vidusskola" form:current-selected="true"/></form:listbox>'
        '<form:textarea form:name="uzvārds" form:id="c4"><text:p>Kalnlapa</text:p></form:textarea>'
        '<form:text form:name="pilsēta" form:id="c5" form:value="Rūjiena"/></form:form></office:forms>'
    )
    drawn = [f'<draw:control draw:control="c{number}"/>' for number in range(1, 6)]

    one = read(forms, p("Vārds: ", drawn[0]), *map(p, drawn[1:]), p('<draw:control draw:control="gone"/>'))

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa", "school": "Rūjienas vidusskola", "card": "yes"}
    assert said(one) == [("pilsēta", "Rūjiena")]


def test_form_fields_that_came_from_word_are_read(read):
    one = read(
        p("Vārds ", f"<field:fieldmark-start {mark('FORMTEXT', 'Text1')}</field:fieldmark-start><field:fieldmark-separator/>Ilze"),
        p("Anna<field:fieldmark-end/>"),
        p("Skola ", f"<field:fieldmark {mark('FORMDROPDOWN', 'D', Dropdown_ListEntry='2. vidusskola', Dropdown_Selected='0')}</field:fieldmark>"),
        p(f"<field:fieldmark {mark('FORMCHECKBOX', 'card', Checkbox_Checked='true')}</field:fieldmark>"),
        p("Dzimšanas datums ", f"<field:fieldmark-start {mark('FORMDATE', 'D', DateField_CurrentDate='2009-03-04')}</field:fieldmark-start>3/4/2009<field:fieldmark-end/>"),
    )  # fmt: skip

    assert one.fields == {"given": "Ilze Anna", "birth": "2009-03-04", "school": "2. vidusskola", "card": "yes"}


def test_input_fields_of_old_are_read_and_their_prompts_are_not(read):
    one = read(p("Vārds: ", '<text:text-input text:description="vārds">Ilze</text:text-input>'),
               p("Uzvārds: ", '<text:text-input text:description="ievadiet">ievadiet</text:text-input>'),
               p("Skola: ", "<text:placeholder>&lt;skola&gt;</text:placeholder>"))  # fmt: skip

    assert (one.fields, one.unread) == ({"given": "Ilze"}, ())


def test_a_text_box_stands_beside_the_lines(read):
    box = f"<draw:frame><draw:text-box>{p('Vārds: Ilze')}</draw:text-box></draw:frame>"

    assert read(p("Anketa", box), f"<draw:custom-shape>{p('Uzvārds: Kalnlapa')}</draw:custom-shape>").fields == {
        "given": "Ilze", "family": "Kalnlapa",
    }  # fmt: skip


def test_what_was_deleted_and_is_still_tracked_is_gone_and_what_was_added_stays(read):
    tracked = f"<text:tracked-changes><text:changed-region><text:deletion>{p('Vārds: Toms')}</text:deletion></text:changed-region></text:tracked-changes>"

    one = read(tracked, p('Vārds: <text:change text:change-id="a"/><text:change-start text:change-id="b"/>Ilze<text:change-end text:change-id="b"/>'),
               p("Uzvārds: Kalnlapa<office:annotation><text:p>piezīme</text:p></office:annotation>"))  # fmt: skip

    assert (one.fields, one.unread) == ({"given": "Ilze", "family": "Kalnlapa"}, ())


def test_lists_sections_and_groups_of_rows_are_looked_through(read):
    one = read(
        f"<text:section><text:list><text:list-item>{p('Vārds: Ilze')}</text:list-item></text:list></text:section>",
        table(f"<table:table-header-rows>{row('Uzvārds', 'Kalnlapa')}</table:table-header-rows>"),
    )

    assert one.fields == {"given": "Ilze", "family": "Kalnlapa"}


def test_merged_cells_stand_where_they_begin(read):
    wide = f'<table:table-cell table:number-columns-spanned="2">{p("Uzvārds")}</table:table-cell>'
    high = f'<table:table-cell table:number-rows-spanned="2">{p("Vārds")}</table:table-cell>'
    covered = "<table:covered-table-cell/>"

    one = read(table(row(wide, covered, "Kalnlapa"), row(high, "Ilze", ""), row(covered, "", "")))

    assert one.fields == {"family": "Kalnlapa", "given": "Ilze"}


def test_rows_and_cells_repeated_without_end_end(read):
    many = f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="99999">{p("x")}</table:table-cell></table:table-row>'

    assert read(p("Vārds: Ilze"), table(many), p('<text:s text:c="99999999999"/>')).fields == {"given": "Ilze"}


LOCKED = {"META-INF/manifest.xml": "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}
REFUSED = {
    "one with a password": (parts(p("x"), **LOCKED), errors.PasswordProtected),
    "one with a program": (parts(p("x"), **{"Basic/Standard/Module1.xml": "<x/>"}), errors.Macros),
    "one without its text": ({"mimetype": "application/vnd.oasis.opendocument.text"}, errors.Damaged),
    "broken markup": (parts() | {"content.xml": "<office:document-content>"}, errors.Damaged),
    "an entity bomb": (parts() | {"content.xml": f"<!DOCTYPE x>{content()}"}, errors.Unsafe),
    "endless nesting": (parts("<text:section>" * 200 + "</text:section>" * 200), errors.TooLarge),
    "another kind": ({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": content()}, errors.ForeignFile),
}  # fmt: skip


@pytest.mark.parametrize(("named", "leaf"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_plain_text_is_refused_by_name(read, named, leaf):
    with pytest.raises(errors.FormRefused) as refused:
        read(zipped(named))

    assert type(refused.value) is leaf


def test_a_template_is_read_as_a_text(read):
    named = parts(p("Vārds: Ilze")) | {"mimetype": "application/vnd.oasis.opendocument.text-template\n"}

    assert read(zipped(named)).fields == {"given": "Ilze"}
