"""Who sees what: properties over every office, role and complaint of the small tree."""

from dataclasses import replace

import pytest
from casework import ME, actor, complaint_in
from hypothesis import given
from hypothesis import strategies as st
from small_tree import IDS, PATHS, RUNG, climb

from dopcrm_tui.rules.jurisdiction import (
    Scope,
    has_jurisdiction,
    reach_of,
    sees,
    work_scope,
)
from dopcrm_tui.rules.vocabulary import Level, Role, State

offices = st.sampled_from(sorted(IDS))
SOME_HOLDERS = sorted(set(IDS) - {"branch"})  # a branch office holds nothing (design, section 5)
complaints = st.builds(
    lambda state, holder, registered, level, confined, directed: complaint_in(
        state,
        holder,
        registered_office_id=IDS[registered],
        escalation_level=level,
        confined=confined,
        directed=directed,
    ),
    st.sampled_from(State),
    st.sampled_from(SOME_HOLDERS),
    offices,
    st.sampled_from(Level),
    st.booleans(),
    st.booleans(),
)
open_to_all = complaints.map(lambda complaint: replace(complaint, confined=False))
NAME_OF = {path.id: name for name, path in PATHS.items()}


def holder_of(complaint) -> str:
    return NAME_OF[complaint.holder.id]


@given(complaints, offices)
def test_administrators_see_nothing_at_all(complaint, office):
    administrator = actor(Role.ADMINISTRATOR, office)
    assert reach_of(administrator) is None
    assert not sees(administrator, complaint)


@given(complaints, offices)
def test_auditors_see_everything_and_work_on_nothing(complaint, office):
    auditor = actor(Role.AUDITOR, office)
    assert sees(auditor, complaint)
    assert not has_jurisdiction(auditor, complaint)


@given(complaints, offices)
def test_the_call_centre_sees_all_but_the_confined_and_works_on_nothing(complaint, office):
    agent = actor(Role.CALL_CENTRE, office)
    assert sees(agent, complaint) is not complaint.confined
    assert not has_jurisdiction(agent, complaint)


@given(open_to_all, offices)
def test_operators_see_what_their_office_holds_or_registered(complaint, office):
    own = office == holder_of(complaint)
    registered = IDS[office] == complaint.registered_office_id
    assert sees(actor(Role.OPERATOR, office), complaint) is (own or registered)
    assert has_jurisdiction(actor(Role.OPERATOR, office), complaint) is own


@given(open_to_all, offices)
def test_supervisors_see_their_subtree_and_what_their_office_registered(complaint, office):
    below = office in climb(holder_of(complaint))
    registered = IDS[office] == complaint.registered_office_id
    assert sees(actor(Role.SUPERVISOR, office), complaint) is (below or registered)
    assert has_jurisdiction(actor(Role.SUPERVISOR, office), complaint) is below


@given(complaints, offices, st.sampled_from([Role.OPERATOR, Role.SUPERVISOR]))
def test_confined_complaints_are_seen_from_the_division_up_only(complaint, office, role):
    clerk = actor(role, office)
    confined, plain = replace(complaint, confined=True), replace(complaint, confined=False)
    assert sees(clerk, confined) is (sees(clerk, plain) and RUNG[office] >= 1)


@given(complaints, offices, st.sampled_from(Role))
def test_whoever_is_named_never_sees_it(complaint, office, role):
    named = replace(complaint, named=frozenset({ME, 9999}))
    assert not sees(actor(role, office), named)
    assert not has_jurisdiction(actor(role, office), named)


@given(complaints, offices, st.sampled_from(Role))
def test_naming_somebody_else_changes_nothing(complaint, office, role):
    who = actor(role, office)
    assert sees(who, replace(complaint, named=frozenset({9999}))) is sees(who, complaint)


@given(complaints, offices, st.sampled_from(Role))
def test_nobody_works_on_what_they_do_not_see(complaint, office, role):
    who = actor(role, office)
    assert not has_jurisdiction(who, complaint) or sees(who, complaint)


@given(complaints, offices, st.sampled_from(Role))
def test_the_reach_as_data_answers_like_the_predicate(complaint, office, role):
    who = actor(role, office)
    reach = reach_of(who)
    if reach is None:
        assert not sees(who, complaint)
        return
    column = reach.scope.column
    own = {"office_id": complaint.holder.id, None: reach.scope.office_id}
    held = own[column] if column in own else getattr(complaint.holder, column)
    found = held == reach.scope.office_id or (
        complaint.registered_office_id == reach.registered_office_id
    )
    assert sees(who, complaint) is (found and (reach.confined or not complaint.confined))


@pytest.mark.parametrize("role", [Role.COMPLAINANT, Role.SWEEPER])
def test_who_has_no_account_has_no_reach(role):
    assert reach_of(actor(role)) is None


@pytest.mark.parametrize(
    ("role", "office", "scope"),
    [
        (Role.OPERATOR, "head", Scope("office_id", IDS["head"])),
        (Role.OPERATOR, "division", Scope("office_id", IDS["division"])),
        (Role.OPERATOR, "directorate", Scope("office_id", IDS["directorate"])),
        (Role.SUPERVISOR, "home", Scope("office_id", IDS["home"])),
        (Role.SUPERVISOR, "mail", Scope("office_id", IDS["mail"])),
        (Role.SUPERVISOR, "head", Scope("head_office_id", IDS["head"])),
        (Role.SUPERVISOR, "division", Scope("division_id", IDS["division"])),
        (Role.SUPERVISOR, "region", Scope("region_id", IDS["region"])),
        (Role.SUPERVISOR, "circle", Scope("circle_id", IDS["circle"])),
        (Role.SUPERVISOR, "directorate", Scope(None, IDS["directorate"])),
        (Role.AUDITOR, "directorate", None),
        (Role.CALL_CENTRE, "circle", None),
        (Role.ADMINISTRATOR, "directorate", None),
    ],
)
def test_a_queue_is_one_column_and_one_value(role, office, scope):
    assert work_scope(actor(role, office)) == scope
