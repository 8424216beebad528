"""What became of a message from outside: one word, and a sentence where the word is not all."""

from dataclasses import dataclass

from data.queries.cases import Case
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import InvalidInput, Refusal
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, State

RECORDED = {
    Action.ACCEPT: "accepted",
    Action.REJECT: "rejected",
    Action.ASK_CLARIFICATION: "clarification asked",
    Action.GIVE_INFORMATION: "information given",
    Action.WITHDRAW: "withdrawn",
    Action.RATE: "rated",
}
_OF_RULE = {
    "answer window": "late",
    "rate once": "rated already",
    "code locked": "code locked",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, and of which complaint.

    `template` names the notice by which the customer is told, where that helps them; `proved` is
    whether the message had the right code.
    """

    word: str
    sentence: str = ""
    complaint_id: int | None = None
    template: str | None = None
    proved: bool = False

    @property
    def text(self) -> str:
        """The outcome as it is kept and shown."""
        return f"{self.word}: {self.sentence}" if self.sentence else self.word


def refused(case: Case, answer: Action, against: Refusal, *, proved: bool) -> Outcome:
    """Return the outcome of an answer that was refused."""
    word, sentence = _word_of(case, against), str(against)
    if word == "late":
        sentence = _late(case, answer) or sentence
    return Outcome(word, sentence, case.row.id, "answer_refused", proved)


def _word_of(case: Case, against: Refusal) -> str:
    if against.rule == "state" and case.facts.state is State.CLOSED:
        return "closed already"
    if against.rule == "code" and isinstance(against, InvalidInput):
        return "wrong code"
    return _OF_RULE.get(against.rule, "refused")


def _late(case: Case, answer: Action) -> str:
    informs = answer is Action.GIVE_INFORMATION
    asked = DeadlineKind.INFORMATION if informs else DeadlineKind.CONFIRMATION
    alarm = case.facts.deadlines.get(asked)
    if alarm is None or alarm.due_at is None:
        return ""
    return f"The time to answer on {case.facts.shown} was over at {show_time(alarm.due_at)}."
