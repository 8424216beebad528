"""Deadlines as values: what running, standing still and ringing mean."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from casework import POLICY, complaint_in
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.vocabulary import DeadlineKind, State, Task

RESOLVE, INFORMATION = DeadlineKind.RESOLVE, DeadlineKind.INFORMATION
T0 = datetime(2026, 11, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)
times = st.timedeltas(timedelta(0), timedelta(days=7300)).map(lambda spell: T0 + spell)
spells = st.timedeltas(timedelta(0), timedelta(days=900))


@given(times, times, spells)
def test_a_pause_makes_due_later_by_its_own_length_and_never_earlier(due, stopped, spell):
    armed = clocks.arm({}, RESOLVE, due)
    standing = clocks.pause(armed, stopped, RESOLVE)
    again = clocks.resume(standing, stopped + spell, RESOLVE)
    assert again[RESOLVE].due_at == due + spell
    assert again[RESOLVE].due_at >= due


@given(times, times, times)
def test_a_clock_that_stands_still_never_rings(due, stopped, later):
    standing = clocks.pause(clocks.arm({}, RESOLVE, due), stopped, RESOLVE)
    assert standing[RESOLVE].paused
    assert not clocks.passed(standing, RESOLVE, later)


@given(times, times, times)
def test_pausing_twice_is_pausing_once(due, stopped, later):
    once = clocks.pause(clocks.arm({}, RESOLVE, due), stopped, RESOLVE)
    assert clocks.pause(once, later, RESOLVE) == once


@given(times, times)
def test_a_running_clock_is_not_resumed(due, now):
    armed = clocks.arm({}, RESOLVE, due)
    assert clocks.resume(armed, now, RESOLVE) == armed


def test_what_is_late_when_paused_is_as_late_when_resumed():
    late = clocks.pause(clocks.arm({}, RESOLVE, T0 - 3 * SECOND), T0, RESOLVE)
    later = clocks.resume(late, T0 + timedelta(days=5), RESOLVE)
    assert later[RESOLVE].due_at == T0 + timedelta(days=5) - 3 * SECOND


@given(times)
def test_an_alarm_rings_at_its_deadline_and_not_a_second_before(due):
    armed = clocks.arm({}, RESOLVE, due)
    assert clocks.passed(armed, RESOLVE, due)
    assert clocks.passed(armed, RESOLVE, due + SECOND)
    assert not clocks.passed(armed, RESOLVE, due - SECOND)


def test_what_was_never_armed_never_rings():
    assert not clocks.passed({}, RESOLVE, T0)
    assert clocks.pause({}, T0, RESOLVE) == {}
    assert clocks.resume({}, T0, RESOLVE) == {}
    assert clocks.void({}, RESOLVE) == {}


def test_arming_anew_replaces_the_old_alarm_and_leaves_the_others():
    both = clocks.arm(clocks.arm({}, RESOLVE, T0), INFORMATION, T0)
    anew = clocks.arm(both, RESOLVE, T0 + SECOND)
    assert anew == {RESOLVE: Deadline(T0 + SECOND), INFORMATION: Deadline(T0)}


def test_voiding_leaves_the_others():
    both = clocks.arm(clocks.arm({}, RESOLVE, T0), INFORMATION, T0)
    assert clocks.void(both, INFORMATION) == {RESOLVE: Deadline(T0)}


def test_the_mappings_handed_in_stay_as_they_were():
    armed = {RESOLVE: Deadline(T0)}
    clocks.pause(armed, T0, RESOLVE)
    clocks.void(armed, RESOLVE)
    clocks.arm(armed, INFORMATION, T0)
    assert armed == {RESOLVE: Deadline(T0)}


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.PENDING, DeadlineKind.RESOLVE),
        (State.EXTERNAL, DeadlineKind.RESOLVE),
        (State.INFO_SOUGHT, DeadlineKind.INFORMATION),
        (State.CONFIRMATION_SOUGHT, DeadlineKind.CONFIRMATION),
    ],
)
def test_a_complaint_is_due_when_the_alarm_of_its_state_is(state, kind):
    all_armed = {other: Deadline(T0 + timedelta(days=9)) for other in DeadlineKind}
    assert clocks.due_at(state, {**all_armed, kind: Deadline(T0)}) == T0
    assert clocks.due_at(state, {**all_armed, kind: Deadline(None, SECOND)}) is None
    assert clocks.due_at(state, {}) is None


def test_a_closed_complaint_is_never_due():
    assert clocks.due_at(State.CLOSED, dict.fromkeys(DeadlineKind, Deadline(T0))) is None


@pytest.mark.parametrize("was_due", [T0 - timedelta(days=3), T0 + timedelta(days=30)])
@pytest.mark.parametrize(
    ("state", "window"),
    [
        (State.CONFIRMATION_SOUGHT, timedelta(hours=48)),
        (State.INFO_SOUGHT, timedelta(days=7)),
    ],
)
def test_a_question_not_yet_delivered_stands_where_its_window_would_end(was_due, state, window):
    before = complaint_in(State.PENDING)
    after = replace(before, state=state, deadlines={})
    assert clocks.sorts_at(before, after, was_due, T0, POLICY) == T0 + window


@pytest.mark.parametrize("state", [State.CONFIRMATION_SOUGHT, State.INFO_SOUGHT])
def test_a_customer_who_is_to_be_phoned_is_due_at_once_and_then_stays_there(state):
    asked = replace(complaint_in(state), deadlines={})
    unreached = replace(asked, task=Task.PHONE_CUSTOMER)
    stood = T0 + timedelta(hours=48)
    assert clocks.sorts_at(asked, unreached, stood, T0, POLICY) == T0
    later = T0 + timedelta(hours=5)
    assert clocks.sorts_at(unreached, unreached, T0, later, POLICY) == T0


def test_a_task_that_ends_when_the_customer_is_asked_does_not_make_it_due():
    before = replace(complaint_in(State.PENDING), task=Task.SEND_INTERIM)
    after = replace(before, state=State.CONFIRMATION_SOUGHT, task=None, deadlines={})
    assert clocks.sorts_at(before, after, T0, T0, POLICY) == T0 + timedelta(hours=48)


def test_a_remark_while_the_customer_is_asked_moves_the_complaint_nowhere():
    asked = replace(complaint_in(State.CONFIRMATION_SOUGHT), deadlines={})
    stood = T0 + timedelta(hours=48)
    later = T0 + timedelta(hours=20)
    assert clocks.sorts_at(asked, asked, stood, later, POLICY) == stood
