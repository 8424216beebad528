"""The field people type into: one line high, no blinking cursor, nothing copied out of secrets."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input


class Field(Input):
    """A one-line field; it is sent nothing while nobody types (a blinking cursor is 75 KB/min)."""

    # Textual arranges the whole screen anew when this changes, which here each letter does, and
    # nothing moves: a field is as long as its place, and one line high.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    takes_text = True
    """Capitals typed here are capitals, not the small letters they would be anywhere else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Take what Input takes; `compact` is given."""
        super().__init__(*args, compact=True, **kwargs)
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        """Show how long the field is, also while it is empty: the first letter then changes one."""
        strip = super().render_line(y)
        return strip.extend_cell_length(self.size.width, self.rich_style)
