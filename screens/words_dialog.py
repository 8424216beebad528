"""Dialogs that ask for one text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.terminal.text_field import TextField
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row


class WordsDialog(ActDialog):
    """Ask for one text of several lines."""

    LABEL: ClassVar[str]
    FIELD: ClassVar[str] = "text"
    """The field of `Act` it fills, and what a refusal calls it."""

    def fields(self) -> Iterable[Widget]:
        """Return the one field."""
        return [row(self.LABEL, TextField(id=self.FIELD))]

    def act(self) -> Act:
        """Return the act with the text. Raises `InvalidInput` where there is none."""
        text = self._field.text
        insist({self.FIELD: empty(self.LABEL, text)})
        said: dict[str, Any] = {self.FIELD: text}
        return Act(action=self.ACTION, **said)

    def recall(self, last: Doing) -> None:
        """Fill in the text sent before."""
        self._field.text = getattr(last.act, self.FIELD)

    @property
    def _field(self) -> TextField:
        return self.query_one(f"#{self.FIELD}", TextField)
