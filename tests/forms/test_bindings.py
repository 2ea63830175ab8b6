"""A control that is bound to data says what the data say."""

import pytest

from app.forms.reading import read_form
from tests.forms.sheets import PACKAGE, R, document, line, parts, run, saved, zipped

ID = "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}"
DS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
DATA = '<f:form xmlns:f="urn:f"><f:who given="Ilze">Liepa</f:who><f:who>Kalnlapa</f:who><f:birth>2009-03-04</f:birth><f:card>true</f:card><f:school>2</f:school><f:none/></f:form>'


def relations(*related):
    made = "".join(
        f'<Relationship Id="c{at}" Type="{R}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(related)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def bound(path, shown="vecs", kind="<w:text/>", tag="given", prompt=True):
    binding = f"""<w:dataBinding w:prefixMappings="xmlns:n='urn:f'" w:xpath="{path}" w:storeItemID="{ID}"/>"""
    untouched = "<w:showingPlcHdr/>" if prompt else ""
    inside = run(shown) + run("!") if shown else "<w:r/>"
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/>{untouched}{binding}{kind}</w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )


@pytest.fixture
def read(tmp_path):
    def reader(*controls, data=DATA):
        named = parts(document(*map(line, controls))) | {
            "word/_rels/document.xml.rels": relations(("customXml", "../customXml/item1.xml")),
            "customXml/item1.xml": data,
            "customXml/_rels/item1.xml.rels": relations(("customXmlProps", "itemProps1.xml")),
            "customXml/itemProps1.xml": f'<ds:datastoreItem xmlns:ds="{DS}" ds:itemID="{ID.lower()}"/>',
        }
        [one] = read_form(saved(tmp_path, zipped(named)))
        return one

    return reader


@pytest.mark.parametrize(("prompt", "shown"), [(True, "Ievadiet"), (False, "Toms"), (True, "")])
def test_the_data_count_whatever_is_shown(read, prompt, shown):
    assert read(bound("/n:form[1]/n:who[2]", shown, prompt=prompt, tag="family")).fields == {"family": "Kalnlapa"}


def test_an_attribute_of_the_data_may_be_meant(read):
    assert read(bound("/n:form/n:who/@given")).fields == {"given": "Ilze"}


def test_days_boxes_and_lists_follow_their_data(read):
    choices = '<w:dropDownList><w:listItem w:value="2" w:displayText="Rūjienas vidusskola"/></w:dropDownList>'
    box = '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'

    one = read(bound("/n:form/n:birth", kind="<w:date/>", tag="birth"), bound("/n:form/n:card", "☐", kind=box, tag="card"),
               bound("/n:form/n:school", kind=choices, tag="school"))  # fmt: skip

    assert one.fields == {"birth": "2009-03-04", "card": "yes", "school": "Rūjienas vidusskola"}


@pytest.mark.parametrize(
    "path",
    [
        "/n:form/n:none",
        "/n:form/n:who[9]",
        "/n:form/n:who[0]",
        "/n:other",
        "//n:who",
        "/n:form",
        "count(//*)",
        "",
        "/n:form" * 100,
    ],
)
def test_where_the_data_say_nothing_what_is_shown_stays(read, path):
    assert read(bound(path, "Toms", prompt=False)).fields == {"given": "Toms!"}
