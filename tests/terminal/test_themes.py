"""Every look can be read, and shows focus and selection without colour."""

import re
from itertools import pairwise, product

import pytest
from textual.color import Color

from dopcrm_tui.terminal.themes import CONTRAST_DARK, CONTRAST_LIGHT, THEMES

TEXT = ["foreground", "text", "text-muted", "text-disabled", "text-primary", "text-accent"]
STATUS = ["text-warning", "text-error", "text-success"]
PAPER = ["background", "surface", "panel"]
COLOUR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)[;m]")
BRIGHT = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:9[0-7]|10[0-7]|[34]8)[;m]")


def luminance(colour: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 255 for value in colour.rgb]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(ink: str, paper: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted(luminance(Color.parse(colour)) for colour in (ink, paper))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)
def test_every_ink_of_the_high_contrast_themes_stands_out_seven_to_one(theme):
    colours = theme.to_color_system().generate()
    pairs = product(TEXT + STATUS, PAPER)
    faint = [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 7.0]
    assert faint == []


@pytest.mark.parametrize("theme", [CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)
def test_statuses_differ_in_lightness_and_not_only_in_hue(theme):
    colours = theme.to_color_system().generate()
    lights = sorted(luminance(Color.parse(colours[name])) + 0.05 for name in STATUS)
    assert all(lighter / darker > 1.1 for darker, lighter in pairwise(lights))


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_the_field_with_the_focus_is_reversed_in_every_theme(theme, open_toy):
    toy = open_toy(theme=theme)
    toy.wait_for("ready")
    toy.press("Ravi\t98")
    toy.wait_for("98")
    toy.settle()
    assert toy.is_reversed("98")
    assert not toy.is_reversed("Ravi")


def test_no_color_sends_no_colour_and_still_shows_the_focus(open_toy):
    toy = open_toy(env={"NO_COLOR": "1"})
    toy.wait_for("ready")
    toy.press("Ravi")
    toy.wait_for("Ravi")
    toy.settle()
    assert toy.is_reversed("Ravi")
    assert not COLOUR.search(bytes(toy.raw))


@pytest.mark.parametrize("term", ["linux", "vt220"])
def test_an_old_terminal_gets_the_first_eight_colours_only(term, open_toy):
    toy = open_toy("list", term=term)
    toy.wait_for("at 0")
    toy.press("\x1b[B")
    toy.wait_for("at 1")
    toy.settle()
    assert not BRIGHT.search(bytes(toy.raw))
    assert b"\x1b[>" not in toy.raw


def test_a_dumb_terminal_is_refused_with_one_sentence(open_toy):
    toy = open_toy(term="dumb")
    assert toy.exit_status() == 1
    assert "every action is also a command" in toy.text.replace("\n", "")
    assert b"\x1b[" not in toy.raw
