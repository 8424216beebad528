"""What a supervisor above the holder does: direct, close by direction, reopen, review."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.processing import REFERENCE_MAX
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row
from screens.words_dialog import WordsDialog


class DirectionDialog(WordsDialog):
    """Ask what the holder's people are to do; the level stays."""

    ACTION = Action.DIRECT
    LABEL = "Direction"
    EXPLAINED = {"text": "What the holder's people are to do. You alone seek confirmation after."}


class ClosureByDirectionDialog(ActDialog):
    """Ask for the order by which a complaint is closed without the customer's word, and why."""

    ACTION = Action.CLOSE_BY_DIRECTION
    EXPLAINED = {
        "reference": "The number of the order. The closure is marked with it for ever.",
        "reason": "Why it is closed without asking the customer, who is told.",
    }

    def fields(self) -> Iterable[Widget]:
        """Return the order and the reason."""
        yield row("Order reference", Field(id="reference", max_length=REFERENCE_MAX))
        yield row("Reason", TextField(id="reason"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing."""
        reference, reason = self.typed("reference"), self.typed("reason")
        insist(
            {"reference": empty("Order reference", reference), "reason": empty("Reason", reason)}
        )
        return Act(action=self.ACTION, reference=reference, reason=reason)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        self.query_one("#reference", Field).value = last.act.reference
        self.query_one("#reason", TextField).text = last.act.reason


class ReopeningDialog(WordsDialog):
    """Ask why the closure was improper."""

    ACTION = Action.REOPEN
    LABEL = "Reason"
    FIELD = "reason"
    EXPLAINED = {"reason": "Why it was closed improperly. The customer and the history are told."}


class ReviewDialog(WordsDialog):
    """Ask what a reviewer has found."""

    ACTION = Action.REVIEW
    LABEL = "Remark"
    EXPLAINED = {
        "text": "What you found when you looked at how it was worked. The history keeps it; the "
        "customer is not told."
    }
