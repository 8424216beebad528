"""Figures of a report to be looked at: bars, and shades that tell more from less without colour."""

from __future__ import annotations

from functools import cache

from rich.bar import Bar
from rich.console import Console

from dopcrm_tui.rules.reporting.figures import Figure

SHADES = (" ", ".", ":", "o", "O", "#")
"""From nothing to the most; every terminal has them."""


def bar(figure: Figure, most: float, width: int) -> str:
    """Return a bar as long as a figure is of the most, at most `width` cells."""
    if not figure or most <= 0 or width <= 0:
        return ""
    console = _console()
    drawn = console.render(Bar(most, 0, figure, width=width), console.options)
    blocks = "".join(segment.text for segment in drawn).rstrip()
    return "".join("#" if block == "█" else "-" for block in blocks) or "-"


@cache
def _console() -> Console:
    return Console(width=1_000, color_system=None, force_terminal=False)


def shade(figure: Figure, most: float) -> str:
    """Return how much a figure is of the most, as a sign that gets darker."""
    if not figure or most <= 0:
        return SHADES[0]
    place = 1 + int(figure / most * (len(SHADES) - 2))
    return SHADES[min(place, len(SHADES) - 1)]
