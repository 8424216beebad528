"""Asking an external authority: to refer, to note what it says, to take the complaint back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, Authority
from dopcrm_tui.services.processing import REFERENCE_MAX
from dopcrm_tui.terminal.fields import Field
from screens.choice import Choice, choice_row, said
from screens.doing import ActDialog, Doing, empty, insist
from screens.parts import row
from screens.words_dialog import WordsDialog

AUTHORITIES = {
    "1": Authority.AIR_CARGO,
    "2": Authority.CUSTOMS,
    "3": Authority.FOREIGN_ADMINISTRATION,
}
_WORDS = {digit: which.value.replace("_", " ") for digit, which in AUTHORITIES.items()}
_YES_NO = {"1": "yes", "2": "no"}


class ReferralDialog(ActDialog):
    """Ask for the authority and for what the complaint is filed under there."""

    ACTION = Action.REFER_EXTERNAL
    EXPLAINED = {
        "authority": f"Who has to answer now: {said(_WORDS)}.",
        "reference": "What the authority files it under: their letter, case or query number.",
        "postal_inquiry": "Whether it is a postal inquiry, which is given 60 days in place of 30.",
    }

    def fields(self) -> Iterable[Widget]:
        """Return the authority, its reference, and whether it is a postal inquiry."""
        yield choice_row("Authority", Choice("authority", _WORDS))
        yield row("Their reference", Field(id="reference", max_length=REFERENCE_MAX))
        yield choice_row("Postal inquiry", Choice("postal_inquiry", _YES_NO, "2"))

    def act(self) -> Act:
        """Return the act. Raises `InvalidInput` naming what is missing."""
        authority = AUTHORITIES.get(self.typed("authority"))
        reference = self.typed("reference")
        missing = None if authority else f"Authority is empty. Choose it: {said(_WORDS)}."
        insist({"authority": missing, "reference": empty("Their reference", reference)})
        postal = self.typed("postal_inquiry") == "1"
        return Act(
            action=self.ACTION, authority=authority, reference=reference, postal_inquiry=postal
        )

    def recall(self, last: Doing) -> None:
        """Fill in what was sent before."""
        digit = next(key for key, each in AUTHORITIES.items() if each is last.act.authority)
        self.query_one("#authority", Choice).put(digit)
        self.query_one("#reference", Field).value = last.act.reference
        self.query_one("#postal_inquiry", Choice).put("1" if last.act.postal_inquiry else "2")


class ExternalUpdateDialog(WordsDialog):
    """Ask what the authority says while it still has the complaint."""

    ACTION = Action.EXTERNAL_UPDATE
    LABEL = "Update"
    EXPLAINED = {"text": "What the authority says for now. It keeps the complaint."}


class ExternalReturnDialog(WordsDialog):
    """Ask what came of it; the complaint comes back to the office."""

    ACTION = Action.EXTERNAL_RETURN
    LABEL = "Outcome"
    EXPLAINED = {"text": "What the authority found or did. The complaint is pending here again."}
