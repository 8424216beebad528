"""The bytes of the cell writer, replayed into a terminal: each cell is as it was wanted."""

import random

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.terminal.cells import BLANK, Cell, Screen, cells_of

WIDTH, HEIGHT = 20, 8
LETTERS = "abcdef  "
STYLES = ("", "1", "7", "31", "38;5;12;48;5;0")


class Terminal:
    """A terminal that is told what to show, beside one that is fed the bytes."""

    def __init__(self, width=WIDTH, height=HEIGHT):
        self.shown = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.shown)
        self.screen = Screen()
        self.screen.resize(width, height)
        self.wanted = [[BLANK] * width for _ in range(height)]
        self.sent = 0
        self.draw({y: list(row) for y, row in enumerate(self.wanted)})

    def draw(self, rows, cursor=(0, 0)):
        said = self.screen.turn_into(rows, cursor)
        for y, row in rows.items():
            self.wanted[y] = row
        self.stream.feed(said)
        self.sent = len(said.encode())
        self.check(cursor)
        return said

    def check(self, cursor):
        for y, row in enumerate(self.wanted):
            for x, cell in enumerate(row):
                there = self.shown.buffer[y][x]
                assert there.data == cell.text, (y, x, there, cell)
                assert rendition(there) == rendition_of(cell.sgr), (y, x, there, cell)
        assert (self.shown.cursor.x, self.shown.cursor.y) == cursor


def rendition(char):
    return char.fg, char.bg, char.bold, char.reverse


def rendition_of(sgr):
    screen = pyte.Screen(2, 1)
    pyte.Stream(screen).feed(f"\x1b[{sgr}mx")
    return rendition(screen.buffer[0][0])


def row(text, sgr="", width=WIDTH):
    cells = [Cell(each, sgr) for each in cells_of(text)]
    return cells + [BLANK] * (width - len(cells))


def test_one_letter_costs_a_move_and_itself():
    terminal = Terminal()
    terminal.draw({3: row("abc")}, (3, 3))
    said = terminal.draw({3: row("abcd")}, (4, 3))
    assert said == "d"
    said = terminal.draw({3: row("abXd")}, (3, 3))
    assert said == "\x1b[4;3HX"


def test_what_has_not_changed_is_not_sent():
    terminal = Terminal()
    terminal.draw({y: row(f"line {y}") for y in range(HEIGHT)}, (1, 1))
    assert terminal.draw({y: row(f"line {y}") for y in range(HEIGHT)}, (1, 1)) == ""


def test_the_blank_end_of_a_line_is_erased():
    terminal = Terminal()
    terminal.draw({0: row("a long line of text")}, (0, 0))
    said = terminal.draw({0: row("a")}, (0, 0))
    assert said == "\x1b[2C\x1b[K\x1b[1H"


def test_lines_that_moved_together_are_moved_by_the_terminal():
    terminal = Terminal()
    terminal.draw({y: row(f"line {y} of a list") for y in range(HEIGHT)}, (0, 0))
    moved = {y: row(f"line {y + 1} of a list") for y in range(1, HEIGHT - 1)}
    terminal.draw(moved, (0, 0))
    assert terminal.sent < 60
    terminal.draw({y: row(f"line {y} of a list") for y in range(1, HEIGHT - 1)}, (0, 0))
    assert terminal.sent < 60


def test_a_rendition_is_set_once_for_all_that_have_it():
    terminal = Terminal()
    said = terminal.draw({0: row("chosen", "7"), 1: row("too", "7")}, (0, 0))
    assert said.count("m") == 1


@pytest.mark.parametrize("text", ["नमस्ते", "കൊച്ചി", "日本語 ok", "e\u0301te\u0301", "க்ஷ"])
def test_marks_and_wide_signs_stand_in_their_cells(text):
    terminal = Terminal()
    cells = row(text)
    assert len(cells) == WIDTH
    said = terminal.screen.turn_into({2: cells}, (0, 0))
    assert text in said
    changed = [*cells]
    changed[0] = Cell("x")
    said = terminal.screen.turn_into({2: changed}, (0, 0))
    assert "x" in said


def test_a_mark_whose_letter_was_cut_off_takes_no_cell():
    assert cells_of("्च") == ("च",)
    assert cells_of("a日本") == ("a", "日", "", "本", "")
    assert cells_of("e\u0301t") == ("e\u0301", "t")


def test_after_foreign_output_all_is_sent_again():
    terminal = Terminal()
    terminal.draw({0: row("abc")}, (0, 0))
    terminal.stream.feed("\x1b[1;1Hgarbage")
    terminal.screen.forget()
    terminal.draw({y: list(each) for y, each in enumerate(terminal.wanted)}, (0, 0))


def test_another_size_knows_nothing():
    screen = Screen()
    screen.resize(5, 2)
    screen.turn_into({0: row("abc", width=5), 1: row("", width=5)}, (0, 0))
    screen.resize(6, 2)
    assert "abc" in screen.turn_into({0: row("abc", width=6)}, (0, 0))


cell = st.builds(Cell, st.sampled_from(LETTERS), st.sampled_from(STYLES))
line = st.lists(cell, min_size=WIDTH, max_size=WIDTH)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.integers(0, HEIGHT - 1), line, max_size=HEIGHT), max_size=5))
def test_whatever_is_drawn_stands_there(frames):
    terminal = Terminal()
    for frame in frames:
        terminal.draw(frame, (3, 2))


@pytest.mark.parametrize("seed", range(10))
def test_lists_that_scroll_at_random_stand_as_wanted(seed):
    chance, terminal = random.Random(seed), Terminal()
    texts = [f"{chance.randrange(100)} entry {n}"[:WIDTH] for n in range(60)]
    at = 0
    for _ in range(30):
        at = max(0, min(50, at + chance.randint(-3, 3)))
        top, bottom = chance.choice([(0, HEIGHT), (1, HEIGHT - 1), (2, 6)])
        picked = chance.randrange(top, bottom)
        terminal.draw(
            {y: row(texts[at + y], "7" if y == picked else "") for y in range(top, bottom)},
            (chance.randrange(WIDTH), chance.randrange(HEIGHT)),
        )
