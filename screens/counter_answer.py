"""A customer's answer at any counter: the number and the code are enough, wherever it is held."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Iterable
from dataclasses import replace

from textual.widget import Widget

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.answer import CustomerAnswer, RatingDialog
from screens.case_work import told as told_of
from screens.choice import Choice, choice_row, said
from screens.parts import row

ANSWERS = {
    "1": Action.ACCEPT,
    "2": Action.REJECT,
    "3": Action.ASK_CLARIFICATION,
    "4": Action.GIVE_INFORMATION,
    "5": Action.WITHDRAW,
    "6": Action.RATE,
}
WORDS = {
    "1": "accepts",
    "2": "rejects",
    "3": "asks to clarify",
    "4": "gives information",
    "5": "withdraws",
    "6": "rates",
}
_RATED = frozenset({Action.ACCEPT, Action.RATE})


class CounterAnswerDialog(RatingDialog):
    """Ask whose answer it is, what they say, and for the proof of it; nothing is looked up."""

    EXPLAINED = {
        **RatingDialog.EXPLAINED,
        "number": "The complaint number on the customer's notice or slip, eleven digits.",
        "answer": "Accepts or rejects the resolution, asks for clarification, gives the "
        "information asked for, withdraws, or rates what is closed.",
        "reason": "Why the customer rejects or withdraws, what they ask, or the information.",
    }

    def __init__(self, desk: Desk, actor: Actor, say: Callable[[str], None]) -> None:
        """Make the dialog; `say` is told what became of the complaint."""
        super().__init__("Customer's answer", self._respond)
        self._desk, self._actor, self._tell = desk, actor, say

    def fields(self) -> Iterable[Widget]:
        """Return the fields in the order they are asked at the counter."""
        rating, feedback, code, statement = super().fields()
        number = Field(id="number", max_length=20, placeholder="such as 2607-123456-4")
        yield row("Complaint", number)
        yield choice_row("Answer", Choice("answer", WORDS))
        yield code
        yield row("Words", TextField(id="reason"))
        yield from (rating, feedback, statement)

    def answer(self) -> CustomerAnswer:
        """Return the answer. Raises `InvalidInput` for number, answer and words together."""
        chosen = ANSWERS.get(self.query_one("#answer", Field).value)
        words = self.query_one("#reason", TextField).text
        problems = {}
        try:
            self._number()
        except ValueError as problem:
            problems["number"] = str(problem)
        if chosen is None:
            problems["answer"] = f"Choose the answer: {said(WORDS)}."
        if chosen is Action.GIVE_INFORMATION and not words.strip():
            problems["reason"] = "Words is empty: type the information the customer gives."
        if problems or chosen is None:
            raise InvalidInput(problems)
        told = super().answer()
        return told if chosen is Action.RATE else replace(told, act=_act(chosen, told.act, words))

    def _number(self) -> str:
        """Return the number typed. Raises ValueError."""
        return parse_number(self.query_one("#number", Field).value)

    async def _respond(self, said: CustomerAnswer) -> None:
        paper = None
        if said.statement and not said.code:
            paper = await to_thread(self._desk.papers.bring, said.statement, "statement")
        acted = await to_thread(
            self._desk.answers.respond,
            self._actor,
            self._number(),
            said.act,
            code=said.code or None,
            signed_statement=paper,
            key=said.key,
        )
        self._tell(told_of(acted))


def _act(chosen: Action, rated: Act, words: str) -> Act:
    if chosen in _RATED:
        return replace(rated, action=chosen)
    if chosen is Action.GIVE_INFORMATION:
        return Act(action=chosen, text=words)
    return Act(action=chosen, reason=words)
