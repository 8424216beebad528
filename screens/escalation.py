"""Escalating by hand."""

from __future__ import annotations

from dopcrm_tui.rules.vocabulary import Action
from screens.words_dialog import WordsDialog


class EscalationDialog(WordsDialog):
    """Ask why a complaint is to go one level up."""

    ACTION = Action.ESCALATE
    LABEL = "Reason"
    FIELD = "reason"
    EXPLAINED = {
        "reason": "Why this office cannot resolve it. The next level and the customer are told."
    }
