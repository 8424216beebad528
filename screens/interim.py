"""Telling the customer why it takes longer, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.dates import parse_any_date, show_day
from dopcrm_tui.rules.interim import InterimDraft
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Send
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row


class InterimReplyDialog(ActDialog):
    """Ask for the reason and the date by which to expect more, drafted where there is a draft."""

    ACTION = Action.INTERIM_REPLY
    EXPLAINED = {
        "reason": "Why it takes longer, as the customer will read it. The clock goes on.",
        "expected_by": "The day by which the customer hears more, as 31-12-2026; not before "
        "tomorrow.",
    }

    def __init__(
        self,
        title: str,
        send: Send[Doing],
        last: Doing | None = None,
        *,
        draft: InterimDraft | None = None,
    ) -> None:
        """Make the dialog, filled with `draft`."""
        super().__init__(title, send, last)
        self._draft = draft

    def fields(self) -> Iterable[Widget]:
        """Return the reason and the date."""
        reason = self._draft.reason if self._draft else ""
        day = show_day(self._draft.expected_by) if self._draft else ""
        yield row("Reason", TextField(reason, id="reason"))
        yield row("Expected by", Field(day, id="expected_by", placeholder="dd-mm-yyyy"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing, or no date."""
        reason, day = self.typed("reason"), self.typed("expected_by")
        insist({"reason": empty("Reason", reason), "expected_by": _no_date(day)})
        return Act(action=self.ACTION, reason=reason, expected_by=parse_any_date(day))

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        self.query_one("#reason", TextField).text = last.act.reason
        self.query_one("#expected_by", Field).value = show_day(last.act.expected_by or date.min)


def _no_date(text: str) -> str | None:
    if missing := empty("Expected by", text):
        return missing
    try:
        parse_any_date(text)
    except ValueError as problem:
        return f"Expected by: {problem}"
    return None
