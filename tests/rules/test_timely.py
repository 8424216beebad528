"""When an action may be done: the windows, the alarms, and what was said in time."""

from dataclasses import replace
from datetime import timedelta

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

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.vocabulary import (
    Action,
    DeadlineKind,
    OnSilence,
    Role,
    State,
)

SECOND = timedelta(seconds=1)

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
