"""What the environment may decide, and what it may not."""

import pytest

from dopcrm_tui.terminal.environment import Terminal, UnsuitableTerminal, prepare, too_small


@pytest.mark.parametrize(
    ("term", "colours", "system"),
    [
        ("xterm-256color", 256, "256"),
        ("tmux-256color", 256, "256"),
        ("xterm", 8, "standard"),
        ("linux", 8, "standard"),
        ("vt220", 8, "standard"),
        ("", 8, "standard"),
    ],
)
def test_the_terminal_type_decides_how_many_colours_are_used(term, colours, system):
    environ = {"TERM": term, "COLORTERM": "truecolor"}
    assert prepare(environ) == Terminal(colours)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == system
    assert "COLORTERM" not in environ


def test_no_color_takes_the_theme_without_colours():
    environ = {"TERM": "xterm-256color", "NO_COLOR": "1"}
    assert prepare(environ).theme == "mono"
    assert "NO_COLOR" not in environ


@pytest.mark.parametrize("term", ["linux", "vt100", "vt220", ""])
def test_old_terminals_are_not_sent_the_kitty_keyboard(term):
    environ = {"TERM": term}
    prepare(environ)
    assert environ["TEXTUAL_DISABLE_KITTY_KEY"] == "1"


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_show_screens_is_sent_to_the_commands(term):
    with pytest.raises(UnsuitableTerminal, match="every action is also a command"):
        prepare({"TERM": term})


def test_what_could_run_other_code_or_freeze_the_size_is_taken_out():
    environ = {
        "TERM": "xterm",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL": "debug",
        "TEXTUAL_PRESS": "f10",
        "PYTHONSTARTUP": "/tmp/x",
        "LINES": "5",
        "COLUMNS": "5",
        "HOME": "/home/clerk",
    }
    prepare(environ)
    assert {name for name in environ if not name.startswith("TEXTUAL_")} == {
        "TERM",
        "HOME",
        "ESCDELAY",
    }
    assert "evil" not in "".join(environ.values())
    assert "TEXTUAL_PRESS" not in environ


@pytest.mark.parametrize(("width", "height"), [(79, 24), (80, 23), (60, 20)])
def test_a_terminal_too_small_is_told_what_is_needed(width, height):
    assert too_small(width, height) == f"Terminal is {width}x{height}; needs 80x24"


def test_eighty_by_twenty_four_is_enough():
    assert too_small(80, 24) is None
