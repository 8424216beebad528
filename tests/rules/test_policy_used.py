"""An entry keeps the numbers its act used: no later policy says otherwise."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from casework import act_of
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.policy_used import policy_then, policy_used
from dopcrm_tui.rules.vocabulary import Action

STRICT = Policy(escalation_step=timedelta(days=3), confirmation_window=timedelta(hours=36))
SILENT = [Action.REMARK, Action.TAKE, Action.TRANSFER, Action.ACCEPT, Action.RATE]


@pytest.mark.parametrize(
    ("action", "key", "written"),
    [
        (Action.ESCALATE, "escalation_step", "P3D"),
        (Action.REJECT, "escalation_step", "P3D"),
        (Action.INFORMATION_LAPSES_ESCALATED, "escalation_step", "P3D"),
        (Action.REOPEN, "escalation_step", "P3D"),
        (Action.SEEK_CONFIRMATION, "confirmation_window", "P1DT12H"),
        (Action.SEEK_CONFIRMATION, "confirmation_runs_from", "delivery"),
        (Action.NOTICE_DELIVERED, "confirmation_window", "P1DT12H"),
        (Action.SEEK_INFORMATION, "information_window", "P7D"),
        (Action.SEEK_INFORMATION, "information_runs_from", "delivery"),
        (Action.NOTICE_DELIVERED, "information_window", "P7D"),
        (Action.REFER_EXTERNAL, "external_window", "P30D"),
        (Action.EXTERNAL_REMINDER, "external_reminder_step", "P7D"),
        (Action.REGISTER, "interim_reply_lead", "P3D"),
    ],
)
def test_the_number_an_act_uses_is_written_down(action, key, written):
    assert policy_used(act_of(action), STRICT)[key] == written


def test_an_inquiry_by_post_uses_its_own_window_and_not_the_other():
    used = policy_used(act_of(Action.REFER_EXTERNAL, postal_inquiry=True), STRICT)
    assert used == {"external_window_postal_inquiry": "P60D"}


@pytest.mark.parametrize("action", SILENT)
def test_what_sets_no_clock_writes_nothing_down(action):
    assert policy_used(act_of(action), STRICT) == {}


@given(action=st.sampled_from(Action), postal=st.booleans())
def test_what_was_recorded_holds_against_any_later_policy(action, postal):
    act = act_of(action, postal_inquiry=postal)
    recorded = policy_used(act, STRICT)
    later = Policy(
        **{
            each.name: getattr(STRICT, each.name) * 2
            for each in fields(Policy)
            if isinstance(getattr(STRICT, each.name), timedelta)
        },
        confirmation_runs_from=RunsFrom.ASKING,
        information_runs_from=RunsFrom.ASKING,
    )
    then = policy_then(recorded, later)
    assert then == replace(later, **{key: getattr(STRICT, key) for key in recorded})


def test_a_number_nobody_knows_any_more_is_passed_over():
    assert policy_then({"weekly_rest": "P1D"}, STRICT) == STRICT


def test_a_record_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="duration"):
        policy_then({"escalation_step": "soon"}, STRICT)
