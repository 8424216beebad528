"""Where a complaint can stand, and how it is brought there, act by act."""

from dataclasses import dataclass

from casebook import Casebook, document
from casework import act_of
from small_offices import PEOPLE, code_of
from small_tree import NAMES

from dopcrm_tui.rules.vocabulary import Action, OnSilence, State
from dopcrm_tui.services.new_complaint import parse_form

LEVELS = range(5)


@dataclass(frozen=True)
class Situation:
    """Where a complaint stands; `str(situation)` is the name of the test."""

    state: State
    level: int = 0
    directed: bool = False
    taker: str | None = None
    confined: bool = False
    named: bool = False

    def __str__(self) -> str:
        marks = [mark for mark in ("directed", "confined", "named") if getattr(self, mark)]
        taken = [f"taken by {self.taker}"] if self.taker else []
        return " ".join([self.state, f"L{self.level}", *marks, *taken])


SITUATIONS = [Situation(state, level) for level in LEVELS for state in State] + [
    Situation(State.PENDING, taker="operator home"),
    Situation(State.PENDING, taker="colleague"),
    Situation(State.PENDING, 1, directed=True),
    Situation(State.PENDING, 1, directed=True, taker="colleague"),
    Situation(State.EXTERNAL, 1, directed=True),
    Situation(State.PENDING, 2, taker="chief"),
    Situation(State.PENDING, confined=True),
    Situation(State.CONFIRMATION_SOUGHT, confined=True),
    Situation(State.PENDING, named=True),
    Situation(State.INFO_SOUGHT, named=True),
    Situation(State.CLOSED, named=True),
]


def bring_about(small: Casebook, situation: Situation) -> str:
    """Lead a new complaint against the home office into a situation, act by act."""
    number = _registered(small, situation)
    for _ in range(situation.level):
        small.act(number, Action.ESCALATE, "chief", reason="Needs a higher office.")
    if situation.directed:
        small.act(number, Action.DIRECT, "division chief", text="Search again.")
    if situation.taker:
        small.act(number, Action.TAKE, situation.taker)
    _lead(small, number, situation.state)
    facts = small.facts(number)
    assert (facts.state, facts.escalation_level) == (situation.state, situation.level)
    assert NAMES[facts.holder.id] == holder_in(situation)
    return number


def _registered(small: Casebook, situation: Situation) -> str:
    everybody = [small.staff[name].employee_id for name in PEOPLE]
    typed = document(
        grievance="802" if situation.confined else "823",
        against_office=code_of("home"),
        complainant={"pin": None},
        named=everybody if situation.named else [],
    )
    typed["subject"] = {"incident_office": code_of("home")}
    return small.desk.intake.register(small.staff["registrar"], parse_form(typed)).number


def _lead(small: Casebook, number: str, state: State) -> None:
    if state is State.EXTERNAL:
        words = act_of(Action.REFER_EXTERNAL)
        small.act(
            number,
            Action.REFER_EXTERNAL,
            "chief",
            authority=words.authority,
            reference=words.reference,
        )
    if state is State.INFO_SOUGHT:
        words = {"text": "Which counter?", "on_silence": OnSilence.CLOSE}
        small.act(number, Action.SEEK_INFORMATION, "chief", **words)
        small.deliver()
    if state in {State.CONFIRMATION_SOUGHT, State.CLOSED}:
        small.seek(number, "chief")
        small.deliver()
    if state is State.CLOSED:
        small.answer(number, Action.ACCEPT, "registrar", code=small.code(number))


def holder_in(situation: Situation) -> str:
    """A confined complaint goes one level up (design, section 4)."""
    return "division" if situation.confined else "home"
