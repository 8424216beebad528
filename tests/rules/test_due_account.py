"""The account of a due date: every line says what changed it, and its end is the stored alarm."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from casework import CUSTOMER, OPERATOR, POSTMASTER, SWEEPER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from led_history import BORN, OTHER, Led, led
from small_tree import NAMES, PATH_OF_ID, PATHS

from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.due_account import account_of
from dopcrm_tui.rules.due_words import ARMED, ENDED, PAUSED, RESUMED, WHOSE
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.replay import replay
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, OnSilence, State

RESOLVE, CONFIRMATION = DeadlineKind.RESOLVE, DeadlineKind.CONFIRMATION
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
unhurried = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def source_of(key, value, at):
    assert value > timedelta(0)
    return f"{key} on {show_time(at)[:10]}"


def account(history: Led):
    steps = replay(history.case, history.entries, PATH_OF_ID.__getitem__, lambda _: OTHER)
    return account_of(steps, NAMES.__getitem__, source_of)


def of_alarm(found, kind=RESOLVE):
    return [line for line in found.lines if line.alarm is kind]


@unhurried
@given(led())
def test_the_result_is_the_alarm_that_is_stored(history):
    found, case = account(history), history.case
    assert found.due_at == clocks.due_at(case.state, case.deadlines)
    assert found.alarms == case.deadlines
    assert found.state is case.state


@unhurried
@given(led())
def test_the_last_line_of_an_alarm_says_when_it_rings(history):
    found = account(history)
    for kind, alarm in history.case.deadlines.items():
        assert of_alarm(found, kind)[-1].due_at == alarm.due_at


@unhurried
@given(led())
def test_the_lines_add_up(history):
    """A limit is counted from its line on; a pause is added to what was due before it."""
    for kind in DeadlineKind:
        due_at = None
        for line in of_alarm(account(history), kind):
            if line.due_at is None:
                continue
            if "standstill is added" in line.what:
                assert line.due_at == due_at + line.change
            elif line.change is None:
                assert line.due_at == due_at
            else:
                assert line.due_at == line.at + line.change
            due_at = line.due_at


@unhurried
@given(led())
def test_the_account_is_told_in_the_order_of_the_history(history):
    lines = account(history).lines
    assert lines[0].at == BORN
    assert all(one.at <= next_one.at for one, next_one in pairwise(lines))
    assert {line.at for line in lines} <= {entry.at for entry in history.entries}


PAUSES = [
    (Action.SEEK_INFORMATION, Action.GIVE_INFORMATION),
    (Action.SEEK_CONFIRMATION, Action.ASK_CLARIFICATION),
]
pauses = st.tuples(st.sampled_from(PAUSES), st.booleans(), st.timedeltas(0 * DAY, 400 * DAY))


@unhurried
@given(led().filter(lambda led: led.case.state is State.PENDING), st.lists(pauses, min_size=1))
def test_a_pause_makes_nothing_due_earlier_whatever_came_before(history, added):
    """Each clock of the department is due later by exactly as long as the customer took."""
    before, stood, history.policy = history.case.deadlines, 0 * DAY, Policy()
    for (ask, answer), arrives, spell in added:
        history.act(ask, history.hands()[ask])
        if arrives:
            history.act(Action.NOTICE_DELIVERED, SWEEPER)
        taken = spell % (2 * DAY) if arrives else spell
        history.now, stood = history.now + taken, stood + taken
        history.act(answer, CUSTOMER)
    after = account(history).alarms
    assert {kind: alarm.due_at - before[kind].due_at for kind, alarm in after.items()} == (
        dict.fromkeys(before, stood)
    )


@pytest.mark.parametrize("words", [ARMED, PAUSED, RESUMED, ENDED, WHOSE])
def test_there_are_words_for_every_alarm(words):
    assert set(words) == set(DeadlineKind)


def test_a_whole_account_reads_like_one():
    history = Led()
    history.now += 10 * DAY
    history.act(Action.TRANSFER, OPERATOR, target=PATHS["sibling"])
    keeper = history.people()[0]
    history.now += DAY
    history.act(Action.SEEK_CONFIRMATION, keeper)
    history.now += HOUR
    history.act(Action.NOTICE_DELIVERED, SWEEPER)
    history.now += HOUR
    history.act(Action.ASK_CLARIFICATION, CUSTOMER)
    history.now = min(history.alarms())
    history.act(Action.INTERIM_DRAFTED, SWEEPER)
    history.now = min(history.alarms())
    history.act(Action.ESCALATE, SWEEPER, reason="")
    assert [(show_time(line.at), line.words, due(line)) for line in account(history).lines] == [
        (
            "29-02-2028 00:00",
            "Registered: a limit of 30 d (rule R30, resolve_limit_mail on 29-02-2028)",
            "30-03-2028 00:00",
        ),
        (
            "29-02-2028 00:00",
            "Registered: an interim reply is drafted after 27 d",
            "27-03-2028 00:00",
        ),
        (
            "10-03-2028 00:00",
            "Transferred to sibling: the clock goes on",
            "30-03-2028 00:00",
        ),
        ("11-03-2028 00:00", "Confirmation sought: the clock stands still, 19 d left", ""),
        ("11-03-2028 00:00", "Confirmation sought: the interim reply waits, 16 d left", ""),
        (
            "11-03-2028 01:00",
            "Notice delivered: the customer has 2 d to answer (confirmation_window on 11-03-2028)",
            "13-03-2028 01:00",
        ),
        (
            "11-03-2028 02:00",
            "Clarification asked: the clock goes on, its standstill is added",
            "30-03-2028 02:00",
        ),
        ("11-03-2028 02:00", "Clarification asked: the customer's time ends", ""),
        (
            "11-03-2028 02:00",
            "Clarification asked: the interim reply waits no more, the standstill is added",
            "27-03-2028 02:00",
        ),
        ("27-03-2028 02:00", "Interim reply drafted: no interim reply is due any more", ""),
        (
            "30-03-2028 02:00",
            "Escalated to division: a new limit of 7 d (escalation_step on 30-03-2028)",
            "06-04-2028 02:00",
        ),
    ]


def test_the_minutes_that_are_shown_add_up():
    history = Led()
    history.now += HOUR + timedelta(seconds=50)
    history.act(Action.SEEK_INFORMATION, OPERATOR, on_silence=OnSilence.CLOSE)
    history.now += timedelta(minutes=17, seconds=30)
    history.act(Action.GIVE_INFORMATION, CUSTOMER)
    history.now += timedelta(seconds=40)
    history.act(Action.SEEK_INFORMATION, OPERATOR, on_silence=OnSilence.CLOSE)
    history.now += timedelta(minutes=17, seconds=30)
    history.act(Action.GIVE_INFORMATION, CUSTOMER)
    counted = [row[2:] for row in account(history).table() if "clock" in row[1] and row[2]]
    assert counted == [("+17 min", "30-03-2028 00:17"), ("+18 min", "30-03-2028 00:35")]


def due(line):
    return show_time(line.due_at) if line.due_at else ""


def test_what_is_running_now_is_told():
    history = Led(limit=2 * DAY)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.now += HOUR
    assert account(history).stands == (
        "The department's limit stands still, 2 d left.",
        "The customer's time has not begun: no notice is known to have arrived.",
    )
    history.act(Action.NOTICE_DELIVERED, SWEEPER)
    assert account(history).stands == (
        "The department's limit stands still, 2 d left.",
        "The customer's time to confirm the closure runs until 02-03-2028 01:00.",
    )


def test_what_the_desk_wants_done_is_told_with_what_is_running():
    history = Led(limit=2 * DAY)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.act(Action.NOTICE_UNDELIVERABLE, SWEEPER)
    assert account(history).stands == (
        "The department's limit stands still, 2 d left.",
        "Phone the customer: no notice reaches them.",
    )


def test_an_authority_that_does_not_answer_is_to_be_reminded_again_and_again():
    history = Led(limit=60 * DAY)
    history.act(Action.REFER_EXTERNAL, OPERATOR)
    history.now += 30 * DAY
    history.act(Action.EXTERNAL_REMINDER, SWEEPER)
    assert of_alarm(account(history), DeadlineKind.EXTERNAL)[-1].words == (
        "The authority is to be reminded: the authority has 7 d to answer"
        " (external_reminder_step on 30-03-2028)"
    )


def test_a_rise_where_nobody_stands_higher_says_so():
    history = Led("directorate")
    history.now = history.alarms()[0]
    history.act(Action.ESCALATE, SWEEPER, reason="")
    line = of_alarm(account(history))[-1]
    assert line.what == "Escalated at the highest level: a new limit of 7 d"


def test_a_new_limit_is_told_though_it_ends_when_the_old_one_did():
    history = Led(limit=20 * DAY)
    history.now += 13 * DAY
    history.act(Action.ESCALATE, POSTMASTER)
    assert [line.change for line in of_alarm(account(history))] == [20 * DAY, 7 * DAY]


def test_a_clock_that_stopped_late_goes_on_late():
    history = Led(limit=DAY)
    history.now += 3 * DAY
    history.act(Action.SEEK_INFORMATION, OPERATOR, on_silence=OnSilence.CLOSE)
    assert "the clock stands still, late by 2 d" in of_alarm(account(history))[1].what
    history.now += HOUR
    history.act(Action.GIVE_INFORMATION, CUSTOMER)
    assert account(history).due_at == BORN + DAY + HOUR


def test_an_inquiry_by_post_names_its_own_number():
    history = Led()
    history.act(Action.REFER_EXTERNAL, OPERATOR, postal_inquiry=True)
    line = of_alarm(account(history), DeadlineKind.EXTERNAL)[0]
    assert line.words == (
        "Referred to an external authority: the authority has 60 d to answer"
        " (external_window_postal_inquiry on 29-02-2028)"
    )


def test_nothing_is_due_of_a_closed_complaint_until_it_is_reopened():
    history = Led()
    history.act(Action.WITHDRAW, CUSTOMER)
    found = account(history)
    assert (found.state, found.due_at) == (State.CLOSED, None)
    assert found.stands == ("Closed: nothing is due any more.",)
    assert found.lines[-1].what == "Withdrawn by the customer: nothing is due any more"
    history.act(Action.REOPEN, history.people()[3])
    assert account(history).lines[-1].what == "Reopened: a new limit of 7 d"
    assert account(history).due_at == BORN + 7 * DAY


def test_a_registration_of_old_is_told_by_its_due_date():
    history = Led()
    for name in ("limit", "limit_rule"):
        del history.entries[0].data[name]
    line = account(history).lines[0]
    assert (line.words, line.change) == ("Registered: a limit of 30 d", 30 * DAY)


@pytest.mark.parametrize(
    ("registered", "shown", "due_shown"),
    [
        ("2026-11-23T18:29:59", "23-11-2026 23:59", "23-12-2026 23:59"),
        ("2026-11-23T18:30:00", "24-11-2026 00:00", "24-12-2026 00:00"),
        ("2028-01-30T06:30:00", "30-01-2028 12:00", "29-02-2028 12:00"),
        ("2028-02-28T18:30:00", "29-02-2028 00:00", "30-03-2028 00:00"),
        ("2028-12-31T18:29:59", "31-12-2028 23:59", "30-01-2029 23:59"),
    ],
)
def test_days_are_those_of_india(monkeypatch, registered, shown, due_shown):
    monkeypatch.setattr("led_history.BORN", datetime.fromisoformat(registered).replace(tzinfo=UTC))
    line = account(Led()).lines[0]
    assert (show_time(line.at), show_time(line.due_at)) == (shown, due_shown)
