"""Words that come when they are known, and take as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from textual.visual import VisualType

PRIVATE = ("_layout_required", "_layout_updates")
"""The names of Textual's own on which this stands; a test looks that they are there."""


class Passage(Static):
    """A text of any height, measured anew with each update.

    Textual keeps what it has measured until a layout is asked for. Where one was asked for already,
    and the screen was laid out since, it would go by the text before: the last lines were not seen.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show another text."""
        if layout and self._layout_required:
            self._layout_updates += 1
        super().update(content, layout=layout)
