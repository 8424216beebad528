"""Asking the customer for what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, OnSilence
from dopcrm_tui.terminal.text_field import TextField
from screens.choice import Choice, choice_row, said
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row

SILENCES = {"1": OnSilence.CLOSE, "2": OnSilence.ESCALATE}
_WORDS = {digit: silence.value for digit, silence in SILENCES.items()}


class InformationRequestDialog(ActDialog):
    """Ask what the customer is to be asked, and what it means when they do not answer."""

    ACTION = Action.SEEK_INFORMATION
    EXPLAINED = {
        "text": "What the customer is to tell, as they will read it. They answer by code.",
        "on_silence": f"What becomes of the complaint when no answer comes: {said(_WORDS)}.",
    }

    def fields(self) -> Iterable[Widget]:
        """Return the question and the meaning of silence."""
        yield row("Question", TextField(id="text"))
        yield choice_row("Silence means", Choice("on_silence", _WORDS))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing."""
        question, silence = self.typed("text"), SILENCES.get(self.typed("on_silence"))
        missing = None if silence else f"Silence means is empty. Choose it: {said(_WORDS)}."
        insist({"text": empty("Question", question), "on_silence": missing})
        return Act(action=self.ACTION, text=question, on_silence=silence)

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        digit = next(key for key, each in SILENCES.items() if each is last.act.on_silence)
        self.query_one("#text", TextField).text = last.act.text
        self.query_one("#on_silence", Choice).put(digit)
