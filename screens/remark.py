"""A remark for the history."""

from __future__ import annotations

from dopcrm_tui.rules.vocabulary import Action
from screens.words_dialog import WordsDialog


class RemarkDialog(WordsDialog):
    """Ask for a remark; the customer is not told."""

    ACTION = Action.REMARK
    LABEL = "Remark"
    EXPLAINED = {"text": "What was found or done. The history keeps it; the customer is not told."}
