"""Take the text out of a web page: what stands on lines stays on lines, and cells side by side are parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

UNSEEN = frozenset({"script", "style", "title", "template"})
BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "ul", "ol"}
)
CELLS = frozenset({"td", "th"})


def text_of_html(page: str) -> str:
    """The text that a person would see; what stands deeper than any page is written is left out."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    return "".join(_seen(root)) if root is not None else ""


def _seen(root: etree._Element) -> Iterator[str]:
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        unseen += (tag in UNSEEN) * (1 if event == "start" else -1)
        if tag in BREAKS:
            yield "\n"
        elif tag in CELLS and event == "start":
            yield "\t"
        text = element.text if event == "start" else element.tail
        if text and not unseen:
            yield " ".join(text.replace("\xa0", " ").splitlines())
