"""What registering decides: who may, who holds it, when it is due, who is told."""

from datetime import timedelta

import pytest
from casework import CALL_CENTRE, CUSTOMER, NOW, OPERATOR, POLICY, POSTMASTER, SWEEPER, actor
from small_tree import IDS, NAMES, PATHS

from dopcrm_tui.rules.complaint import Actor, Deadline
from dopcrm_tui.rules.notices import Recipient
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.registration import decide_registration
from dopcrm_tui.rules.routing import Picked
from dopcrm_tui.rules.vocabulary import DeadlineKind, Role


def registered(who, *, office="sibling", against_staff=False, confined=False, days=21):
    return decide_registration(
        Picked(PATHS[office], IDS["home"]),
        who,
        against_staff=against_staff,
        confined=confined,
        limit=timedelta(days=days),
        now=NOW,
        policy=POLICY,
    )


@pytest.mark.parametrize("who", [OPERATOR, POSTMASTER, CALL_CENTRE], ids=lambda who: who.role.value)
def test_operators_supervisors_and_the_call_centre_register_for_any_office(who):
    assert registered(who, office="far_sub").holder_id == IDS["far_sub"]


@pytest.mark.parametrize(
    "who",
    [
        actor(Role.ADMINISTRATOR, "directorate"),
        actor(Role.AUDITOR, "directorate"),
        CUSTOMER,
        SWEEPER,
        Actor(7001, Role.OPERATOR),
    ],
    ids=["administrator", "auditor", "complainant", "sweeper", "operator of no office"],
)
def test_nobody_else_registers(who):
    with pytest.raises(NotPermitted):
        registered(who)


@pytest.mark.parametrize("days", [7, 21, 60])
def test_the_clock_of_the_grievance_runs_from_registration(days):
    alarms = registered(OPERATOR, days=days).deadlines
    assert alarms[DeadlineKind.RESOLVE] == Deadline(NOW + timedelta(days=days))


@pytest.mark.parametrize("days", [4, 21, 60])
def test_an_interim_reply_is_to_be_drafted_three_days_before_the_limit(days):
    alarms = registered(OPERATOR, days=days).deadlines
    assert alarms[DeadlineKind.INTERIM] == Deadline(NOW + timedelta(days=days - 3))


@pytest.mark.parametrize("days", [1, 3])
def test_a_limit_too_short_for_it_has_no_interim_reply(days):
    assert DeadlineKind.INTERIM not in registered(OPERATOR, days=days).deadlines


def test_the_complainant_is_told_the_number():
    told = [(notice.template, notice.recipient) for notice in registered(OPERATOR).notices]
    assert told == [("registered", Recipient.COMPLAINANT)]


@pytest.mark.parametrize(
    ("office", "against_staff", "confined", "holder"),
    [
        ("branch", False, False, "home"),
        ("branch", True, False, "division"),
        ("home", True, False, "division"),
        ("home", False, True, "division"),
        ("mail", True, False, "circle"),
    ],
)
def test_routing_is_asked(office, against_staff, confined, holder):
    held = registered(OPERATOR, office=office, against_staff=against_staff, confined=confined)
    assert NAMES[held.holder_id] == holder
