"""What an act does to the alarms: armed, paused, resumed, rung, and the tasks they leave."""

from dataclasses import replace
from datetime import timedelta

import pytest
from casework import (
    CUSTOMER,
    NOW,
    OPERATOR,
    POLICY,
    SWEEPER,
    act_of,
    at_level,
    complaint_in,
    ringing,
)

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.policy import RunsFrom
from dopcrm_tui.rules.vocabulary import (
    Action,
    DeadlineKind,
    OnSilence,
    State,
    Task,
)

DAY = timedelta(days=1)
RESOLVE, INFORMATION = DeadlineKind.RESOLVE, DeadlineKind.INFORMATION
CONFIRMATION, EXTERNAL = DeadlineKind.CONFIRMATION, DeadlineKind.EXTERNAL
INTERIM = DeadlineKind.INTERIM

PENDING = complaint_in(State.PENDING)
ASKED = complaint_in(State.CONFIRMATION_SOUGHT)
INFORMED = complaint_in(State.INFO_SOUGHT)
ABROAD = complaint_in(State.EXTERNAL)
CLOSED = complaint_in(State.CLOSED)
RISEN = complaint_in(State.PENDING, **at_level(1))


def done(complaint, action, who, policy=POLICY, **said):
    return decide(complaint, act_of(action, **said), who, NOW, policy)


def test_asking_for_information_stops_the_departments_clock():
    after = done(PENDING, Action.SEEK_INFORMATION, OPERATOR).after
    left = PENDING.deadlines[RESOLVE].due_at - NOW
    assert after.deadlines == {RESOLVE: Deadline(None, left)}
    assert after.on_silence is OnSilence.CLOSE


def test_the_seven_days_start_when_the_notice_is_delivered():
    sought = done(PENDING, Action.SEEK_INFORMATION, OPERATOR).after
    delivered = done(sought, Action.NOTICE_DELIVERED, SWEEPER).after
    assert delivered.deadlines[INFORMATION] == Deadline(NOW + 7 * DAY)


def test_policy_can_start_them_when_information_is_sought():
    early = replace(POLICY, information_runs_from=RunsFrom.ASKING)
    sought = done(PENDING, Action.SEEK_INFORMATION, OPERATOR, early).after
    assert sought.deadlines[INFORMATION] == Deadline(NOW + 7 * DAY)


@pytest.mark.parametrize("action", ["seek_information", "seek_confirmation"])
def test_no_interim_reply_is_drafted_while_the_customer_is_asked(action):
    both = {RESOLVE: Deadline(NOW + 9 * DAY), INTERIM: Deadline(NOW + 6 * DAY)}
    asked = done(replace(PENDING, deadlines=both), Action(action), OPERATOR).after
    assert asked.deadlines[INTERIM] == Deadline(None, 6 * DAY)
    asked = done(asked, Action.NOTICE_DELIVERED, SWEEPER).after
    answer = Action.GIVE_INFORMATION if action == "seek_information" else Action.ASK_CLARIFICATION
    again = decide(asked, act_of(answer), CUSTOMER, NOW + DAY, POLICY).after
    assert again.deadlines == {RESOLVE: Deadline(NOW + 10 * DAY), INTERIM: Deadline(NOW + 7 * DAY)}


def test_information_given_starts_it_again_where_it_stood():
    after = done(INFORMED, Action.GIVE_INFORMATION, CUSTOMER).after
    assert after.deadlines == {RESOLVE: Deadline(NOW + 9 * DAY)}
    assert after.on_silence is None


def test_the_48_hours_start_when_the_notice_is_delivered():
    asked = done(PENDING, Action.SEEK_CONFIRMATION, OPERATOR).after
    assert set(asked.deadlines) == {RESOLVE}
    delivered = done(asked, Action.NOTICE_DELIVERED, SWEEPER).after
    assert delivered.deadlines[CONFIRMATION] == Deadline(NOW + 2 * DAY)


def test_a_second_delivery_does_not_start_them_anew():
    assert done(ASKED, Action.NOTICE_DELIVERED, SWEEPER).after.deadlines == ASKED.deadlines


def test_policy_can_start_them_when_the_question_is_asked():
    early = replace(POLICY, confirmation_runs_from=RunsFrom.ASKING)
    asked = done(PENDING, Action.SEEK_CONFIRMATION, OPERATOR, early).after
    assert asked.deadlines[CONFIRMATION] == Deadline(NOW + 2 * DAY)


@pytest.mark.parametrize("asked", [ASKED, INFORMED], ids=lambda asked: asked.state.value)
def test_no_deadline_runs_after_a_notice_that_cannot_be_delivered(asked):
    after = done(asked, Action.NOTICE_UNDELIVERABLE, SWEEPER).after
    assert after.state is asked.state
    assert all(deadline.paused for deadline in after.deadlines.values())


@pytest.mark.parametrize(("postal_inquiry", "days"), [(False, 30), (True, 60)])
def test_an_external_authority_has_its_own_window(postal_inquiry, days):
    after = done(PENDING, Action.REFER_EXTERNAL, OPERATOR, postal_inquiry=postal_inquiry).after
    assert after.deadlines[EXTERNAL] == Deadline(NOW + days * DAY)
    assert after.deadlines[RESOLVE] == PENDING.deadlines[RESOLVE]


def test_coming_back_from_outside_ends_that_window_only():
    after = done(ABROAD, Action.EXTERNAL_RETURN, OPERATOR).after
    assert after.deadlines == {RESOLVE: ABROAD.deadlines[RESOLVE]}


def test_a_clarification_resumes_the_work_and_the_next_question_has_a_new_48_hours():
    asked = done(ASKED, Action.ASK_CLARIFICATION, CUSTOMER).after
    assert asked.clarify
    assert asked.deadlines == {RESOLVE: Deadline(NOW + 9 * DAY)}
    again = done(asked, Action.SEEK_CONFIRMATION, OPERATOR).after
    assert not again.clarify
    later = decide(again, act_of(Action.NOTICE_DELIVERED), SWEEPER, NOW + 3 * DAY, POLICY).after
    assert later.deadlines[CONFIRMATION] == Deadline(NOW + 5 * DAY)


def test_who_was_not_reached_is_to_be_phoned_until_a_notice_arrives():
    unreached = done(ASKED, Action.NOTICE_UNDELIVERABLE, SWEEPER).after
    assert unreached.task is Task.PHONE_CUSTOMER
    reached = done(unreached, Action.NOTICE_DELIVERED, SWEEPER).after
    assert reached.task is None
    assert reached.deadlines[CONFIRMATION] == Deadline(NOW + 2 * DAY)


def test_an_authority_that_does_not_answer_is_to_be_reminded_again_and_again():
    reminded = done(ringing(ABROAD), Action.EXTERNAL_REMINDER, SWEEPER).after
    assert reminded.task is Task.REMIND_AUTHORITY
    assert reminded.deadlines[EXTERNAL] == Deadline(NOW + 7 * DAY)
    assert done(reminded, Action.EXTERNAL_UPDATE, OPERATOR).after.task is None
    assert done(reminded, Action.EXTERNAL_RETURN, OPERATOR).after.task is None


def test_an_interim_reply_is_drafted_once_and_sent_by_the_handler():
    near = replace(PENDING, deadlines={**PENDING.deadlines, INTERIM: Deadline(NOW)})
    decision = done(near, Action.INTERIM_DRAFTED, SWEEPER)
    assert decision.after.task is Task.SEND_INTERIM
    assert decision.after.deadlines == PENDING.deadlines
    assert decision.event == {"reason": "Awaiting the hub", "expected_by": "2026-11-20"}
    assert done(decision.after, Action.INTERIM_REPLY, OPERATOR).after.task is None


def test_a_reply_before_the_draft_leaves_nothing_to_draft():
    near = replace(PENDING, deadlines={**PENDING.deadlines, INTERIM: Deadline(NOW + DAY)})
    assert done(near, Action.INTERIM_REPLY, OPERATOR).after.deadlines == PENDING.deadlines


@pytest.mark.parametrize("complaint", [PENDING, ABROAD], ids=lambda it: it.state.value)
def test_an_interim_reply_does_not_stop_the_clock(complaint):
    assert done(complaint, Action.INTERIM_REPLY, OPERATOR).after.deadlines == complaint.deadlines
