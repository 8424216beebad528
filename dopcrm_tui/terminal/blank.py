"""A screen that shows nothing, for when somebody looks over a shoulder."""

from __future__ import annotations

from textual.screen import Screen

BLANK_KEY = "f2"


class BlankScreen(Screen[None]):
    """Nothing at all; any key shows what was there before."""
