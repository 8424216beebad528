"""A list of a million rows is as quick as a list of ten, and its cursor stays on its row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from number_source import NumberSource
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from dopcrm_tui.app import DopCrm
from dopcrm_tui.terminal.line_layout import Column, laid_out
from dopcrm_tui.terminal.line_list import LineList, Unavailable
from dopcrm_tui.terminal.row_window import PAGES_HELD, Direction, Page

MILLION = 1_000_000
LINES = 23
"""Rows to be seen at 80x24, below the titles."""


class ListScreen(Screen[None]):
    def __init__(self, source: NumberSource) -> None:
        super().__init__()
        self.source = source
        self.chosen: list[object] = []

    def compose(self) -> ComposeResult:
        columns = [Column("Number", 12), Column("Text", 0), Column("Due", 4, "right")]
        yield LineList(columns, self.source, marks=True, page=50)

    def on_line_list_chosen(self, chosen: LineList.Chosen) -> None:
        self.chosen.append(chosen.key)


@asynccontextmanager
async def shown(
    source: NumberSource, state: Path
) -> AsyncIterator[tuple[Pilot[None], LineList, ListScreen]]:
    screen = ListScreen(source)
    app = DopCrm(lambda: screen, state=state)
    async with app.run_test(size=(80, LINES + 1)) as pilot:
        await pilot.pause()
        yield pilot, screen.query_one(LineList), screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.app.gate.settled()
    await pilot.pause()


def drawn(lines: LineList) -> list[str]:
    return [lines.render_line(y).text for y in range(lines.size.height)]


async def test_only_the_first_page_is_asked_for_to_begin_with(tmp_path):
    source = NumberSource(MILLION)
    async with shown(source, tmp_path) as (_, lines, _screen):
        assert source.asked == [(None, Direction.FORWARD, 50)]
        assert drawn(lines)[0].split() == ["Number", "Text", "Due"]
        assert drawn(lines)[1].split() == ["00000000000", "a", "complaint", "0d"]
        assert lines.key == 0


async def test_the_keys_move_by_row_by_page_and_to_both_ends(tmp_path):
    async with shown(NumberSource(MILLION), tmp_path) as (pilot, lines, _):
        await press(pilot, "down", "down", "up")
        assert lines.key == 1
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert lines.key == 1 + 3 * LINES
        await press(pilot, "end")
        assert lines.key == MILLION - 1
        assert drawn(lines)[-1].startswith("  00000999999")
        await press(pilot, "pageup", "up")
        assert lines.key == MILLION - 2 - LINES
        await press(pilot, "home", "up")
        assert lines.key == 0


async def test_paging_to_and_fro_shows_every_row_once_and_holds_few(tmp_path):
    async with shown(NumberSource(5_000), tmp_path) as (pilot, lines, _screen):
        seen = [line.split()[0] for line in drawn(lines)[1:]]
        for _ in range(25):
            await press(pilot, "pagedown")
            seen += [line.split()[0] for line in drawn(lines)[1:]]
        assert seen == [f"{n:011}" for n in range(26 * LINES)]
        assert len(lines._window.rows) == 50 * PAGES_HELD
        for _ in range(25):
            await press(pilot, "pageup")
        assert drawn(lines)[1].startswith("  00000000000")
        assert lines.key == 0


async def test_the_end_is_asked_for_backwards_never_by_counting(tmp_path):
    source = NumberSource(MILLION)
    async with shown(source, tmp_path) as (pilot, _, _screen):
        source.asked.clear()
        await press(pilot, "end")
        assert source.asked == [(None, Direction.BACKWARD, 50)]


async def test_a_reload_keeps_the_cursor_on_its_row_while_others_come_and_go(tmp_path):
    source = NumberSource(MILLION, gone={7, 8, 9})
    async with shown(source, tmp_path) as (pilot, lines, _):
        await press(pilot, *["down"] * 15)
        key, line = lines.key, next(n for n, text in enumerate(drawn(lines)) if "018" in text)
        source.gone = {0, 1}
        lines.reload()
        await pilot.pause()
        assert lines.key == key == 18
        assert "00000000018" in drawn(lines)[line]


async def test_when_the_row_under_the_cursor_is_gone_the_next_one_is_taken(tmp_path):
    source = NumberSource(100)
    async with shown(source, tmp_path) as (pilot, lines, _):
        await press(pilot, "end")
        source.gone = {99}
        lines.reload()
        await pilot.pause()
        assert lines.key == 98
        source.gone = set(range(100))
        lines.reload()
        await pilot.pause()
        assert lines.key is None
        assert "Nothing here." in drawn(lines)[1]


async def test_marks_stay_with_their_rows(tmp_path):
    async with shown(NumberSource(MILLION), tmp_path) as (pilot, lines, _):
        await press(pilot, "space", "down", "space", "down", "space", "space")
        assert lines.marked == {0, 1}
        await press(pilot, "end", "home")
        assert [line[0] for line in drawn(lines)[1:4]] == ["x", "x", " "]


async def test_enter_acts_on_what_was_asked_for_before_it(tmp_path):
    async with shown(NumberSource(MILLION), tmp_path) as (pilot, lines, screen):
        await press(pilot, "pagedown")
        lines.show(NumberSource(10, gone={0, 1, 2}))
        await press(pilot, "enter")
        assert screen.chosen == [3]


async def test_a_source_that_fails_leaves_the_rows_and_says_so(tmp_path):
    source = NumberSource(MILLION)

    async def down(*_asked: object) -> Page:
        raise Unavailable("The store does not answer; press F5 to try again.")

    async with shown(source, tmp_path) as (pilot, lines, _):
        lines.show(down)
        await pilot.pause()
        assert lines.key == 0
        assert [n.message for n in pilot.app._notifications] == [
            "The store does not answer; press F5 to try again."
        ]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (("a", "b", "c"), "a    b        c"),
        (("abcdef", "\x1b[2J", "12345"), "abc… ^[[2J 123…"),
        (("日本語", "x", "1"), "日 … x        1"),
    ],
)
def test_a_line_is_as_wide_as_asked_for_whatever_is_in_it(cells, line):
    columns = [Column("A", 4), Column("B", 0), Column("C", 4, "right")]
    assert laid_out(cells, columns, 15) == line


def test_a_move_of_the_cursor_sends_less_than_a_kilobyte(open_toy):
    toy = open_toy("list")
    toy.wait_for("at 0")
    toy.settle()
    costs = []
    for at in range(1, 60):
        before = len(toy.raw)
        toy.press("\x1b[B")
        toy.wait_for(f"at {at} ")
        toy.settle(quiet=0.05)
        costs.append(len(toy.raw) - before)
    assert sorted(costs)[len(costs) // 2] < 600
    assert sum(costs) / len(costs) < 1024


def test_a_reload_that_changes_nothing_sends_nothing(open_toy):
    toy = open_toy("list")
    toy.wait_for("at 0")
    toy.settle()
    toy.press("\x1b[15~")
    assert toy.settle(quiet=0.5) == 0


def test_the_cursor_line_is_reversed_and_the_terminal_cursor_is_on_it(open_toy):
    toy = open_toy("list", env={"NO_COLOR": "1"})
    toy.wait_for("at 0")
    toy.press("\x1b[B\x1b[B")
    toy.wait_for("at 2 ")
    toy.settle()
    assert toy.is_reversed("00000000002")
    assert not toy.is_reversed("00000000001")
    assert toy.cursor == (0, 3)
