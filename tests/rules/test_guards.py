"""Every refusal of the lifecycle, generated and compared with the words of the design."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from casework import (
    CALL_CENTRE,
    CLOSURE,
    COLLEAGUE,
    CUSTOMER,
    DIVISION,
    ME,
    NOW,
    OPERATOR,
    POLICY,
    POSTMASTER,
    SWEEPER,
    actor,
    at_level,
    complaint_in,
    ringing,
)
from lifecycle_oracle import SOURCES, Case
from small_tree import IDS

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.guards import allowed, refusal
from dopcrm_tui.rules.refusals import Conflict
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
        "interim_reply",
        "transfer",
        "refer_external",
        "seek_information",
        "seek_confirmation",
        "escalate",
        "withdraw",
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


ANSWERS = {
    "give_information": State.INFO_SOUGHT,
    "accept": State.CONFIRMATION_SOUGHT,
    "reject": State.CONFIRMATION_SOUGHT,
    "ask_clarification": State.CONFIRMATION_SOUGHT,
}
SILENCES = {
    "information_lapses_closed": (State.INFO_SOUGHT, OnSilence.CLOSE),
    "information_lapses_escalated": (State.INFO_SOUGHT, OnSilence.ESCALATE),
    "confirmation_lapses": (State.CONFIRMATION_SOUGHT, None),
}


@pytest.mark.parametrize("action", ANSWERS)
def test_an_answer_counts_a_second_before_the_deadline_and_not_at_it(action):
    due = ringing(complaint_in(ANSWERS[action]))
    for who in (CUSTOMER, OPERATOR, CALL_CENTRE):
        assert refusal(due, Action(action), who, NOW - SECOND, POLICY) is None
        late = refusal(due, Action(action), who, NOW, POLICY)
        assert isinstance(late, Conflict)
        assert late.rule == "answer window"


@pytest.mark.parametrize("action", ANSWERS)
def test_an_answer_counts_at_any_time_while_no_alarm_runs(action):
    asked = complaint_in(ANSWERS[action], deadlines={})
    late = NOW + timedelta(days=400)
    assert refusal(asked, Action(action), CUSTOMER, late, POLICY) is None


@pytest.mark.parametrize("action", SILENCES)
def test_silence_counts_at_the_deadline_and_not_a_second_before(action):
    state, means = SILENCES[action]
    due = ringing(complaint_in(state, on_silence=means))
    assert refusal(due, Action(action), SWEEPER, NOW, POLICY) is None
    early = refusal(due, Action(action), SWEEPER, NOW - SECOND, POLICY)
    assert isinstance(early, Conflict)
    assert early.rule == "deadline"


@pytest.mark.parametrize("action", SILENCES)
def test_silence_means_nothing_where_the_notice_never_arrived(action):
    state, means = SILENCES[action]
    asked = complaint_in(state, on_silence=means, deadlines={})
    against = refusal(asked, Action(action), SWEEPER, NOW + timedelta(days=400), POLICY)
    assert isinstance(against, Conflict)


@pytest.mark.parametrize(
    ("action", "means"),
    [
        ("information_lapses_closed", OnSilence.ESCALATE),
        ("information_lapses_escalated", OnSilence.CLOSE),
    ],
)
def test_silence_means_what_the_officer_said_it_would(action, means):
    due = ringing(complaint_in(State.INFO_SOUGHT, on_silence=means))
    against = refusal(due, Action(action), SWEEPER, NOW, POLICY)
    assert isinstance(against, Conflict)
    assert against.rule == "silence"


@pytest.mark.parametrize("state", [State.PENDING, State.EXTERNAL])
def test_the_sweeper_escalates_at_the_deadline_and_not_a_second_before(state):
    due = ringing(complaint_in(state))
    assert refusal(due, Action.ESCALATE, SWEEPER, NOW, POLICY) is None
    assert isinstance(refusal(due, Action.ESCALATE, SWEEPER, NOW - SECOND, POLICY), Conflict)


@pytest.mark.parametrize(
    ("action", "state", "kind"),
    [
        (Action.EXTERNAL_REMINDER, State.EXTERNAL, DeadlineKind.EXTERNAL),
        (Action.INTERIM_DRAFTED, State.PENDING, DeadlineKind.INTERIM),
        (Action.INTERIM_DRAFTED, State.EXTERNAL, DeadlineKind.INTERIM),
    ],
)
def test_reminders_and_drafts_come_when_their_alarm_rings_and_not_before(action, state, kind):
    due = complaint_in(state, deadlines={kind: Deadline(NOW)})
    assert refusal(due, action, SWEEPER, NOW, POLICY) is None
    assert isinstance(refusal(due, action, SWEEPER, NOW - SECOND, POLICY), Conflict)
    never = complaint_in(state, deadlines={})
    assert isinstance(refusal(never, action, SWEEPER, NOW + 400 * SECOND, POLICY), Conflict)


@pytest.mark.parametrize("action", ANSWERS)
def test_an_answer_counts_by_when_it_was_said_not_by_when_it_is_recorded(action):
    asked = ringing(complaint_in(ANSWERS[action]))
    hour = 3600 * SECOND
    in_time = refusal(asked, Action(action), CUSTOMER, NOW + hour, POLICY, said_at=NOW - SECOND)
    late = refusal(asked, Action(action), CUSTOMER, NOW + hour, POLICY, said_at=NOW)
    assert in_time is None
    assert isinstance(late, Conflict)


def test_people_escalate_before_any_deadline():
    assert refusal(complaint_in(State.PENDING), Action.ESCALATE, OPERATOR, NOW, POLICY) is None


def test_nobody_escalates_beyond_the_directorate_by_hand():
    at_the_top = complaint_in(State.PENDING, **at_level(4))
    against = refusal(
        at_the_top, Action.ESCALATE, actor(Role.SUPERVISOR, "directorate"), NOW, POLICY
    )
    assert isinstance(against, Conflict)
    assert against.rule == "ladder"


@pytest.mark.parametrize(("days", "stands"), [(30, True), (31, False)])
def test_a_complaint_is_reopened_within_thirty_days(days, stands):
    closed = complaint_in(
        State.CLOSED, closure=replace(CLOSURE, at=NOW - timedelta(days=days) + SECOND)
    )
    if stands:
        assert refusal(closed, Action.REOPEN, DIVISION, NOW, POLICY) is None
    else:
        assert isinstance(refusal(closed, Action.REOPEN, DIVISION, NOW, POLICY), Conflict)


def test_a_customer_rates_once():
    assert refusal(complaint_in(State.CLOSED), Action.RATE, CUSTOMER, NOW, POLICY) is None
    rated = complaint_in(State.CLOSED, rating=3)
    against = refusal(rated, Action.RATE, CUSTOMER, NOW, POLICY)
    assert isinstance(against, Conflict)
    assert against.rule == "rate once"


def test_a_supervisor_takes_over_what_a_colleague_has_taken():
    taken = complaint_in(State.PENDING, assignee_id=COLLEAGUE)
    assert refusal(taken, Action.TAKE, POSTMASTER, NOW, POLICY) is None
    assert isinstance(refusal(taken, Action.TAKE, OPERATOR, NOW, POLICY), Conflict)


def test_who_took_it_and_moved_away_has_nothing_to_release():
    taken = complaint_in(State.PENDING, assignee_id=ME)
    for role, office in ((Role.AUDITOR, "directorate"), (Role.OPERATOR, "far_sub")):
        assert refusal(taken, Action.RELEASE, actor(role, office), NOW, POLICY) is not None
