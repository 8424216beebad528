"""What the keyboard sends, before Textual parses it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.terminal.keyboard import Keyboard

START, END = "\x1b[200~", "\x1b[201~"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\x1b1", "\x1bOP"),
        ("\x1b3", "\x1bOR"),
        ("\x1b9", "\x1b[20~"),
        ("\x1b0", "\x1b[21~"),
        ("\x1b=", "\x1b[24~"),
        ("\x1b\x1b", "\x1b[24~"),
        ("\x1b\x1b[A", "\x1b\x1b[A"),
        ("\x1b[15~", "\x1b[15~"),
        ("a\x1b3b", "a\x1bORb"),
    ],
)
def test_escape_and_a_key_of_the_number_row_are_an_f_key(typed, meant):
    assert Keyboard().read(typed) == meant


def test_a_digit_that_comes_while_the_escape_is_still_waited_for_completes_the_f_key():
    keyboard = Keyboard()
    assert keyboard.read("\x1b") + keyboard.read("3", escape_pending=True) == "\x1bOR"


def test_a_digit_long_after_the_escape_stays_a_digit():
    keyboard = Keyboard()
    assert keyboard.read("\x1b") + keyboard.read("3") == "\x1b3"


@given(st.text(alphabet="a1\x1b[20~\r"), st.lists(st.integers(0, 40)))
def test_a_paste_keeps_all_but_its_escapes_however_it_is_cut_into_pieces(pasted, cuts):
    if END in pasted + END[:-1]:
        return
    data = f"x{START}{pasted}{END}y"
    keyboard, edges = Keyboard(), sorted({min(cut, len(data)) for cut in [0, *cuts, len(data)]})
    read = "".join(keyboard.read(data[a:b]) for a, b in pairwise(edges))
    assert read == f"x{START}{pasted.replace(chr(27), chr(0x241B))}{END}y"
