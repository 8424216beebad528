"""Every refusal of the lifecycle, generated and compared with the words of the design."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from casework import (
    COLLEAGUE,
    ME,
    NOW,
    OPERATOR,
    POLICY,
    actor,
    at_level,
    complaint_in,
    ringing,
)
from lifecycle_oracle import SOURCES, Case
from small_tree import IDS

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.guards import allowed, refusal
from dopcrm_tui.rules.vocabulary import (
    ACCOUNT_ROLES,
    Action,
    DeadlineKind,
    Level,
    OnSilence,
    Role,
    State,
)

SECOND = timedelta(seconds=1)
LAPSES = {
    "information_lapses_closed",
    "information_lapses_escalated",
    "confirmation_lapses",
    "external_reminder",
    "interim_drafted",
    "escalate",
}
RELATIONS = (
    "home",
    "sibling",
    "head",
    "division",
    "region",
    "circle",
    "directorate",
    "next_division",
    "far_circle",
    "far_sub",
)
ASSIGNEES = {"nobody": None, "me": ME, "colleague": COLLEAGUE}


def attempt(case: Case) -> str:
    """What the rules say, at a moment when no clock stands in the way."""
    complaint = complaint_in(
        State(case.state),
        case.holder,
        escalation_level=Level(case.level),
        directed=case.directed,
        confined=case.confined,
        named=frozenset({ME}) if case.named else frozenset(),
        assignee_id=ASSIGNEES[case.taken_by],
        registered_office_id=IDS[case.registered],
    )
    if case.action == "information_lapses_escalated":
        complaint = replace(complaint, on_silence=OnSilence.ESCALATE)
    if case.action == "interim_drafted":
        alarms = {**complaint.deadlines, DeadlineKind.INTERIM: Deadline(NOW)}
        complaint = replace(complaint, deadlines=alarms)
    if case.action in LAPSES:
        complaint = ringing(complaint)
    who = actor(Role(case.role), case.office)
    against = refusal(complaint, Action(case.action), who, NOW, POLICY)
    return type(against).__name__ if against else "allowed"


def actors():
    yield from ((role.value, office) for role, office in product(ACCOUNT_ROLES, RELATIONS))
    yield from (("complainant", None), ("sweeper", None))


def differences(cases) -> str:
    wrong = [
        f"{case}: the design says {case.outcome}, the rules say {said}"
        for case in cases
        if (said := attempt(case)) != case.outcome
    ]
    return "\n".join([*wrong[:12], f"({len(wrong)} differences)"]) if wrong else ""


@pytest.mark.parametrize("action", SOURCES)
def test_every_attempt_ends_as_the_design_says(action):
    takers = ASSIGNEES if action in {"take", "release"} else ("nobody", "colleague")
    cases = (
        Case(action, role, office, "home", "far_sub", state.value, level, directed, taken)
        for state, (role, office), level, directed, taken in product(
            State, actors(), range(5), (False, True), takers
        )
    )
    assert not (found := differences(cases)), found


@pytest.mark.parametrize("action", SOURCES)
def test_confined_and_named_are_hidden_whatever_is_attempted(action):
    cases = (
        Case(
            action, role, office, "home", "far_sub", state.value, level, confined=shut, named=named
        )
        for state, (role, office), level, shut, named in product(
            State, actors(), (0, 2), (False, True), (False, True)
        )
    )
    assert not (found := differences(cases)), found


@pytest.mark.parametrize("holder", ["division", "circle", "directorate", "far_sub", "mail", "head"])
def test_every_holder_of_the_tree_obeys_the_same_words(holder):
    offices = {holder, "home", "division", "circle", "far_circle", "far_division", "directorate"}
    roles = [(role.value, office) for role, office in product(ACCOUNT_ROLES, sorted(offices))]
    cases = (
        Case(action, role, office, holder, "next_sub", state.value, level, directed)
        for action, state, (role, office), level, directed in product(
            SOURCES, State, roles, range(5), (False, True)
        )
    )
    assert not (found := differences(cases)), found


def test_the_offered_actions_are_the_permitted_ones():
    offered = allowed(complaint_in(State.PENDING), OPERATOR, NOW, POLICY)
    assert {action.value for action, against in offered.items() if against is None} == {
        "take",
        "remark",
        "attach",
        "correct_contact",
        "interim_reply",
        "transfer",
        "refer_external",
        "seek_information",
        "seek_confirmation",
        "escalate",
        "withdraw",
        "open_enquiry",
        "claim_compensation",
        "join_incident",
    }


def test_what_is_not_offered_says_why():
    offered = allowed(complaint_in(State.PENDING, **at_level(1)), OPERATOR, NOW, POLICY)
    assert str(offered[Action.SEEK_CONFIRMATION]) == (
        "Seek confirmation belongs to the handler's people."
    )
    assert str(offered[Action.ACCEPT]) == (
        "Accept is not possible: 2607-123456-4 is “Pending for Resolution”, "
        "not “Closure Confirmation Sought”."
    )
