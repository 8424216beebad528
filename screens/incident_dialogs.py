"""Putting a complaint to an incident, and taking it out again."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row
from screens.words_dialog import WordsDialog


class JoiningDialog(ActDialog):
    """Ask for a complaint of the incident; the first one is called by its own number."""

    ACTION = Action.JOIN_INCIDENT
    EXPLAINED = {
        "reference": "The number of a complaint of the incident; an incident is called by that of "
        "its first one."
    }

    def fields(self) -> Iterable[Widget]:
        """Return the one field."""
        yield row("Of complaint", Field(id="reference", max_length=20))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` where no number is typed."""
        reference = self.typed("reference")
        insist({"reference": empty("Of complaint", reference)})
        return Act(action=self.ACTION, reference=reference)

    def recall(self, last: Doing) -> None:
        """Fill in the incident of before."""
        self.query_one("#reference", Field).value = last.act.reference


class LeavingDialog(WordsDialog):
    """Ask why it does not belong there."""

    ACTION = Action.LEAVE_INCIDENT
    LABEL = "Reason"
    FIELD = "reason"
    EXPLAINED = {"reason": "Why it has another cause. The history keeps it."}
