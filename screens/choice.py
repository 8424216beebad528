"""One of a few answers by its digit, all of them in sight beside the field."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.containers import Horizontal
from textual.widgets import Label, Static

from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe


class Choice(Field):
    """A field of one digit; once it is typed the next field has its turn."""

    def __init__(self, name: str, words: Mapping[str, str], start: str = "") -> None:
        """Make the field called `name`; `words` says what each digit stands for."""
        super().__init__(start, id=name, max_length=1, restrict=f"[{''.join(words)}]?")
        self.words = said(words)

    def put(self, digit: str) -> None:
        """Fill in a digit as if it had stood there before: no auto-advance follows."""
        with self.prevent(self.Changed):
            self.value = digit

    @on(Field.Changed)
    def go_on(self) -> None:
        """Go to the next field, where there is one."""
        if self.value and self.has_focus and self.screen.focus_chain[-1] is not self:
            self.screen.focus_next()

    def restricted(self) -> None:
        """Ring no bell."""


def said(words: Mapping[str, str]) -> str:
    """Return the answers in one line: `1 close  2 escalate`."""
    return "  ".join(f"{digit} {word}" for digit, word in words.items())


def choice_row(label: str, choice: Choice) -> Horizontal:
    """Return a choice behind its label, and its answers behind it."""
    answers = Static(safe(choice.words), classes="answers")
    return Horizontal(Label(safe(label)), choice, answers, classes="row choice")
