"""What each act leaves for reports."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from casework import OPERATOR, SWEEPER, actor
from hypothesis import HealthCheck, given, settings
from led_history import BORN, CUSTOMER, Led, led
from small_tree import PATHS

from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.measures import Measure, marks_of
from dopcrm_tui.rules.vocabulary import Action, Level, Role, State


def left(history: Led, **told):
    """The marks of each entry of a history, the registration first."""
    stages = zip([None, *history.stages], history.stages, history.entries, strict=False)
    return [
        marks_of(
            before,
            after,
            entry.action,
            {**entry.data, **told} if before is None else entry.data,
            grievance="102",
            role=entry.role,
            at=entry.at,
        )
        for before, after, entry in stages
    ]


def said(marks):
    return [(mark.measure.value, mark.key, mark.value) for mark in marks]


def test_a_registration_counts_at_the_office_it_comes_to():
    [(mark,)] = left(Led())
    assert (mark.measure, mark.key, mark.holder) == (Measure.RECEIVED, "102", PATHS["home"])
    assert mark.day == today(BORN)
    assert BORN.date() < mark.day, "midnight in India is the evening before in Greenwich"


def test_a_repeated_complaint_counts_twice_by_how_it_is_known():
    assert said(left(Led(), repeats="article")[0]) == [
        ("received", "102", 0),
        ("repeated", "article", 0),
    ]


def test_a_transfer_counts_for_who_gave_and_for_who_got():
    history = Led()
    history.act(Action.TRANSFER, OPERATOR)
    gave, got = left(history)[-1]
    assert gave.holder == PATHS["home"]
    assert got.holder == history.case.holder != gave.holder
    assert (gave.key, got.key) == (str(got.holder.id), str(gave.holder.id))


def test_an_acceptance_in_time_tells_reason_word_days_and_rating():
    history = Led()
    history.now += timedelta(days=3)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.now += timedelta(days=1)
    history.act(Action.ACCEPT, CUSTOMER, rating=4)
    assert said(left(history)[-1]) == [("rated", "4", 0), ("closed", "confirmed.code.in_time", 4)]


def test_what_is_answered_after_its_limit_is_late():
    history = Led(limit=timedelta(days=2))
    history.now += timedelta(days=2, seconds=1)
    history.act(Action.WITHDRAW, CUSTOMER)
    assert said(left(history)[-1]) == [("closed", "withdrawn.code.late", 2)]


def test_the_limit_stands_still_while_the_customer_is_asked():
    history = Led(limit=timedelta(days=2))
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.now += timedelta(days=9)
    history.act(Action.ACCEPT, CUSTOMER)
    assert said(left(history)[-1]) == [("closed", "confirmed.code.in_time", 9)]


def test_a_rejection_counts_and_escalates_and_what_was_escalated_is_late():
    history = Led()
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.act(Action.REJECT, CUSTOMER)
    assert said(left(history)[-1]) == [("rejected", "", 0), ("escalated", "1.rejected", 0)]
    history.act(Action.WITHDRAW, CUSTOMER)
    assert said(left(history)[-1]) == [("closed", "withdrawn.code.late", 0)]


def test_the_sweeper_escalates_for_lateness_and_people_for_a_reason_of_their_own():
    by_sweeper, by_hand = Led(), Led()
    by_sweeper.now += timedelta(days=31)
    by_sweeper.act(Action.ESCALATE, SWEEPER)
    by_hand.act(Action.ESCALATE, actor(Role.SUPERVISOR, "home"))
    assert said(left(by_sweeper)[-1]) == [("escalated", "1.late", 0)]
    assert said(left(by_hand)[-1]) == [("escalated", "1.person", 0)]


def test_days_are_those_of_the_calendar_of_india():
    history = Led()
    history.now += timedelta(hours=23, minutes=59)
    history.act(Action.WITHDRAW, CUSTOMER)
    assert left(history)[-1][-1].value == 0
    later = Led()
    later.now += timedelta(hours=24)
    later.act(Action.WITHDRAW, CUSTOMER)
    assert left(later)[-1][-1].value == 1


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(led())
def test_what_is_counted_is_what_the_stages_show(history):
    counted = Counter(mark.measure for marks in left(history) for mark in marks)
    steps = list(pairwise(history.stages))
    assert counted[Measure.RECEIVED] == 1
    assert counted[Measure.CLOSED] == sum(
        after.state is State.CLOSED is not before.state for before, after in steps
    )
    assert counted[Measure.SENT_ON] == counted[Measure.SENT_HERE] == len(history.case.transfers)
    rises = sum(after.escalation_level > before.escalation_level for before, after in steps)
    assert rises <= counted[Measure.ESCALATED]
    assert history.case.escalation_level is Level.NONE or counted[Measure.ESCALATED]
    for marks, stage in zip(left(history), history.stages, strict=True):
        for mark in marks:
            if mark.measure is not Measure.SENT_ON:
                assert mark.holder == stage.holder
