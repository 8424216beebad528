"""What is typed into a dialog, kept on this machine until it is sent or thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from dopcrm_tui.rules.dates import show_clock
from dopcrm_tui.services.drafts import Draft
from dopcrm_tui.services.kept_entries import KeptEntry
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField

if TYPE_CHECKING:
    from screens.dialog import Dialog
    from screens.draft_writer import DraftWriter

NEVER_KEPT = frozenset({"code", "count"})
"""What proves something: it is typed anew."""


class DialogDraft:
    """The draft of one dialog; a dialog without sentences has none."""

    def __init__(self, dialog: Dialog[Any], writer: DraftWriter) -> None:
        self._dialog, self._writer = dialog, writer
        self._blank = dialog.prose
        self._seen: Draft | None = None

    def bring_back(self) -> None:
        """Fill in what an earlier session typed into the same dialog, and say when."""
        if (left := self._writer.acts.pop(self._dialog.about, None)) is None:
            return
        self._dialog.key = left.key
        for field in _fields(self._dialog):
            entry = left.entries.get(field.id or "")
            if entry is None:
                continue
            if isinstance(field, TextField):
                field.text = entry.text
                field.move_cursor(field.document.end)
            elif isinstance(field, Field):
                field.value = entry.text
                field.cursor_position = len(entry.text)
        self._dialog.say(f"This is what you typed until {show_clock(left.saved_at)}.")

    def note(self) -> None:
        """Have written what stands in the dialog, when it is written."""
        self._writer.touch(self._dialog.key, self._snapshot)

    def end(self) -> None:
        """Let go of it: it was sent, or thrown away."""
        self._writer.touch(self._dialog.key, lambda: None, at_once=True)

    def _snapshot(self) -> Draft | None:
        if self._dialog.is_attached:  # while it is taken away its fields go one by one
            self._seen = self._now()
        return self._seen

    def _now(self) -> Draft | None:
        if self._dialog.prose == self._blank:
            return None
        entries = {field.id or "": KeptEntry(text=_text(field)) for field in _fields(self._dialog)}
        return Draft(
            key=self._dialog.key,
            about=self._dialog.about,
            saved_at=self._writer.desk.clock(),
            filled=sum(bool(entry.text) for entry in entries.values()),
            entries=entries,
        )


def _fields(dialog: Dialog[Any]) -> Iterable[Widget]:
    fields = dialog.query("Field, TextField").results(Widget)
    return (field for field in fields if field.id and field.id not in NEVER_KEPT)


def _text(field: Widget) -> str:
    if isinstance(field, TextField):
        return field.text
    return field.value if isinstance(field, Field) else ""
