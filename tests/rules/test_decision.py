"""What an act does: what it needs, what it changes, what it tells, and to whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework import (
    COLLEAGUE,
    CUSTOMER,
    DIVISION,
    ME,
    NOW,
    OPERATOR,
    POLICY,
    SWEEPER,
    act_of,
    actor,
    at_level,
    complaint_in,
    ringing,
)

from dopcrm_tui.rules.complaint import Act, Deadline
from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import (
    Action,
    Authority,
    DeadlineKind,
    Level,
    OnSilence,
    Role,
    State,
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

NEEDS = {
    "remark": (PENDING, OPERATOR, "text"),
    "interim_reply": (PENDING, OPERATOR, "reason expected_by"),
    "correct_contact": (ASKED, OPERATOR, "mobile reason"),
    "transfer": (PENDING, OPERATOR, "target reason"),
    "refer_external": (PENDING, OPERATOR, "authority reference"),
    "external_update": (ABROAD, OPERATOR, "text"),
    "external_return": (ABROAD, OPERATOR, "text"),
    "seek_information": (PENDING, OPERATOR, "text on_silence"),
    "give_information": (INFORMED, CUSTOMER, "text proof"),
    "seek_confirmation": (PENDING, OPERATOR, "text"),
    "accept": (ASKED, CUSTOMER, "proof"),
    "reject": (ASKED, CUSTOMER, "proof reason"),
    "ask_clarification": (ASKED, CUSTOMER, "proof reason"),
    "rate": (CLOSED, CUSTOMER, "proof rating"),
    "escalate": (PENDING, OPERATOR, "reason"),
    "direct": (RISEN, DIVISION, "text"),
    "close_by_direction": (PENDING, DIVISION, "reference reason"),
    "withdraw": (PENDING, CUSTOMER, "proof"),
    "reopen": (CLOSED, DIVISION, "reason"),
}
WORDS = {"text", "reason", "reference", "mobile"}


def done(complaint, action, who, policy=POLICY, **said):
    return decide(complaint, act_of(action, **said), who, NOW, policy)


def wrong_fields(complaint, act, who) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        decide(complaint, act, who, NOW, POLICY)
    assert all(sentence.endswith(".") for sentence in refused.value.fields.values())
    return set(refused.value.fields)


@pytest.mark.parametrize(
    ("action", "need"),
    [(action, need) for action, (_, _, needs) in NEEDS.items() for need in needs.split()],
)
def test_what_is_missing_is_named(action, need):
    complaint, who, _ = NEEDS[action]
    empty = "  \n" if need in WORDS else None
    assert wrong_fields(complaint, act_of(Action(action), **{need: empty}), who) == {need}


@pytest.mark.parametrize("action", NEEDS)
def test_all_that_is_missing_is_named_at_once(action):
    complaint, who, needs = NEEDS[action]
    assert wrong_fields(complaint, Act(action=Action(action)), who) == set(needs.split())


@pytest.mark.parametrize("action", NEEDS)
def test_what_is_whole_is_done_and_raises_the_version_by_one(action):
    complaint, who, _ = NEEDS[action]
    assert done(complaint, Action(action), who).after.version == complaint.version + 1


@pytest.mark.parametrize("rating", [0, 6, -1])
@pytest.mark.parametrize("action", ["rate", "accept"])
def test_a_rating_is_one_to_five(action, rating):
    complaint, who, _ = NEEDS[action]
    assert wrong_fields(complaint, act_of(Action(action), rating=rating), who) == {"rating"}


def test_who_may_not_is_told_so_before_what_is_missing():
    with pytest.raises(NotPermitted):
        decide(PENDING, Act(action=Action.CLOSE_BY_DIRECTION), OPERATOR, NOW, POLICY)
    with pytest.raises(NotFound):
        decide(PENDING, Act(action=Action.REMARK), actor(Role.OPERATOR, "sibling"), NOW, POLICY)
    with pytest.raises(Conflict):
        decide(CLOSED, Act(action=Action.REMARK), OPERATOR, NOW, POLICY)


# rising

RISES = {
    "reject": (ASKED, CUSTOMER),
    "information_lapses_escalated": (
        ringing(complaint_in(State.INFO_SOUGHT, on_silence=OnSilence.ESCALATE)),
        SWEEPER,
    ),
    "escalate": (PENDING, OPERATOR),
}


@pytest.mark.parametrize("action", RISES)
def test_a_rise_arms_seven_days_for_the_new_level_and_clears_the_desk(action):
    complaint, who = RISES[action]
    taken = replace(complaint, assignee_id=ME)
    after = done(taken, Action(action), who).after
    assert after.state is State.PENDING
    assert after.escalation_level is Level.DIVISION
    assert after.deadlines == {RESOLVE: Deadline(NOW + 7 * DAY)}
    assert after.assignee_id is None


@pytest.mark.parametrize("action", RISES)
def test_a_rise_is_told_to_the_customer_and_to_the_new_handler(action):
    complaint, who = RISES[action]
    told = done(complaint, Action(action), who).notices
    assert [(notice.template, notice.recipient.value) for notice in told] == [
        ("escalated", "complainant"),
        ("escalated_to_you", "handler"),
    ]


def test_a_case_outside_rises_without_coming_back():
    after = done(ringing(ABROAD), Action.ESCALATE, SWEEPER).after
    assert (after.state, after.escalation_level) == (State.EXTERNAL, Level.DIVISION)
    assert set(after.deadlines) == {RESOLVE, EXTERNAL}


def test_the_sweeper_needs_no_reason_but_the_deadline():
    after = decide(ringing(PENDING), Act(action=Action.ESCALATE), SWEEPER, NOW, POLICY).after
    assert after.escalation_level is Level.DIVISION


@pytest.mark.parametrize("action", ["reject", "escalate"])
def test_at_the_top_the_clock_starts_again_and_no_customer_hears_of_a_rise(action):
    complaint = ASKED if action == "reject" else ringing(PENDING)
    who = CUSTOMER if action == "reject" else SWEEPER
    top = replace(complaint, escalation_level=Level.DIRECTORATE)
    decision = done(top, Action(action), who)
    assert decision.after.escalation_level is Level.DIRECTORATE
    assert decision.after.deadlines == {RESOLVE: Deadline(NOW + 7 * DAY)}
    assert [notice.recipient.value for notice in decision.notices] == ["handler"]


def test_a_direction_gives_the_work_back_and_keeps_level_and_clock():
    after = done(replace(RISEN, assignee_id=COLLEAGUE), Action.DIRECT, DIVISION).after
    assert after.directed
    assert after.escalation_level is Level.DIVISION
    assert after.deadlines == RISEN.deadlines
    assert done(after, Action.TAKE, OPERATOR).after.assignee_id == ME


def test_the_next_rise_ends_the_direction():
    directed = replace(RISEN, directed=True)
    assert not done(directed, Action.ESCALATE, DIVISION).after.directed


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 2)])
def test_an_interim_reply_promises_a_day_to_come(day):
    with pytest.raises(InvalidInput) as caught:
        done(PENDING, Action.INTERIM_REPLY, OPERATOR, expected_by=day)
    assert caught.value.fields.keys() == {"expected_by"}
    assert "03-11-2026" in str(caught.value)
    assert done(PENDING, Action.INTERIM_REPLY, OPERATOR, expected_by=date(2026, 11, 3))


# what the history keeps


def test_the_history_keeps_the_words_said():
    event = done(
        PENDING, Action.REFER_EXTERNAL, OPERATOR, authority=Authority.AIR_CARGO, postal_inquiry=True
    ).event
    assert event == {
        "authority": "air_cargo",
        "reference": "FPO/77",
        "postal_inquiry": True,
        "policy": {"external_window_postal_inquiry": "P60D"},
    }
    reply = done(PENDING, Action.INTERIM_REPLY, OPERATOR).event
    assert reply == {"reason": "Awaiting the hub", "expected_by": "2099-12-31"}


def test_questions_to_the_customer_carry_a_code_and_name_their_deadline():
    asked = done(PENDING, Action.SEEK_CONFIRMATION, OPERATOR).notices
    sought = done(PENDING, Action.SEEK_INFORMATION, OPERATOR).notices
    assert [notice.question for notice in (*asked, *sought)] == [CONFIRMATION, INFORMATION]


@pytest.mark.parametrize(
    "action", ["take", "remark", "attach", "correct_contact", "refer_external"]
)
def test_work_inside_the_office_sends_no_message(action):
    assert done(PENDING, Action(action), OPERATOR).notices == ()
