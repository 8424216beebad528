"""How complaints end: whose word a closure stands on, and what is left afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from casework import (
    CALL_CENTRE,
    CUSTOMER,
    DIVISION,
    ME,
    NOW,
    OPERATOR,
    POLICY,
    SWEEPER,
    act_of,
    actor,
    complaint_in,
    ringing,
)

from dopcrm_tui.rules.complaint import Deadline
from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import Action, ClosureReason, DeadlineKind, Proof, Role, State

PENDING = complaint_in(State.PENDING)
ASKED = complaint_in(State.CONFIRMATION_SOUGHT)
INFORMED = complaint_in(State.INFO_SOUGHT)
ABROAD = complaint_in(State.EXTERNAL)
CLOSED = complaint_in(State.CLOSED)


def done(complaint, action, who, **said):
    return decide(complaint, act_of(action, **said), who, NOW, POLICY)


CLOSINGS = {
    "accept": (ASKED, CUSTOMER, ClosureReason.CONFIRMED, Proof.CODE),
    "confirmation_lapses": (ringing(ASKED), SWEEPER, ClosureReason.AUTO_CLOSED, Proof.SILENCE),
    "information_lapses_closed": (
        ringing(INFORMED),
        SWEEPER,
        ClosureReason.NO_INFORMATION,
        Proof.SILENCE,
    ),
    "close_by_direction": (ABROAD, DIVISION, ClosureReason.DIRECTED, Proof.ORDER),
    "withdraw": (INFORMED, CUSTOMER, ClosureReason.WITHDRAWN, Proof.CODE),
}


@pytest.mark.parametrize("action", CLOSINGS)
def test_a_closure_names_who_agreed_and_leaves_no_alarm(action):
    complaint, who, reason, agreed = CLOSINGS[action]
    decision = done(replace(complaint, assignee_id=ME, clarify=True), Action(action), who)
    after = decision.after
    assert (after.state, after.deadlines, after.assignee_id) == (State.CLOSED, {}, None)
    assert (after.closure.reason, after.closure.agreed) == (reason, agreed)
    assert after.closure.at == NOW
    assert not after.clarify
    assert [notice.template for notice in decision.notices] == ["closed"]


def test_a_directed_closure_keeps_the_reference_of_the_order():
    assert done(PENDING, Action.CLOSE_BY_DIRECTION, DIVISION).after.closure.reference == (
        "PG/12-3/2026"
    )


def test_only_the_customers_own_answer_carries_a_rating():
    accepted = done(ASKED, Action.ACCEPT, CUSTOMER, rating=5, feedback="Quick").after
    assert (accepted.rating, accepted.feedback) == (5, "Quick")
    ordered = done(ASKED, Action.CLOSE_BY_DIRECTION, DIVISION, rating=5, feedback="Fine").after
    assert (ordered.rating, ordered.feedback) == (None, "")


def test_who_was_closed_in_silence_can_still_rate():
    closed = done(ringing(ASKED), Action.CONFIRMATION_LAPSES, SWEEPER).after
    rated = done(closed, Action.RATE, CUSTOMER, rating=2, feedback="Late").after
    assert (rated.state, rated.rating, rated.feedback) == (State.CLOSED, 2, "Late")


def test_a_reopened_complaint_is_pending_with_a_clock_and_no_closure():
    decision = done(CLOSED, Action.REOPEN, DIVISION)
    assert decision.after.state is State.PENDING
    assert decision.after.closure is None
    assert decision.after.deadlines == {DeadlineKind.RESOLVE: Deadline(NOW + timedelta(days=7))}
    assert [notice.template for notice in decision.notices] == ["reopened"]


def test_a_code_is_taken_at_any_counter_of_the_country():
    far_counter = actor(Role.OPERATOR, "far_head")
    assert done(ASKED, Action.ACCEPT, far_counter).after.state is State.CLOSED


def test_a_signed_statement_is_taken_only_where_the_complaint_is_seen():
    signed = {"proof": Proof.SIGNED_STATEMENT}
    for who in (OPERATOR, CALL_CENTRE):
        closure = done(PENDING, Action.WITHDRAW, who, **signed).after.closure
        assert closure.agreed is Proof.SIGNED_STATEMENT
    with pytest.raises(NotFound):
        done(PENDING, Action.WITHDRAW, actor(Role.OPERATOR, "far_head"), **signed)


@pytest.mark.parametrize("proof", [Proof.SILENCE, Proof.ORDER])
def test_neither_silence_nor_an_order_is_the_customers_word(proof):
    with pytest.raises(InvalidInput) as refused:
        done(ASKED, Action.ACCEPT, CUSTOMER, proof=proof)
    assert set(refused.value.fields) == {"proof"}
