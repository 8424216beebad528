"""Asking the customer to confirm that the complaint is resolved."""

from __future__ import annotations

from dopcrm_tui.rules.vocabulary import Action
from screens.words_dialog import WordsDialog


class ConfirmationDialog(WordsDialog):
    """Ask how it was resolved; the customer reads it and has 48 hours to answer."""

    ACTION = Action.SEEK_CONFIRMATION
    LABEL = "Resolution"
    EXPLAINED = {"text": "What was done, as the customer will read it. They answer by code."}
