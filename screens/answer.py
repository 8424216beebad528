"""The customer's answer, as told at the counter or on the phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.widget import Widget
from textual.widgets import Static

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services.cases import ComplaintView
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.choice import Choice, choice_row, said
from screens.dialog import Dialog, Send
from screens.doing import empty, insist
from screens.parts import row

CODE_LENGTH = 6

_ANSWERS = {
    State.CONFIRMATION_SOUGHT: {
        "1": (Action.ACCEPT, "accepts"),
        "2": (Action.REJECT, "rejects"),
        "3": (Action.ASK_CLARIFICATION, "asks to clarify"),
        "4": (Action.WITHDRAW, "withdraws"),
    },
    State.INFO_SOUGHT: {
        "1": (Action.GIVE_INFORMATION, "gives the information"),
        "2": (Action.WITHDRAW, "withdraws"),
    },
}
_WITHDRAWS = {"1": (Action.WITHDRAW, "withdraws the complaint")}
"""What a customer who was asked nothing can say."""

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


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer was asked, if anything, and what they can answer."""

    title: str
    label: str
    text: str
    answers: Mapping[str, tuple[Action, str]]

    @property
    def words(self) -> dict[str, str]:
        """What each digit stands for."""
        return {digit: word for digit, (_, word) in self.answers.items()}

    @property
    def actions(self) -> dict[str, Action]:
        """What each digit does."""
        return {digit: action for digit, (action, _) in self.answers.items()}


def question_of(view: ComplaintView) -> Question:
    """Return what the customer of a complaint is asked now."""
    label, text = {
        State.CONFIRMATION_SOUGHT: ("Proposed", view.resolution),
        State.INFO_SOUGHT: ("Asked", view.question),
    }.get(view.state, ("", ""))
    title = f"Customer's answer on {show_number(view.number)}"
    return Question(title, label, text or "", _ANSWERS.get(view.state, _WITHDRAWS))


class AnswerDialog(Dialog[CustomerAnswer]):
    """Ask what the customer answers, or that they withdraw, and for the proof of it."""

    EXPLAINED = {
        "answer": "What the customer says: type the digit before it.",
        "code": _CODE_HELP,
        "text": "What the customer tells, in their words; or why they withdraw.",
        "reason": "Why the customer rejects or withdraws, or what they ask.",
        "rating": "1 to 5, where the customer gives one with the acceptance.",
        "feedback": "What the customer adds, where they do.",
        "statement": _STATEMENT_HELP,
    }

    def __init__(
        self, question: Question, send: Send[CustomerAnswer], last: CustomerAnswer | None = None
    ) -> None:
        """Make the dialog for what the customer was asked."""
        super().__init__(question.title, send, last)
        self._question = question
        self._said = "text" if Action.GIVE_INFORMATION in question.actions.values() else "reason"

    def fields(self) -> Iterable[Widget]:
        """Return what was asked, and the fields in the order they are asked at the counter."""
        asked = self._question
        if asked.text:
            yield row(asked.label, Static(safe(asked.text, newlines=True), classes="asked"))
        alone = "1" if len(asked.answers) == 1 else ""
        yield choice_row("Customer", Choice("answer", asked.words, alone))
        yield from _proof()
        label = "Information" if self._said == "text" else "Reason"
        yield row(label, TextField(id=self._said))
        if Action.ACCEPT in asked.actions.values():
            yield from _rating()

    def on_mount(self) -> None:
        """Begin with the proof where there is one answer only."""
        if len(self._question.answers) == 1:
            self.query_one("#code").focus()

    def answer(self) -> CustomerAnswer:
        """Return the answer. Raises `InvalidInput` where none is chosen, or nothing is told."""
        chosen = self._question.actions.get(self.query_one("#answer", Field).value)
        words = self.query_one(f"#{self._said}", TextField).text
        if chosen is None:
            insist({"answer": f"Choose the answer: {said(self._question.words)}."})
        if chosen is Action.GIVE_INFORMATION:
            insist({"text": empty("Information", words)})
            return _proved(self, Act(action=chosen, text=words))
        if chosen is Action.ACCEPT:
            return _proved(self, _rated(self, chosen))
        return _proved(self, Act(action=chosen or Action.WITHDRAW, reason=words))

    def recall(self, last: CustomerAnswer) -> None:
        """Fill in what was said before; code and statement prove one complaint's answer only."""
        digits = {action: digit for digit, action in self._question.actions.items()}
        self.query_one("#answer", Choice).put(digits.get(last.act.action, ""))
        self.query_one(f"#{self._said}", TextField).text = last.act.text or last.act.reason


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

    def recall(self, last: CustomerAnswer) -> None:
        """Fill in what was said before; code and statement prove one complaint's answer only."""
        self.query_one("#rating", Field).value = str(last.act.rating or "")
        self.query_one("#feedback", Field).value = last.act.feedback


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
