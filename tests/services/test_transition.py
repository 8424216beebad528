"""Every refusal of the lifecycle, through the services: state by action by role by level.

The expected answers come from `lifecycle_oracle`, which climbs a small tree of offices and knows
none of our rules. Every state is reached by acts, never written.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from casebook import SIGNED, Casebook
from casework import act_of
from lifecycle_oracle import (
    ANYWHERE,
    COUNTERS,
    NOTHING_THERE,
    SOURCES,
    THE_CUSTOMERS,
    THE_SWEEPERS,
    Case,
)
from short_form import every
from situations import SITUATIONS, Situation, bring_about, holder_in
from small_offices import PEOPLE, Rehearsal, code_of, settle

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import SWEEPER, Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, Role, State
from dopcrm_tui.services.transition import transit

ACTIONS = [action for action in Action if action is not Action.REGISTER]


@pytest.fixture
def people(store):
    return settle(store)


@pytest.fixture
def small(desk, people, clock):
    return Casebook(desk, people, clock)


def case_of(situation: Situation, action: Action, who: str) -> Case:
    """The attempt in the oracle's words."""
    role, office = PEOPLE[who]
    taken_by = "nobody" if situation.taker is None else "colleague"
    return Case(
        action=action.value,
        role=role.value,
        office=office,
        holder=holder_in(situation),
        registered="far_sub",
        state=situation.state.value,
        level=situation.level,
        directed=situation.directed,
        taken_by="me" if situation.taker == who else taken_by,
        confined=situation.confined,
        named=situation.named,
    )


def on_paper(case: Case) -> bool:
    """Whether no question is open whose code could be quoted."""
    return case.action == "withdraw" and case.state in {"pending", "external"}


ASKED = {"info_sought": "information", "confirmation_sought": "confirmation"}
"""What the customer was asked in the situations of these states; in closed ones it was answered."""


def is_proved(case: Case) -> bool:
    """Whether the customer's newest code is one for this answer."""
    if case.action == "give_information":
        return ASKED.get(case.state) == "information"
    if case.action == "withdraw":
        return case.state in ASKED
    return ASKED.get(case.state) == "confirmation" or case.state == "closed"


def expected(case: Case) -> str:
    """The oracle's answer, as the doors of the services give it.

    What belongs to the sweeper has no door for people; answers are taken down by those at a counter
    only; a signed statement only where the complaint is seen; and where it is not seen, nothing but
    the right code is told anything.
    """
    no_counter = case.action in THE_CUSTOMERS and case.role not in COUNTERS
    if case.action in THE_SWEEPERS or no_counter:
        return "NotPermitted"
    if on_paper(case) and not case.seen:
        return "NotFound"
    if case.action in THE_CUSTOMERS and not case.seen and not is_proved(case):
        return "InvalidInput"
    return case.outcome


def attempt(desk: Desk, actor: Actor, number: str, case: Case, code: str) -> str:
    """Try it and return what came of it."""
    act = act_of(Action(case.action), proof=None)
    if act.action is Action.JOIN_INCIDENT:
        act = replace(act, reference=number)
    if act.route:
        act = replace(act, route=(code_of("home"), code_of("sibling")))
    try:
        if act.action is Action.ATTACH:
            desk.papers.attach(actor, number, [SIGNED])
        elif case.action in THE_CUSTOMERS:
            proof = {"signed_statement": SIGNED} if on_paper(case) else {"code": code}
            desk.answers.respond(actor, number, act, **proof)
        else:
            desk.processing.act(actor, number, act)
    except Refusal as refusal:
        return type(refusal).__name__
    return "allowed"


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_everybody_tries_everything(small, store, people, clock, random, situation):
    number = bring_about(small, situation)
    asked = any("code" in notice.variables for notice in small.notices(number))
    code = small.code(number) if asked else "123456"
    cases = [(who, case_of(situation, action, who)) for who in PEOPLE for action in ACTIONS]
    refused = [(who, case) for who, case in cases if expected(case) != "allowed"]
    granted = [(who, case) for who, case in cases if expected(case) == "allowed"]

    before = small.everything()
    answers = {
        f"{case}": attempt(small.desk, people[who], number, case, code) for who, case in refused
    }
    assert answers == {f"{case}": expected(case) for _, case in refused}
    assert small.everything() == before, "a refusal changed something"

    rehearsal = Desk.over(Rehearsal(store.engine), clock=clock, chance=random)
    answers = {
        f"{case}": attempt(rehearsal, people[who], number, case, code) for who, case in granted
    }
    assert answers == {f"{case}": "allowed" for _, case in granted}
    assert small.everything() == before


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("situation", every(4, SITUATIONS), ids=str)
def test_everybody_tries_everything_on_a_server(small, store, people, clock, random, situation):
    test_everybody_tries_everything(small, store, people, clock, random, situation)


def test_the_attempts_hold_every_answer_for_every_action():
    """Else the test above would prove less than it says."""
    answers: dict[str, Counter[str]] = {}
    for situation in SITUATIONS:
        for who in PEOPLE:
            for action in ACTIONS:
                case = case_of(situation, action, who)
                answers.setdefault(case.action, Counter())[expected(case)] += 1
    for action, counted in answers.items():
        wanted = {"NotPermitted"}
        if action not in THE_SWEEPERS | NOTHING_THERE:
            wanted |= {"allowed"} if SOURCES[action] == ANYWHERE else {"Conflict", "allowed"}
        assert wanted <= counted.keys(), action


@pytest.mark.parametrize("situation", SITUATIONS[:25], ids=str)
def test_the_sweeper_does_what_is_due_and_nothing_else(small, store, clock, situation):
    """A hundred days later every deadline has passed."""
    number = bring_about(small, situation)
    clock.advance(days=100)
    ground = Desk.over(Rehearsal(store.engine), clock=clock).intake.ground
    answers = {}
    for action in ACTIONS:
        try:
            with ground.store.writing() as session:
                transit(session, ground, number, act_of(action), SWEEPER, None)
            answers[action] = "allowed"
        except Refusal as refusal:
            answers[action] = type(refusal).__name__
    assert answers == {action: expected_of_sweeper(situation, action) for action in ACTIONS}


OURS = {State.PENDING, State.EXTERNAL}


def expected_of_sweeper(situation: Situation, action: Action) -> str:
    """Silence was to mean closing; a question out with the customer stops the clock of the desk."""
    if action is Action.INFORMATION_LAPSES_ESCALATED and situation.state is State.INFO_SOUGHT:
        return "Conflict"
    if action is Action.INTERIM_DRAFTED and situation.level and situation.state in OURS:
        return "Conflict"  # a higher office has been given its own time
    return Case(
        action.value,
        Role.SWEEPER.value,
        None,
        "home",
        "far_sub",
        situation.state.value,
        situation.level,
    ).outcome


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_replaying_the_history_gives_where_the_complaint_stands(small, situation):
    number = bring_about(small, situation)
    small.clock.advance(seconds=1)
    events, facts = small.events(number), small.facts(number)
    assert [event.sequence for event in events] == list(range(1, facts.version + 1))
    state, level, office = None, 0, None
    for event in events:
        assert event.from_state == state
        assert event.escalation_level >= level
        state, level, office = event.to_state, event.escalation_level, event.office_id
    assert (state, level, office) == (facts.state, facts.escalation_level, facts.holder.id)


def test_nothing_of_the_department_runs_while_the_customer_is_asked(small):
    number = bring_about(small, Situation(State.INFO_SOUGHT))
    small.clock.advance(days=6)
    with pytest.raises(Refusal):
        small.sweep(number, Action.ESCALATE)
    small.clock.now += timedelta(days=1)
    assert small.sweep(number, Action.INFORMATION_LAPSES_CLOSED).state == State.CLOSED
