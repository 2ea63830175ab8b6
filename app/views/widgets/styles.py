"""Styles by name, built for the theme in use and again whenever it changes. Those of the door come first.

Cards, pills, notes, buttons and fields are one nine-slice image each: rounded corners at any size and any scale.
An image element has no padding of its own, or ttk adds its border and square corners show.
"""

from __future__ import annotations

from collections.abc import Mapping

import ttkbootstrap as ttk
from ttkbootstrap import Assets, El, image_element, layout, state_map

from app.views.widgets import fonts
from app.views.widgets.corners import rounded_box
from app.views.widgets.palette import Tokens, accent, tokens
from app.views.widgets.scale import px

PADDINGS: Mapping[str, tuple[int, int]] = {
    "Primary": (16, 8),
    "PagePrimary": (16, 8),
    "Outline": (14, 8),
    "Quiet": (14, 8),
    "Ghost": (10, 6),
    "Warn": (14, 6),
}
"""Of every kind of button, in logical pixels, across and down."""

TINTS = ("ok", "bad", "warn", "chip")
"""Tokens that pills, notes and words may be tinted with."""

TILE, CARD_TILE = 64, 128
"""Sides of the images, in logical pixels. Tk fills what is between the corners tile by tile: with a middle of two
pixels a card takes a hundred thousand of them, and seconds to draw."""


def build_styles(style: ttk.Style) -> None:
    """Build every style of ours; to be called at the start and after a change of theme."""
    build_door_styles(style)
    build_inner_styles(style)


def build_door_styles(style: ttk.Style) -> None:
    """Build what the card needs that asks who is there, and what it may have to complain of."""
    t = tokens(style)
    build = _Builder(style)
    _surface(style, build, "Card", t.line, under=t.page)
    for name, fill in (("Page", t.page), ("Training", t.training)):
        build.register(f"{name}.TFrame", background=fill)
    for name, surface, ink, font in (
        ("Name", t.card, t.ink, fonts.NAME),
        ("Muted", t.card, t.muted, fonts.BODY),
        ("Label", t.card, t.muted, fonts.SMALL_BOLD),
        ("Complaint", t.card, t.bad_fg, fonts.SMALL),
        ("Accent", t.card, accent(t), fonts.BODY),
        ("TrainingBand", t.training, t.training_fg, fonts.SMALL_BOLD),
    ):
        build.register(f"{name}.TLabel", background=surface, foreground=ink, font=font)
    for name in ("bad", "warn"):
        _note(style, build, name, t)
    _primary(style, build, t)
    _entries(style, build, t)


def build_inner_styles(style: ttk.Style) -> None:
    """Build what is behind the door."""
    t = tokens(style)
    build = _Builder(style)
    _surfaces(style, build, t)
    _labels(build, t)
    _tints(style, build, t)
    _buttons(style, build, t)
    _rail(style, build, t)
    _page_tabs(style, build, t)
    _lists(style)
    _tables(style, t)


class _Builder:
    """Makes nine-slice images and registers styles."""

    def __init__(self, style: ttk.Style) -> None:
        self._style, self._assets = style, Assets(style)

    def rounded(
        self, fill: str, *, under: str, edge: str = "", radius: int = 6, width: int = 1, tile: int = TILE
    ) -> str:
        """Return an image of corners and edges around a wide middle."""
        return rounded_box(self._assets, fill, under=under, tile=tile, radius=radius, edge=edge, width=width)

    def element(self, name: str, image: str, *, radius: int = 6, states: Mapping[str, str] | None = None) -> None:
        """Make an element that is as small as its corners allow, whatever the size of its image."""
        more = {"states": dict(states)} if states else {}
        least = px(2 * radius + 2)
        image_element(
            self._style,
            name,
            default=image,
            border=px(radius + 2),
            padding=0,
            sticky="nsew",
            width=least,
            height=least,
            **more,
        )

    def register(self, name: str, **options: object) -> None:
        self._style.configure(name, **options)
        ttk.register_style(self._style, name)


def _surfaces(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    _surface(style, build, "Inner.Card", t.line, under=t.card)
    _surface(style, build, "Float.Card", t.edge, under=t.page)
    for name, fill in (
        ("Rail", t.rail),
        ("Line", t.line),
        ("Ring", t.ring),
        ("Stripe", t.stripe),
        ("Hover", t.hover),
        ("Chosen", t.chosen),
    ):
        build.register(f"{name}.TFrame", background=fill)


def _surface(style: ttk.Style, build: _Builder, name: str, edge: str, *, under: str) -> None:
    t = tokens(style)
    build.element(f"{name}.bg", build.rounded(t.card, under=under, edge=edge, radius=10, tile=CARD_TILE), radius=10)
    layout(style, f"{name}.TFrame", El(f"{name}.bg", sticky="nsew"))
    style.configure(f"{name}.TFrame", background=under)


def _labels(build: _Builder, t: Tokens) -> None:
    for name, surface, ink, font in (
        ("Title", t.page, t.ink, fonts.TITLE),
        ("PageMuted", t.page, t.muted, fonts.BODY),
        ("PageSmall", t.page, t.muted, fonts.SMALL),
        ("Heading", t.card, t.ink, fonts.HEADING),
        ("Body", t.card, t.ink, fonts.BODY),
        ("Strong", t.card, t.ink, fonts.BODY_BOLD),
        ("Caption", t.card, t.muted, fonts.SMALL),
        ("Doubt", t.card, t.warn_fg, fonts.SMALL),
        ("Brand", t.rail, t.rail_on_fg, fonts.HEADING),
        ("RailSmall", t.rail, t.rail_fg, fonts.SMALL),
        ("ChosenName", t.chosen, t.chosen_fg, fonts.BODY_BOLD),
        ("ChosenAbout", t.chosen, t.chosen_fg, fonts.SMALL),
        ("HoverBody", t.hover, t.ink, fonts.SMALL),
    ):
        build.register(f"{name}.TLabel", background=surface, foreground=ink, font=font)


def _tints(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """Pills and notes on a card, and words in the colour of their meaning."""
    for name in TINTS:
        fill, ink = getattr(t, name), getattr(t, f"{name}_fg")
        pill = {"padding": px(10, 3), "font": fonts.SMALL_BOLD}
        _boxed(style, build, f"{name}.Pill", fill, ink, radius=9, anchor="", **pill)
        build.register(f"{name}.Ink.TLabel", background=t.card, foreground=ink, font=fonts.BODY)
        build.register(f"{name}.NoteFrame.TFrame", background=fill)
        build.register(f"{name}.InNoteBold.TLabel", background=fill, foreground=ink, font=fonts.BODY_BOLD)
        build.register(f"{name}.InNoteSmall.TLabel", background=fill, foreground=ink, font=fonts.SMALL)
    for name in ("ok", "chip"):
        _note(style, build, name, t)
    tip = {"padding": px(12, 9), "font": fonts.BODY}
    _boxed(style, build, "Tip", t.chip, t.chip_fg, radius=8, anchor="w", **tip)
    key = {"padding": px(6, 1), "font": fonts.SMALL_BOLD}
    _boxed(style, build, "Key", t.chip, t.chip_fg, radius=4, anchor="", **key)


def _note(style: ttk.Style, build: _Builder, name: str, t: Tokens) -> None:
    """A tinted box, and what is written in it."""
    fill, ink = getattr(t, name), getattr(t, f"{name}_fg")
    build.register(f"{name}.InNote.TLabel", background=fill, foreground=ink, font=fonts.BODY)
    build.element(f"{name}.NoteBox.bg", build.rounded(fill, under=t.card, radius=8), radius=8)
    layout(style, f"{name}.NoteBox.TFrame", El(f"{name}.NoteBox.bg", sticky="nsew"))
    style.configure(f"{name}.NoteBox.TFrame", background=t.card)


def _boxed(
    style: ttk.Style, build: _Builder, name: str, fill: str, ink: str, *, radius: int, anchor: str, **options: object
) -> None:
    """A label before a rounded box."""
    build.element(f"{name}.bg", build.rounded(fill, under=tokens(style).card, radius=radius), radius=radius)
    inner = El("Label.padding", sticky="nsew", children=[El("Label.label", sticky=anchor)])
    layout(style, f"{name}.TLabel", El(f"{name}.bg", sticky="nsew", children=[inner]))
    style.configure(f"{name}.TLabel", background=tokens(style).card, foreground=ink, **options)


def _primary(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """The one filled button of a view."""
    filled = (t.primary, t.primary_hover, t.primary_press)
    _button(style, build, "Primary", fills=filled, ink=t.primary_fg, edge="", ring=t.ink)


def _buttons(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """One filled button a view; the rest are quiet."""
    filled, quiet = (t.primary, t.primary_hover, t.primary_press), (t.card, t.hover, t.press)
    _button(style, build, "PagePrimary", fills=filled, ink=t.primary_fg, edge="", ring=t.ink, under=t.page)
    _button(style, build, "Outline", fills=quiet, ink=accent(t), edge=accent(t), ring=t.ring)
    _button(style, build, "Quiet", fills=quiet, ink=t.ink, edge=t.edge, ring=t.ring)
    _button(style, build, "Ghost", fills=quiet, ink=t.ink, edge="", ring=t.ring)
    _button(style, build, "Warn", fills=(t.warn, t.warn, t.press), ink=t.warn_fg, edge=t.warn_fg, ring=t.ring)
    _pill_buttons(style, build, t)
    _segments(style, build, t)


def _button(
    style: ttk.Style,
    build: _Builder,
    kind: str,
    *,
    fills: tuple[str, str, str],
    ink: str,
    edge: str,
    ring: str,
    under: str = "",
) -> None:
    """One kind of button; `fills` are those at rest, under the pointer, and pressed."""
    t, (rest, hover, press) = tokens(style), fills
    filled = rest not in {t.card, t.warn}
    under = under or t.card
    states = {
        "disabled": build.rounded(t.off if filled else t.card, under=under, edge=t.line if edge else ""),
        "pressed": build.rounded(press, under=under, edge=edge),
        "focus hover": build.rounded(hover, under=under, edge=ring, width=2),
        "focus": build.rounded(rest, under=under, edge=ring, width=2),
        "hover": build.rounded(hover, under=under, edge=edge),
    }
    build.element(f"{kind}.Button.bg", build.rounded(rest, under=under, edge=edge), states=states)
    inner = El("Button.padding", sticky="nsew", children=[El("Button.label", sticky="")])
    layout(style, f"{kind}.TButton", El(f"{kind}.Button.bg", sticky="nsew", children=[inner]))
    options = {"font": fonts.BODY, "anchor": "center", "padding": px(*PADDINGS[kind])}
    style.configure(f"{kind}.TButton", background=under, foreground=ink, **options)
    state_map(style, f"{kind}.TButton", foreground={"disabled": t.off_fg}, background={})


def _pill_buttons(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """Pills that can be pressed."""
    for name in TINTS:
        fill, ink = getattr(t, name), getattr(t, f"{name}_fg")
        ring = build.rounded(fill, under=t.card, edge=ink, radius=9)
        states = {"focus": ring, "hover": ring}
        build.element(f"{name}.PillButton.bg", build.rounded(fill, under=t.card, radius=9), radius=9, states=states)
        inner = El("Button.padding", sticky="nsew", children=[El("Button.label", sticky="")])
        layout(style, f"{name}.Pill.TButton", El(f"{name}.PillButton.bg", sticky="nsew", children=[inner]))
        options = {"padding": px(10, 3), "font": fonts.SMALL_BOLD}
        style.configure(f"{name}.Pill.TButton", background=t.card, foreground=ink, **options)
        state_map(style, f"{name}.Pill.TButton", foreground={"disabled": t.off_fg}, background={})


def _segments(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """One of several, as buttons side by side: the chosen one is filled."""
    states = {
        "selected focus": build.rounded(t.primary, under=t.card, edge=t.ink, width=2),
        "selected": build.rounded(t.primary, under=t.card),
        "pressed": build.rounded(t.press, under=t.card, edge=t.edge),
        "focus": build.rounded(t.card, under=t.card, edge=t.ring, width=2),
        "hover": build.rounded(t.hover, under=t.card, edge=t.edge),
    }
    build.element("Segment.bg", build.rounded(t.card, under=t.card, edge=t.edge), states=states)
    inner = El("Toolbutton.padding", sticky="nsew", children=[El("Toolbutton.label", sticky="")])
    layout(style, "Segment.Toolbutton", El("Segment.bg", sticky="nsew", children=[inner]))
    style.configure(
        "Segment.Toolbutton", background=t.card, foreground=t.ink, font=fonts.BODY, padding=px(14, 9), anchor="center"
    )
    state_map(style, "Segment.Toolbutton", foreground={"selected": t.primary_fg, "disabled": t.off_fg}, background={})


def _rail(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    on, off = build.rounded(t.rail_on, under=t.rail, radius=8), build.rounded(t.rail, under=t.rail, radius=8)
    states = {
        "selected focus": build.rounded(t.rail_on, under=t.rail, edge=t.rail_on_fg, radius=8),
        "focus": build.rounded(t.rail, under=t.rail, edge=t.rail_on_fg, radius=8),
        "selected": on,
        "hover": on,
    }
    build.element("Nav.bg", off, radius=8, states=states)
    inner = El("Toolbutton.padding", sticky="nsew", children=[El("Toolbutton.label", sticky="w")])
    layout(style, "Nav.Toolbutton", El("Nav.bg", sticky="nsew", children=[inner]))
    style.configure(
        "Nav.Toolbutton", background=t.rail, foreground=t.rail_fg, padding=px(12, 9), anchor="w", font=fonts.BODY
    )
    state_map(
        style,
        "Nav.Toolbutton",
        foreground={"selected": t.rail_on_fg, "hover": t.rail_on_fg},
        background={"selected": t.rail, "hover": t.rail},
    )


def _page_tabs(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    """Tabs on the page: the chosen one is a card, the others are words."""
    states = {
        "selected focus": build.rounded(t.card, under=t.page, edge=t.ring, width=2),
        "selected": build.rounded(t.card, under=t.page, edge=accent(t)),
        "focus": build.rounded(t.page, under=t.page, edge=t.ring, width=2),
        "hover": build.rounded(t.hover, under=t.page),
    }
    build.element("Tab.bg", build.rounded(t.page, under=t.page), states=states)
    inner = El("Toolbutton.padding", sticky="nsew", children=[El("Toolbutton.label", sticky="")])
    layout(style, "Tab.Toolbutton", El("Tab.bg", sticky="nsew", children=[inner]))
    style.configure(
        "Tab.Toolbutton", background=t.page, foreground=t.muted, font=fonts.BODY, padding=px(14, 7), anchor="center"
    )
    state_map(style, "Tab.Toolbutton", foreground={"selected": accent(t), "hover": t.ink}, background={})


def _entries(style: ttk.Style, build: _Builder, t: Tokens) -> None:
    states = {
        "disabled": build.rounded(t.off, under=t.card, edge=t.line),
        "invalid": build.rounded(t.card, under=t.card, edge=t.bad_fg, width=2),
        "focus": build.rounded(t.card, under=t.card, edge=t.ring, width=2),
    }
    build.element("Field.bg", build.rounded(t.card, under=t.card, edge=t.edge), states=states)
    _field(style, "Field.TEntry", El("Entry.padding", sticky="nsew", children=[El("Entry.textarea", sticky="nsew")]))


def _lists(style: ttk.Style) -> None:
    """Fields that open a list look as those that are typed into."""
    parts = [El("Combobox.downarrow", side="right", sticky=""), El("Combobox.textarea", sticky="nsew")]
    _field(style, "Field.TCombobox", El("Combobox.padding", expand="1", sticky="nsew", children=parts))


def _field(style: ttk.Style, name: str, inner: El) -> None:
    t = tokens(style)
    layout(style, name, El("Field.bg", sticky="nsew", children=[inner]))
    style.configure(
        name,
        foreground=t.ink,
        background=t.card,
        fieldbackground=t.card,
        insertcolor=t.ink,
        insertwidth=px(2),
        selectbackground=t.chosen,
        selectforeground=t.chosen_fg,
        padding=px(10, 7),
    )
    state_map(
        style,
        name,
        foreground={"disabled": t.off_fg},
        selectbackground={"!focus": t.card},
        selectforeground={"!focus": t.ink},
    )


def _tables(style: ttk.Style, t: Tokens) -> None:
    """Roomy rows, a quiet heading, a pale selection, no border."""
    for name, row in (("Desk.Treeview", 34), ("Menu.Treeview", 26)):
        layout(style, name, El("Treeview.treearea", sticky="nsew"))
        style.configure(
            name,
            rowheight=px(row),
            font=fonts.BODY,
            background=t.card,
            fieldbackground=t.card,
            foreground=t.ink,
            borderwidth=0,
        )
        state_map(style, name, background={"selected": t.chosen}, foreground={"selected": t.chosen_fg})
    style.configure(
        "Desk.Treeview.Heading",
        font=fonts.SMALL_BOLD,
        background=t.card,
        foreground=t.muted,
        relief="flat",
        padding=px(4, 7),
    )
    state_map(style, "Desk.Treeview.Heading", background={"active": t.card})
