"""The cells of the registration form: a label, its field, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe
from screens.registration_asks import Ask
from screens.registration_fields import (
    AnyField,
    ChoiceInput,
    CodeInput,
    Lines,
    OfficeInput,
    OneLine,
)
from screens.registration_files import FilesInput

LABEL_WIDTH = 20

_FIELDS: dict[str, type[OneLine] | type[Lines]] = {
    "grievance": CodeInput,
    "choice": ChoiceInput,
    "office": OfficeInput,
    "files": FilesInput,
    "lines": Lines,
}


class Cell(Widget):
    """A label, its field, and beneath them what is wrong."""

    def __init__(self, ask: Ask) -> None:
        """Make the cell of a question."""
        super().__init__(classes="story" if ask.kind in ("lines", "files") else "")
        self.ask = ask
        self.field: AnyField = _FIELDS.get(ask.kind, OneLine)(ask)
        self._label = f"{ask.label} *" if ask.required else ask.label
        self.field.styles.margin = (0, 1, 0, max(LABEL_WIDTH, len(self._label) + 1))
        self._said = Passage(classes="said")
        self._said.display = False
        self._problem = ""

    def render(self) -> Content:
        """Draw the label; the field lies beside it."""
        return safe(self._label)

    def compose(self) -> ComposeResult:
        """Lay out the field and the room for a sentence."""
        yield self.field
        yield from self.field.below
        yield self._said

    @property
    def problem(self) -> str:
        """What is wrong with the answer, or odd."""
        return self._problem

    @problem.setter
    def problem(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self._said.display = bool(sentence)
            self._said.update(safe(f"! {sentence}"))
            self.set_class(bool(sentence), "wrong")


def pair(cells: Sequence[Cell]) -> None:
    """Put each half-line cell beside its neighbour; one without a neighbour takes a whole line."""
    left: Cell | None = None
    for cell in cells:
        if left and cell.ask.half:
            left.add_class("half")
            cell.add_class("half")
        left = cell if cell.ask.half and not cell.has_class("half") else None
