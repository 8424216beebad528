"""Attaching a file to a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.widget import Widget

from dopcrm_tui.terminal.fields import Field
from screens.dialog import Dialog
from screens.doing import empty, insist
from screens.parts import row


@dataclass(frozen=True, slots=True)
class Attaching:
    """The path of a file, and the key by which it is attached once."""

    path: str
    key: str


class AttachDialog(Dialog[Attaching]):
    """Ask for the file to attach."""

    EXPLAINED = {"attachments": "The path of a JPEG or PDF on this machine, at most 200 KB."}

    def fields(self) -> Iterable[Widget]:
        """Return the one field."""
        return [row("File", Field(id="attachments", placeholder="JPEG or PDF, at most 200 KB"))]

    def answer(self) -> Attaching:
        """Return the path. Raises `InvalidInput` where there is none."""
        path = self.query_one("#attachments", Field).value.strip()
        insist({"attachments": empty("File", path)})
        return Attaching(path, self.key)

    def recall(self, last: Attaching) -> None:
        """Fill in the path sent before."""
        self.query_one("#attachments", Field).value = last.path
