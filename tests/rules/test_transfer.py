"""Where a transfer ends: at the office named, or over two that cannot agree."""

from dataclasses import replace

import pytest
from casework import NOW, OPERATOR, POLICY, act_of, actor, complaint_in
from small_tree import IDS, NAMES, PATHS

from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action, Level, Role, State


def hand_on(complaint, target):
    """One transfer by whoever holds it, stored as a service would store it."""
    holder = NAMES[complaint.holder.id]
    act = act_of(Action.TRANSFER, target=PATHS[target])
    decision = decide(complaint, act, actor(Role.SUPERVISOR, holder), NOW, POLICY)
    there = PATHS[NAMES[decision.holder_id]]
    return decision, replace(decision.after, holder=there)


def travel(start, *targets):
    """The offices a complaint came to, one a transfer."""
    complaint, stations = complaint_in(State.PENDING, start), []
    for target in targets:
        _, complaint = hand_on(complaint, target)
        stations.append(NAMES[complaint.holder.id])
    return stations


@pytest.mark.parametrize(
    ("one", "other", "superior"),
    [
        ("home", "sibling", "division"),
        ("home", "next_sub", "region"),
        ("home", "far_sub", "directorate"),
        ("division", "next_division", "region"),
    ],
)
def test_the_third_transfer_between_the_same_two_goes_to_their_common_superior(
    one, other, superior
):
    assert travel(one, other, one, other) == [other, one, superior]


def test_transfers_to_others_in_between_do_not_reset_the_count():
    stations = travel("home", "sibling", "next_sub", "sibling", "home", "sibling")
    assert stations == ["sibling", "next_sub", "sibling", "home", "division"]


def test_three_transfers_among_three_offices_are_no_ping_pong():
    assert travel("home", "sibling", "next_sub", "home") == ["sibling", "next_sub", "home"]


def test_once_settled_the_same_two_are_sent_to_the_superior_again():
    stations = travel("home", "sibling", "home", "sibling", "home", "sibling")
    assert stations == ["sibling", "home", "division", "home", "division"]


def test_an_office_and_its_own_superior_need_no_third():
    assert travel("home", "division", "home", "division") == ["division", "home", "division"]
    assert travel("division", "home", "division", "home") == ["home", "division", "home"]


def test_the_history_tells_both_the_office_named_and_the_office_reached():
    complaint = complaint_in(
        State.PENDING,
        transfers=((IDS["home"], IDS["sibling"]), (IDS["sibling"], IDS["home"])),
    )
    decision, _ = hand_on(complaint, "sibling")
    assert decision.event["from_office"] == IDS["home"]
    assert decision.event["named_office"] == IDS["sibling"]
    assert decision.event["to_office"] == IDS["division"]
    assert decision.event["reason"] == "Delivered from there"
    assert decision.after.transfers[-1] == (IDS["home"], IDS["division"])


def test_a_plain_transfer_names_no_second_office():
    decision, _ = hand_on(complaint_in(State.PENDING), "sibling")
    assert "named_office" not in decision.event
    assert decision.after.transfers == ((IDS["home"], IDS["sibling"]),)


def test_the_clock_goes_on_and_the_new_office_starts_with_nobody():
    before = complaint_in(State.PENDING, assignee_id=7001, directed=False)
    decision, after = hand_on(before, "next_sub")
    assert after.deadlines == before.deadlines
    assert after.assignee_id is None
    assert after.state is State.PENDING
    assert [notice.template for notice in decision.notices] == ["transferred"]


def test_a_direction_does_not_travel_but_the_level_does():
    before = complaint_in(State.PENDING, escalation_level=Level.DIVISION, directed=True)
    act = act_of(Action.TRANSFER)
    after = decide(before, act, actor(Role.SUPERVISOR, "division"), NOW, POLICY).after
    assert not after.directed
    assert after.escalation_level is Level.DIVISION


def test_a_complaint_is_not_transferred_to_where_it_is():
    act = act_of(Action.TRANSFER, target=PATHS["home"])
    with pytest.raises(InvalidInput) as refused:
        decide(complaint_in(State.PENDING), act, OPERATOR, NOW, POLICY)
    assert set(refused.value.fields) == {"target"}
