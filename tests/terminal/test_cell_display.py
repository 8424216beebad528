"""What of Textual's own the cell writer stands on is there, and it can be switched off."""

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from dopcrm_tui.terminal.cell_display import PRIVATE, CellWriter, plain
from dopcrm_tui.terminal.environment import prepare


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in PRIVATE.items() for name in names]
)
def test_every_private_name_is_there(owner, name):
    made = owner() if owner is Console else owner
    assert hasattr(made, name) or name in vars(_app()), f"{owner.__name__}.{name} is gone"


def _app():
    from dopcrm_tui.terminal.cell_display import CellDisplay

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
    size, strip = Size(10, 2), Strip.blank(10)
    update = LayoutUpdate([[strip], [strip]], Region(0, 0, 10, 2))
    assert writer.frame(update, size, Offset(0, 0), console)
    assert writer.frame(update, size, Offset(0, 0), console) == ""
    bold = Strip.blank(2, Style(bold=True, reverse=True))
    chops = ChopsUpdate([{0: strip}, {4: bold}], [(1, 4, 6)], [[10], [6]])
    said = writer.frame(chops, size, Offset(0, 0), console)
    assert said == "\x1b[2;5H\x1b[1;7m  \x1b[1H"
