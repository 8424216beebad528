"""Dialogs that ask for one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.widget import Widget

from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Dialog
from screens.parts import row


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the key by which it acts once."""

    text: str
    key: str


class WordsDialog(Dialog[Words]):
    """Ask for one text of several lines."""

    LABEL: ClassVar[str]
    FIELD: ClassVar[str] = "text"
    """What a refusal calls the field."""

    def fields(self) -> Iterable[Widget]:
        """Return the one field."""
        return [row(self.LABEL, TextField(id=self.FIELD))]

    def answer(self) -> Words:
        """Return the text. Raises `InvalidInput` where there is none."""
        if not self._field.text.strip():
            raise InvalidInput({self.FIELD: f"{self.LABEL} is empty. Please fill it in."})
        return Words(self._field.text, self.key)

    def recall(self, last: Words) -> None:
        """Fill in the text sent before."""
        self._field.text = last.text

    @property
    def _field(self) -> TextField:
        return self.query_one(f"#{self.FIELD}", TextField)
