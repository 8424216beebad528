"""What each act leaves for reports."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from casework import OPERATOR, SWEEPER, actor
from hypothesis import HealthCheck, given, settings
from led_history import BORN, CUSTOMER, Led, led
from small_tree import PATHS

from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.doubts import wording
from dopcrm_tui.rules.measures import ANSWERS, Deed, Measure, marks_of
from dopcrm_tui.rules.vocabulary import Action, Level, Proof, Role, State


def left(history: Led, **told):
    """The marks of each entry of a history, the registration first."""
    stages = zip([None, *history.stages], history.stages, history.entries, strict=False)
    found, last = [], None
    for before, after, entry in stages:
        data = {**entry.data, **told} if before is None else entry.data
        answered_at = last.at if last and last.action in ANSWERS else None
        deed = Deed(entry.action, data, "102", entry.role, entry.actor_id, entry.at, answered_at)
        found.append(marks_of(before, after, deed))
        last = entry
    return found


def said(marks):
    return [
        (mark.measure.value, mark.key, mark.value)
        for mark in marks
        if mark.measure is not Measure.WORDED
    ]


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


def doubts(history: Led):
    return [mark.key for marks in left(history) for mark in marks if mark.measure == "doubted"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("This is not our office's work.", "not_ours"),
        ("Does not pertain to this office", "not_ours"),
        ("NOT CONCERNED with us.", "not_ours"),
        ("यह इस कार्यालय से संबंधित नहीं है", "not_ours"),
        ("The article was delivered to the addressee.", None),
        ("The note was not given to our beat postman.", None),
    ],
)
def test_a_resolution_that_sends_away_is_looked_at(text, doubt):
    history = Led()
    history.act(Action.SEEK_CONFIRMATION, OPERATOR, text=text)
    assert doubts(history) == ([doubt] if doubt else [])


@pytest.mark.parametrize(("minutes", "is_doubted"), [(61, False), (59, True), (0, True)])
def test_a_resolution_minutes_before_it_would_escalate_is_looked_at(minutes, is_doubted):
    history = Led(limit=timedelta(days=30))
    history.now += timedelta(days=30, minutes=-minutes)
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    assert doubts(history) == (["last_minute"] if is_doubted else [])


@pytest.mark.parametrize(("minutes", "is_doubted"), [(29, True), (31, False)])
def test_a_pause_straight_after_the_customers_answer_is_looked_at(minutes, is_doubted):
    history = Led()
    history.act(Action.SEEK_INFORMATION, OPERATOR)
    history.now += timedelta(days=1)
    history.act(Action.GIVE_INFORMATION, CUSTOMER)
    history.now += timedelta(minutes=minutes)
    history.act(Action.SEEK_INFORMATION, OPERATOR)
    assert doubts(history) == (["paused_again"] if is_doubted else [])


def test_one_wording_is_known_again_and_a_word_or_two_are_not():
    first = wording("Delivered on 20 November to the addressee.")
    assert first == wording("  delivered on 21 NOVEMBER, to the addressee")
    assert first != wording("Returned on 20 November to the sender.")
    assert wording("Done.") == wording("Delivered, 20") == ""


def test_an_acceptance_on_paper_names_who_took_it_down():
    history = Led()
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.act(Action.ACCEPT, OPERATOR, proof=Proof.SIGNED_STATEMENT)
    assert ("signed", str(OPERATOR.id), 0) in said(left(history)[-1])
