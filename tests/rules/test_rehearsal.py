"""Histories played again under another number: what the alarms would have done."""

from datetime import timedelta

import pytest
from casework import OPERATOR, SWEEPER
from hypothesis import HealthCheck, given, settings
from led_history import BORN, CUSTOMER, Led, led
from small_tree import PATH_OF_ID, PATHS

from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.rehearsal import Change, Outcome, rehearse
from dopcrm_tui.rules.vocabulary import Action, Level, OnSilence

DAY = timedelta(days=1)
unhurried = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def played(history: Led, change=None, until=None):
    return rehearse(
        history.case,
        history.entries,
        PATH_OF_ID.__getitem__,
        lambda _: history.policy,
        until=until or history.now,
        change=change,
    )


def test_a_shorter_limit_makes_late_what_was_in_time():
    history = Led(limit=30 * DAY)
    history.now += 20 * DAY
    history.act(Action.WITHDRAW, CUSTOMER)
    assert played(history) == {}
    shorter = played(history, Change("resolve_limit_mail", 10 * DAY))
    assert shorter == {Outcome.LATE: PATHS["home"], Outcome.ESCALATED: PATHS["home"]}
    assert played(history, Change("resolve_limit_inquiry", 10 * DAY)) == {}, "it has another rule"


def test_a_longer_limit_saves_what_the_sweeper_escalated():
    history = Led(limit=30 * DAY)
    history.now += 31 * DAY
    history.act(Action.ESCALATE, SWEEPER)
    history.now += DAY
    assert Outcome.LATE in played(history)
    assert played(history, Change("resolve_limit_mail", 60 * DAY)) == {}


@pytest.mark.parametrize(("hours", "is_closed"), [(24, True), (47, True), (48, False), (96, False)])
def test_a_window_decides_what_is_closed_on_silence(hours, is_closed):
    history = Led()
    history.policy = Policy(confirmation_runs_from=RunsFrom.ASKING)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.now += timedelta(hours=47, minutes=59)
    history.act(Action.ACCEPT, CUSTOMER)
    told = played(history, Change("confirmation_window", timedelta(hours=hours)))
    assert (Outcome.CLOSED in told) is is_closed
    assert Outcome.CLOSED not in played(history, Change("confirmation_window", 3 * DAY))


def test_silence_on_a_question_means_what_was_said_it_would():
    for on_silence, outcome in (
        (OnSilence.CLOSE, Outcome.CLOSED),
        (OnSilence.ESCALATE, Outcome.ESCALATED),
    ):
        history = Led()
        history.policy = Policy(information_runs_from=RunsFrom.ASKING)
        history.act(Action.SEEK_INFORMATION, OPERATOR, on_silence=on_silence)
        history.now += 5 * DAY
        history.act(Action.GIVE_INFORMATION, CUSTOMER)
        assert outcome not in played(history)
        assert outcome in played(history, Change("information_window", 2 * DAY))


def test_what_people_did_later_is_left_out_where_it_was_closed_by_then():
    history = Led()
    history.policy = Policy(confirmation_runs_from=RunsFrom.ASKING)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.now += timedelta(hours=40)
    history.act(Action.REJECT, CUSTOMER)
    assert set(played(history)) == {Outcome.ESCALATED}
    sooner = played(history, Change("confirmation_window", timedelta(hours=12)))
    assert set(sooner) == {Outcome.CLOSED}


def test_an_alarm_that_nobody_answered_in_truth_is_answered_at_its_time():
    history = Led(limit=DAY)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.act(Action.NOTICE_DELIVERED, SWEEPER)
    history.now += 3 * DAY
    history.act(Action.NOTICE_UNDELIVERABLE, SWEEPER)
    history.act(Action.ASK_CLARIFICATION, CUSTOMER)
    history.now += 2 * DAY
    history.act(Action.ESCALATE, SWEEPER)
    assert set(played(history)) == {Outcome.CLOSED}, "it was late in truth, and would not have been"


def test_a_shorter_ladder_climbs_further_but_each_complaint_counts_once():
    history = Led(limit=DAY)
    told = played(history, Change("escalation_step", DAY), until=BORN + 30 * DAY)
    assert told == {Outcome.LATE: PATHS["home"], Outcome.ESCALATED: PATHS["home"]}


@unhurried
@given(led())
def test_what_the_alarms_did_in_truth_they_do_again(history):
    told = played(history)
    acts = {entry.action for entry in history.entries if entry.role is SWEEPER.role}
    if Action.ESCALATE in acts:  # or an alarm that nobody had answered by then has closed it before
        assert {Outcome.LATE, Outcome.CLOSED} & told.keys()
    if {Action.CONFIRMATION_LAPSES, Action.INFORMATION_LAPSES_CLOSED} & acts:
        assert {Outcome.CLOSED, Outcome.LATE, Outcome.ESCALATED} & told.keys()
    if history.case.escalation_level > Level.NONE and not acts:
        assert Outcome.ESCALATED in told or Outcome.CLOSED in told
