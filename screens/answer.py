"""The customer's answer, as told at the counter or on the phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.widget import Widget

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Dialog
from screens.parts import row

ANSWERS = {"1": Action.ACCEPT, "2": Action.REJECT, "3": Action.ASK_CLARIFICATION}
CHOICES = "1 accepts   2 rejects   3 asks for clarification"
CODE_LENGTH = 6

_CODE_HELP = "The six digits the customer was sent. Without a code, attach a signed statement."
_STATEMENT_HELP = (
    "The path of the customer's signed statement, a JPEG or PDF, where there is no code."
)


@dataclass(frozen=True, slots=True)
class CustomerAnswer:
    """What the customer said, what proves it, and the key by which it acts once."""

    act: Act
    code: str
    statement: str
    key: str


class AnswerDialog(Dialog[CustomerAnswer]):
    """Ask what the customer answers to the resolution, and for the proof of it."""

    EXPLAINED = {
        "answer": CHOICES,
        "code": _CODE_HELP,
        "reason": "Why the customer rejects, or what they ask.",
        "rating": "1 to 5, where the customer gives one with the acceptance.",
        "feedback": "What the customer adds, where they do.",
        "statement": _STATEMENT_HELP,
    }

    def fields(self) -> Iterable[Widget]:
        """Return the fields in the order they are asked at the counter."""
        answer = Field(id="answer", max_length=1, restrict="[123]?", placeholder=CHOICES)
        return [row("Answer", answer), *_proof(), row("Reason", TextField(id="reason")), *_rating()]

    @on(Field.Changed, "#answer")
    def to_code(self, changed: Field.Changed) -> None:
        """Go to the code once the answer is chosen."""
        if changed.value and changed.input.has_focus:
            self.query_one("#code").focus()

    def answer(self) -> CustomerAnswer:
        """Return the answer. Raises `InvalidInput` where none is chosen."""
        chosen = ANSWERS.get(self.query_one("#answer", Field).value)
        if chosen is None:
            raise InvalidInput({"answer": f"Choose the answer: {CHOICES}."})
        act = Act(action=chosen, reason=self.query_one("#reason", TextField).text)
        if chosen is Action.ACCEPT:
            act = _rated(self, chosen)
        return _proved(self, act)


class RatingDialog(Dialog[CustomerAnswer]):
    """Ask for the customer's rating of a closed complaint."""

    EXPLAINED = {
        "rating": "1 (poor) to 5 (very good).",
        "feedback": "What the customer adds, where they do.",
        "code": _CODE_HELP,
        "statement": _STATEMENT_HELP,
    }

    def fields(self) -> Iterable[Widget]:
        """Return rating, feedback and proof."""
        return [*_rating(), *_proof()]

    def answer(self) -> CustomerAnswer:
        """Return the rating."""
        return _proved(self, _rated(self, Action.RATE))


def _rating() -> list[Widget]:
    rating = Field(id="rating", max_length=1, restrict="[1-5]?", placeholder="1 to 5")
    return [row("Rating", rating), row("Feedback", Field(id="feedback"))]


def _proof() -> list[Widget]:
    code = Field(id="code", max_length=CODE_LENGTH + 2, placeholder="six digits")
    statement = Field(id="statement", placeholder="or the file of a signed statement")
    return [row("Response code", code), row("Statement", statement)]


def _rated(dialog: Dialog[CustomerAnswer], action: Action) -> Act:
    rating = dialog.query_one("#rating", Field).value
    feedback = dialog.query_one("#feedback", Field).value
    return Act(action=action, rating=int(rating) if rating else None, feedback=feedback)


def _proved(dialog: Dialog[CustomerAnswer], act: Act) -> CustomerAnswer:
    code, statement = (dialog.query_one(name, Field).value for name in ("#code", "#statement"))
    return CustomerAnswer(act, code.strip(), statement.strip(), dialog.key)
