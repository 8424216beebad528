"""What of Textual's own the cell writer stands on is there, and it can be switched off."""

from contextlib import asynccontextmanager

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widgets import Static

from dopcrm_tui.terminal.cell_display import PRIVATE, CellDisplay, CellWriter, plain
from dopcrm_tui.terminal.environment import prepare
from dopcrm_tui.terminal.pace import Pace


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in PRIVATE.items() for name in names]
)
def test_every_private_name_is_there(owner, name):
    made = owner() if owner is Console else owner
    assert hasattr(made, name) or name in vars(_app()), f"{owner.__name__}.{name} is gone"


def _app():
    return CellDisplay()


def test_updates_hold_what_is_read_of_them():
    layout = LayoutUpdate([[Strip.blank(3)]], Region(1, 2, 3, 1))
    assert (layout.region.x, layout.region.y, len(layout.strips)) == (1, 2, 1)
    chops = ChopsUpdate([{0: Strip.blank(3)}], [(0, 0, 3)], [[3]])
    assert (chops.spans, chops.chop_ends) == ([(0, 0, 3)], [[3]])
    assert next(iter(chops.chops[0].items()))[0] == 0


@pytest.mark.parametrize(("value", "sends"), [("stock", False), ("", True), ("cells", True)])
def test_it_can_be_left_to_textual(value, sends):
    assert prepare({"TERM": "xterm", "DOPCRM_WRITER": value}).sends_cells is sends


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        ("", ""),
        ("39;49", ""),
        ("1;39;49", "1"),
        ("38;5;39;49", "38;5;39"),
        ("38;2;39;49;1;48;5;49", "38;2;39;49;1;48;5;49"),
        ("7;31;44", "7;31;44"),
    ],
)
def test_the_terminals_own_colours_need_no_name(codes, kept):
    assert plain(codes) == kept


def test_a_frame_of_textuals_is_sent_once():
    writer, console = CellWriter(), Console(color_system="256", force_terminal=True)
    assert console._color_system is ColorSystem.EIGHT_BIT
    size, strip, home = Size(10, 2), Strip.blank(10), Offset(0, 0)
    update = LayoutUpdate([[strip], [strip]], Region(0, 0, 10, 2))
    writer.paint(update, size, console)
    assert writer.sent(home)
    writer.paint(update, size, console)
    assert writer.sent(home) == ""
    bold = Strip.blank(2, Style(bold=True, reverse=True))
    chops = ChopsUpdate([{0: strip}, {4: bold}], [(1, 4, 6)], [[10], [6]])
    writer.paint(chops, size, console)
    assert writer.sent(home) == "\x1b[2;5H\x1b[1;7m  \x1b[1H"


class Told:
    """A driver that writes down what it is told."""

    def __init__(self, driver):
        self._driver, self.said, self.is_behind = driver, [], False

    def __getattr__(self, name):
        return getattr(self._driver, name)

    def write(self, data):
        self.said.append(data)

    def flush(self):
        pass


class Lettered(CellDisplay):
    """Shows a letter, to a driver that writes down what it is told."""

    _is_shown = True

    def compose(self):
        yield Static("-")


@asynccontextmanager
async def lettered():
    app = Lettered()
    app.cells = CellWriter()
    async with app.run_test(size=(20, 2)) as pilot:
        app._driver = told = Told(app._driver)
        app._pace = Pace(every=1000.0, at_once=1)

        async def show(letters):
            for letter in letters:
                app.query_one(Static).update(letter)
                await pilot.pause(0.05)

        yield app, told, show
        app._driver = told._driver


async def test_after_a_rest_a_picture_goes_at_once_and_then_many_go_as_one():
    async with lettered() as (app, told, show):
        app._pace = Pace(every=1000.0, at_once=1)
        await show("abcd")
        (first,) = told.said
        assert "a" in first
        app._pace = Pace()
        app._send_when_due(app.cells)
        (_, second) = told.said
        assert "d" in second
        assert not {"b", "c"} & set(second)


async def test_nothing_goes_before_the_terminal_has_taken_what_went_before():
    async with lettered() as (app, told, show):
        told.is_behind, app._pace = True, Pace()
        await show("ab")
        assert told.said == []
        told.is_behind = False
        app._send_when_due(app.cells)
        (only,) = told.said
        assert "b" in only
        assert "a" not in only


def test_two_pictures_go_at_once_after_a_rest_and_then_one_in_a_while():
    pace = Pace(every=0.5, at_once=2)
    for now, waits in ((100.0, 0.0), (100.0, 0.0), (100.25, 0.25), (100.5, 0.0), (100.75, 0.25)):
        assert pace.wait(now) == waits
        if not waits:
            pace.sent(now)
    assert [pace.wait(now) for now in (102.0, 200.0)] == [0.0, 0.0]
