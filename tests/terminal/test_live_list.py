"""A list shows what others changed, and the row under the cursor stays under it."""

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from visit import Visit

from dopcrm_tui.app import DopCrm
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import Unavailable
from dopcrm_tui.terminal.live_list import LiveList
from dopcrm_tui.terminal.row_window import Direction, Page, Row


class Names(Screen[None]):
    """A list of names, which the test changes."""

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.away = False

    def compose(self) -> ComposeResult:
        columns = [Column("Name", 10), Column("State", 9)]
        lines = LiveList(
            columns, self._fetch, gone=lambda row: Row(row.key, ("-", "gone")), marks=True
        )
        lines.styles.height = 8
        yield lines

    async def _fetch(self, anchor, direction, count):
        if self.away:
            raise Unavailable("The store is away.")
        names = sorted(self.names)
        if anchor is not None:
            beyond = [name for name in names if name > anchor]
            names = beyond if direction is Direction.FORWARD else [n for n in names if n < anchor]
        rows = [Row(name, (name, self.names[name])) for name in names]
        kept = rows[:count] if direction is Direction.FORWARD else rows[-count:]
        return Page(tuple(kept), has_more=len(rows) > count)


@pytest.fixture
async def names(tmp_path):
    screen = Names(dict.fromkeys("bdfhjlnprtvxz", "open"))
    app = DopCrm(lambda: screen, state=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield screen, Visit(app, pilot)


async def change(names, **changes):
    """What others do: a name with a state, or with None to take it out."""
    screen, clerk = names
    screen.names = {k: v for k, v in {**screen.names, **changes}.items() if v}
    screen.query_one(LiveList).follow()
    await clerk.app.workers.wait_for_complete()
    await clerk.settle()
    return screen.query_one(LiveList)


def cursor_line(lines):
    return lines.render_line(lines._cursor - lines._top + 1).text.split()


async def test_rows_that_come_and_go_move_nothing_under_the_cursor(names):
    _, clerk = names
    await clerk.press(*["down"] * 9)
    lines = await change(names)
    at = lines._cursor - lines._top
    for changes in ({"s": "new"}, {"a": "new"}, {"n": None, "p": None}, {"u": "new", "z": None}):
        lines = await change(names, **changes)
        assert (cursor_line(lines), lines._cursor - lines._top) == (["t", "open"], at)


async def test_a_row_that_has_left_stays_until_the_cursor_moves(names):
    _, clerk = names
    await clerk.press("down", "down")
    lines = await change(names, f=None)
    assert cursor_line(lines) == ["-", "gone"]
    lines = await change(names, d=None, e="new")
    assert (cursor_line(lines), lines.has_left) == (["-", "gone"], True)
    await clerk.press("down")
    assert (cursor_line(lines), lines.has_left) == (["h", "open"], False)
    await clerk.press("up")
    assert cursor_line(lines) == ["e", "new"]


@pytest.mark.parametrize(
    ("key", "name"),
    [("up", "d"), ("down", "h"), ("home", "b"), ("end", "z"), ("pagedown", "t"), ("pageup", "b")],
)
async def test_whichever_way_the_cursor_moves_the_row_that_left_is_gone(names, key, name):
    _, clerk = names
    await clerk.press("down", "down")
    lines = await change(names, f=None)
    await clerk.press(key)
    assert lines.key == name
    assert "f" not in [row.key for row in lines._window.rows]


async def test_a_row_that_comes_back_is_itself_again(names):
    await change(names, b=None)
    lines = await change(names, b="again")
    assert (cursor_line(lines), lines.has_left) == (["b", "again"], False)


async def test_the_last_of_all_stays_alone_and_marks_survive(names):
    screen, clerk = names
    await clerk.press("space", "down", "space")
    lines = await change(names, **dict.fromkeys(screen.names))
    assert cursor_line(lines) == ["x", "-", "gone"]
    assert lines.marked == {"b", "d"}
    lines.reload()
    await clerk.settle()
    assert lines.row is None


async def test_a_store_that_is_away_leaves_what_is_shown_and_says_nothing(names):
    screen, clerk = names
    screen.away = True
    await change(names, b=None)
    assert "b" in clerk.text
    assert not clerk.app._notifications


async def test_who_has_rolled_meanwhile_is_shown_the_news_all_the_same(names):
    screen, clerk = names
    lines = screen.query_one(LiveList)
    screen.names = {**screen.names, "z": "news"}
    lines.follow()
    lines._window.rows = (*lines._window.rows,)
    await clerk.app.workers.wait_for_complete()
    await clerk.press("end")
    assert cursor_line(lines) == ["z", "news"]
