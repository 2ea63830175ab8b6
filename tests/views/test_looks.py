"""No text is cut off, on any screen, in any language, at the usual size or the smallest."""

import pytest
import ttkbootstrap as ttk

from app.station import passwords, recovery
from app.station.home import NoNetwork
from app.views.presenters.command import Command
from app.views.screenshots.clipping import clipped, mapped
from app.views.screenshots.playing import play
from app.views.screenshots.town import found_town
from app.views.shell.geometry import fits, place_window
from app.views.shell.opening import make_root
from app.views.shell.shut import Reason
from app.views.shell.status_bar import KeyBar
from app.views.widgets import fonts
from app.views.widgets.basics import label
from app.views.widgets.ellipsis import ShortLabel, font_named, shortened
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.table import Column, DataTable, Row
from app.words import Words
from tests.conftest import CHEAP_BYTES, CHEAP_OPS


@pytest.fixture(scope="session")
def danish(tmp_path_factory):
    folder = tmp_path_factory.mktemp("by")
    with pytest.MonkeyPatch.context() as patch:
        for module in (passwords, recovery):
            patch.setattr(module, "OPS", CHEAP_OPS)
            patch.setattr(module, "MEMORY_BYTES", CHEAP_BYTES)
        found_town(folder, "da")
    return folder


@pytest.mark.timeout(900)  # Every scene twice; an old PC takes minutes.
@pytest.mark.parametrize("language", ["lv", "da", "en"])
def test_no_text_is_cut_off_on_any_screen(language, lived_in, request):
    folder = request.getfixturevalue("danish") if language == "da" else lived_in
    problems = []

    def look(scene, size, stage):
        found = [*clipped(stage.desk.root), *stage.unforeseen(scene)]
        problems.extend(f"{scene}{size}: {problem}" for problem in found)

    play(folder, language, look)

    assert problems == []


@pytest.fixture
def root():
    ttk.set_bootstyle_strict(True)
    made = make_root(dark=False)
    made.geometry("400x300+0+0")
    yield made
    leave(made)


def test_before_there_is_a_network_every_language_is_offered(root):
    reason = Reason(root, Words("en"), NoNetwork())
    assert [str(one.cget("text")) for one in reason.languages.values()] == ["Latviešu", "Dansk"]

    reason.languages["lv"].invoke()
    root.update()

    assert Words("lv")("error.home.no-network") in said_in(root)
    assert list(reason.languages) == ["da", "en"]


def said_in(widget):
    own = [str(widget.cget("text"))] if "text" in widget.keys() else []  # noqa: SIM118  # Tk has no other way to ask.
    return own + [text for child in widget.winfo_children() for text in said_in(child)]


def leave(root):
    root.tk.call("tk", "scaling", 96 / 72)  # It is the screen's, and would outlive the window.
    root.update_idletasks()
    root.style.clear_image_cache()
    root.destroy()


def test_a_label_that_is_too_narrow_is_found(root):
    frame = ttk.Frame(root, width=40, height=40)
    frame.pack_propagate(False)
    frame.pack()
    label(frame, "Simtgadnieks, kas izkāpa pa logu").pack()
    root.update()

    assert any("Simtgadnieks" in problem for problem in clipped(root))


def test_a_label_below_the_edge_is_found(root):
    label(root, "zem malas").place(x=10, y=295)
    root.update()

    assert any("at the bottom" in problem for problem in clipped(root))


def test_a_cell_that_was_not_shortened_is_found(root):
    table = DataTable(root, [Column(id="title", heading="Nosaukums")], empty_icon="book")
    table.pack(fill="both", expand=True)
    table.fill([Row(key="1", cells=("Gadi",))])
    root.update()
    assert clipped(root) == []

    table.tree.set("1", "title", "Simtgadnieks, kas izkāpa pa logu un pazuda")

    assert any("the cell" in problem for problem in clipped(root))


# Shortening.


def test_a_long_text_ends_in_an_ellipsis_and_fits(root):
    font = font_named(fonts.BODY, root)

    short = shortened("Simtgadnieks, kas izkāpa pa logu un pazuda", font, 120)

    assert short.endswith("…")
    assert font.measure(short) <= 120


def test_a_short_text_stays_as_it_is(root):
    assert shortened("Gadi", font_named(fonts.BODY, root), 120) == "Gadi"


def test_where_there_is_room_for_nothing_an_ellipsis_is_left(root):
    assert shortened("Gadi", font_named(fonts.BODY, root), 3) == "…"


def test_a_shortened_label_tells_the_whole_of_it_as_a_tip(root):
    made = ShortLabel(root, font=fonts.BODY)
    made.place(x=0, y=0, width=80)
    made.set("Simtgadnieks, kas izkāpa pa logu un pazuda")
    root.update()

    assert str(made.cget("text")).endswith("…")
    assert made._tip.text == "Simtgadnieks, kas izkāpa pa logu un pazuda"


# The bar of keys.


def test_keys_that_have_no_room_are_left_to_the_help(root):
    names = ("close-days", "open-days", "change-hours", "withdraw-hours", "answer", "back")
    here = [Command(id=name, key=f"F{place}", run=lambda: None) for place, name in enumerate(names, start=1)]
    bar = KeyBar(root, Words("lv"))
    bar.frame.pack(fill="x")

    bar.show(here, [Command(id="help", key="F1", run=lambda: None)])
    root.update()

    said = [str(one.cget("text")) for one in mapped(bar.frame) if one.winfo_class() == "TLabel"]
    assert clipped(root) == []
    assert said[:2] == ["F1", Words("lv")("command.close-days")]
    assert Words("lv")("command.help") in said
    root.geometry("2000x300+0+0")
    root.update()
    assert len([one for one in mapped(bar.frame) if one.winfo_class() == "TLabel"]) == 14


# Tables.


def table(root, *columns, width=300):
    root.geometry(f"{width}x300+0+0")
    made = DataTable(root, columns, empty_icon="book")
    made.pack(fill="both", expand=True)
    root.update()
    return made


def test_a_column_is_as_wide_as_its_content_and_a_weight_takes_the_rest(root):
    made = table(root, Column(id="title", heading="T", weight=1), Column(id="code", heading="C"))

    made.fill([Row(key="1", cells=("Gadi", "LV-4801 1120"))])
    root.update()

    widths = [int(made.tree.column(name, "width")) for name in ("title", "code")]
    assert sum(widths) == made.tree.winfo_width()
    assert widths[1] < px(140)


def test_an_optional_column_gives_way_where_there_is_no_room(root):
    columns = (Column(id="title", heading="T", weight=1), Column(id="branch", heading="Bibliotēka", optional=True))
    made = table(root, *columns, width=150)

    made.fill([Row(key="1", cells=("Gadi", "Mazsalacas pilsētas bibliotēka"))])
    root.update()
    assert tuple(made.tree["displaycolumns"]) == ("title",)

    root.geometry("700x300+0+0")
    root.update()

    assert tuple(made.tree["displaycolumns"]) == ("title", "branch")


def test_an_empty_table_says_what_to_do_next(root):
    made = table(root, Column(id="title", heading="T", weight=1))
    made.empty.set("Nav izsniegumu", "Skenējiet grāmatas.")

    made.fill([])
    root.update()

    assert made.empty.winfo_ismapped()


def test_a_row_that_stays_keeps_its_selection(root):
    made = table(root, Column(id="title", heading="T", weight=1))
    made.fill([Row(key="1", cells=("Gadi",)), Row(key="2", cells=("Tine",))])
    made.move(1)
    made.move(1)

    made.fill([Row(key="2", cells=("Tine",)), Row(key="3", cells=("Gadi",))])

    assert made.selected == ("2",)


# The window's place.


@pytest.mark.parametrize(
    ("geometry", "is_fit"),
    [
        ("1280x800+0+0", True),
        ("1080x680+300+200", True),
        ("1079x680+0+0", False),
        ("1280x800+1400+0", False),
        ("1280x800+-20+0", False),
        ("1280x1080+0+0", False),
        ("", False),
        ("full", False),
    ],
)
def test_a_window_comes_back_only_where_it_can_be_seen(geometry, is_fit):
    assert fits(geometry, (1920, 1080), (1080, 680)) is is_fit


class SmallScreen:
    """A window on a screen of its own size, that notes what is asked of it."""

    def __init__(self, width, height):
        self.size, self.asked = (width, height), []

    def winfo_screenwidth(self):
        return self.size[0]

    def winfo_screenheight(self):
        return self.size[1]

    def minsize(self, *least):
        pass

    def geometry(self, place):
        self.asked.append(place)

    def state(self, name):
        self.asked.append(name)

    def attributes(self, name, _):
        self.asked.append(name.removeprefix("-"))


@pytest.mark.parametrize(
    ("screen", "remembered", "asked"),
    [
        ((1920, 1080), "", ["1280x800+320+93"]),
        ((1920, 1080), "full", ["1280x800+320+93", "zoomed"]),
        ((1280, 800), "", ["1280x800+0+0", "zoomed"]),
        ((1280, 800), "1280x800+0+0", ["1280x800+0+0", "zoomed"]),
        ((1366, 768), "", ["1280x768+43+0", "zoomed"]),
        ((1366, 768), "1200x700+20+10", ["1200x700+20+10"]),
    ],
)
def test_a_window_that_would_lose_its_foot_fills_the_screen(screen, remembered, asked, root):
    small = SmallScreen(*screen)

    place_window(small, remembered)

    assert small.asked == asked


def test_pixels_grow_with_the_scale():
    made = make_root(dark=False, scaling=2 * 96 / 72)
    scaled = (px(8), px(1, 2, 3))
    leave(made)

    assert scaled == (16, (2, 4, 6))


# Scrolling.


def test_the_bar_keeps_its_room_once_it_was_needed(root):
    """Text that is higher beside the bar than without it would show and hide it for ever."""
    room = ttk.Frame(root, width=300, height=100)
    room.pack_propagate(False)
    room.pack()
    scroller = Scroller(room)
    scroller.pack(fill="both", expand=True)
    content = ttk.Frame(scroller.inside, height=300)
    content.pack(fill="x")
    scroller.settle()
    root.update()
    beside = scroller.inside.winfo_width()

    content.configure(height=50)
    root.update()
    assert not scroller._bar.winfo_ismapped()
    assert scroller.inside.winfo_width() == beside < 300

    scroller.settle()
    root.update()
    assert scroller.inside.winfo_width() == 300, "with something else inside it is asked anew"
