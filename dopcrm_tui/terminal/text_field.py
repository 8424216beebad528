"""The field of several lines; apart from `fields`, whose importers need no editor of text."""

from __future__ import annotations

from typing import Any

from textual.widgets import TextArea


class TextField(TextArea):
    """A field of several lines; Tab leaves it."""

    takes_text = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Take what TextArea takes; `compact` and `tab_behavior` are given."""
        super().__init__(*args, compact=True, tab_behavior="focus", **kwargs)
        self.cursor_blink = False
