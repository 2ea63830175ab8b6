"""Walk the tree of fields in a PDF and set each out as an entry or as boxes, in the order of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.forms.days import iso_day
from app.forms.errors import TooLarge
from app.forms.events import Boxes, Choice, Entry, Event, Heading
from app.forms.folding import tidy
from app.forms.wording import vocabulary

if TYPE_CHECKING:
    from pypdf import PdfReader

FIELDS_MAX = 2_000
DEPTH_MAX = 12
CHARS_MAX = 10_000
OFF = "/Off"
RADIO, PUSHED = 1 << 15, 1 << 16
INHERITED = ("/FT", "/V", "/Ff", "/Opt", "/DV", "/TU")
NUMBERED = re.compile(r"(?<=[^\W\d_])[\s_\-.]*\d+$|\[\d+\]$")
HUMPS = re.compile(r"(?<=[a-zāčēģīķļņōŗšūžæøå])(?=[A-ZĀČĒĢĪĶĻŅŌŖŠŪŽÆØÅ])")
DATE_FORMAT = re.compile(r"AFDate_(?:Format|Keystroke)Ex\(\s*[\"']([^\"']{3,30})[\"']")
ORDERED = re.compile(r"d+|m+|y+", re.IGNORECASE)
FIGURES = re.compile(r"\d+")
UNPRINTED = dict.fromkeys([*range(9), *range(11, 13), *range(14, 32), 127, 0xAD], " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field at the end of a branch, with what it has from those above it."""

    said: dict[str, Any]
    names: tuple[str, ...]
    kids: Sequence[Any]

    @property
    def kind(self) -> str:
        return str(self.said.get("/FT", ""))

    @property
    def flags(self) -> int:
        flags = self.said.get("/Ff", 0)
        return int(flags) if isinstance(flags, int) else 0

    @property
    def hint(self) -> str:
        """What a reader program shows to whoever fills the field in."""
        return _text(self.said.get("/TU"))

    @property
    def label(self) -> str:
        return self.hint or (self.names[-1] if self.names else "")


def read_fields(reader: PdfReader) -> Iterator[Event]:
    """Every field that holds something or could.

    Raises:
        TooLarge: There are more than in any form.
    """
    form = _resolved(_resolved(reader.trailer.get("/Root", {})).get("/AcroForm"))
    roots = _items(form.get("/Fields")) if isinstance(form, dict) else []
    above: tuple[str, ...] = ()
    for count, field in enumerate(_walk(roots, {}, (), set(), 0)):
        if count >= FIELDS_MAX:
            raise TooLarge
        if field.names[:-1] != above:
            above = field.names[:-1]
            yield Heading(text=_words(above[-1]) if above else "")
        yield from _events(field)


def _walk(
    kids: Sequence[Any], inherited: dict[str, Any], names: tuple[str, ...], seen: set[int], depth: int
) -> Iterator[Field]:
    if depth > DEPTH_MAX:
        raise TooLarge
    for kid in kids:
        node = _resolved(kid)
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        said = {**inherited, **{key: _resolved(node[key]) for key in INHERITED if key in node}}
        said["/AA"] = _resolved(node.get("/AA"))
        own = _text(node.get("/T"))
        path = (*names, own) if own else names
        below = [_resolved(each) for each in _items(node.get("/Kids"))]
        if any(isinstance(each, dict) and "/T" in each for each in below):
            yield from _walk(below, said, path, seen, depth + 1)
        else:
            yield Field(said=said, names=path, kids=below or [node])


def _events(field: Field) -> Iterator[Event]:
    match field.kind:
        case "/Btn" if field.flags & PUSHED:
            return
        case "/Btn":
            yield _boxes(field)
        case "/Sig":
            if isinstance(field.said.get("/V"), dict):
                signer = _text(field.said["/V"].get("/Name"))
                yield Entry(label=field.label, value=signer or "/Sig", origin="sealed", sure=False)
        case "/Ch":
            yield _entry(field, _chosen(field))
        case "/Tx":
            yield _entry(field, _text(field.said.get("/V")))


def _entry(field: Field, value: str) -> Entry:
    """The field as an entry; what its author put there, and nobody changed, is shown and not filed."""
    preset = bool(value) and value == _text(field.said.get("/DV"))
    return Entry(
        label=field.label,
        value=value,
        meaning=vocabulary().meaning(field.label) or vocabulary().meaning(_words(field.label)),
        names=_called(field),
        origin="control",
        day=_day(field, value),
        sure=not preset,
    )


def _called(field: Field) -> tuple[str, ...]:
    """What the field may be known by: all its names together, its own alone, and the hint."""
    own = field.names[-1] if field.names else ""
    names = (" ".join(map(_words, field.names)), own, _words(own), field.hint)
    return tuple(dict.fromkeys(filter(None, names)))


def _words(name: str) -> str:
    """A name that a program made as words: "talrunisVecaka_2" is "talrunis Vecaka"."""
    return " ".join(HUMPS.sub(" ", NUMBERED.sub("", name)).replace("_", " ").split())


def _boxes(field: Field) -> Boxes:
    """A check box, or several of which one is meant."""
    value = str(field.said.get("/V") or OFF)
    states = [_state(_resolved(kid)) for kid in field.kids]
    options = [_text(option) for option in _items(field.said.get("/Opt"))]
    if field.flags & RADIO or len(states) > 1:
        choices = [
            Choice(label=_option(state, at, options), checked=value not in {OFF, ""} and value == state)
            for at, state in enumerate(states)
        ]
        if value not in {OFF, ""} and not any(choice.checked for choice in choices):
            choices.append(Choice(label=value.lstrip("/"), checked=True))
        return Boxes(question=field.label, choices=tuple(choices))
    checked = value not in {OFF, "", "/"}
    return Boxes(question="", choices=(Choice(label=field.label, checked=checked, names=_called(field)),))


def _state(widget: Any) -> str:
    """What the value is when this box is ticked: the name of the appearance that is not "off"."""
    shown = _resolved(widget.get("/AP")) if isinstance(widget, dict) else None
    normal = _resolved(shown.get("/N")) if isinstance(shown, dict) else None
    return next((str(name) for name in normal if str(name) != OFF), "") if isinstance(normal, dict) else ""


def _option(state: str, at: int, options: Sequence[str]) -> str:
    return options[at] if at < len(options) and options[at] else state.lstrip("/")


def _chosen(field: Field) -> str:
    """What is chosen, as the list shows it and not as it is sent."""
    shown = dict(_options(field))
    value = field.said.get("/V")
    values = [_text(each) for each in value] if isinstance(value, list) else [_text(value)]
    return ", ".join(shown.get(each, each) for each in values if each)


def _options(field: Field) -> Iterator[tuple[str, str]]:
    for option in _items(field.said.get("/Opt")):
        pair = _resolved(option)
        if isinstance(pair, list) and len(pair) == 2:
            yield _text(pair[0]), _text(pair[1])


def _day(field: Field, value: str) -> str:
    """The day as ISO where the field formats days, for some put the month first."""
    order = _date_order(field.said.get("/AA"))
    figures = FIGURES.findall(value)
    if order is None or sorted(order) != ["d", "m", "y"] or len(figures) < 3:
        return ""
    parts = dict(zip(order, figures, strict=False))
    day, _ = iso_day(f"{parts['y']}-{parts['m']}-{parts['d']}")
    return day


def _date_order(actions: Any) -> list[str] | None:
    for action in ("/F", "/K"):
        script = _resolved(actions.get(action)) if isinstance(actions, dict) else None
        found = DATE_FORMAT.search(_text(script.get("/JS"))) if isinstance(script, dict) else None
        if found:
            return [part[0].lower() for part in ORDERED.findall(found.group(1))][:3]
    return None


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _items(value: Any) -> Sequence[Any]:
    found = _resolved(value)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    """A text of the file, its signs without meaning made spaces."""
    found = _resolved(value)
    if hasattr(found, "get_data"):
        found = found.get_data()
    if isinstance(found, bytes):
        found = found.decode("utf-8", "replace")
    return tidy(str(found)[:CHARS_MAX].translate(UNPRINTED)) if isinstance(found, str) else ""
