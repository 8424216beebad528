"""Correcting a customer's number: what is refused, field by field, and what the history keeps."""

from dataclasses import replace

import pytest
from casework import NOW, OPERATOR, POLICY, act_of, complaint_in

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.contact import Contact
from dopcrm_tui.rules.contact_change import change_shown, wrong_fields
from dopcrm_tui.rules.decision import decide, outcome_of
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import OPEN, Action, State

ASKED = complaint_in(State.CONFIRMATION_SOUGHT)
BOTH = Contact("9876543210", "ravi@example.in")


def done(complaint=ASKED, **said):
    return decide(complaint, act_of(Action.CORRECT_CONTACT, **said), OPERATOR, NOW, POLICY)


def refused(**said):
    with pytest.raises(InvalidInput) as caught:
        done(**said)
    sentences = " ".join(caught.value.fields.values())
    assert "9876543210" not in sentences
    assert "9123456780" not in sentences
    return set(caught.value.fields)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_nothing_but_the_version_changes(state):
    complaint = complaint_in(state)
    assert done(complaint).after == replace(complaint, version=complaint.version + 1)


def test_told_again_from_the_history_it_changes_nothing_either():
    told_again = Act(action=Action.CORRECT_CONTACT, reason="Spoke to him")
    assert outcome_of(ASKED, told_again, OPERATOR, NOW, POLICY) == ASKED


def test_the_history_keeps_both_masked_and_the_reason():
    decision = done(stands=BOTH, mobile="+91 91234-56780", email="Kumar@Example.IN")
    assert decision.contact == Contact("9123456780", "Kumar@example.in")
    assert decision.event == {
        "reason": "Spoke to him on his land line",
        "from_mobile": "98xxxxxx10",
        "to_mobile": "91xxxxxx80",
        "from_email": "rxxx@example.in",
        "to_email": "Kxxx@example.in",
    }
    assert list(change_shown(decision.event)) == [
        "mobile: 98xxxxxx10 → 91xxxxxx80",
        "e-mail: rxxx@example.in → Kxxx@example.in",
    ]


def test_what_is_left_empty_stays_and_is_not_told():
    decision = done(mobile="", email="ravi@example.in")
    assert decision.contact == BOTH
    assert list(change_shown(decision.event)) == ["e-mail: none → rxxx@example.in"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"mobile": ""}, {"mobile"}),
        ({"mobile": "", "email": " ", "reason": ""}, {"mobile", "reason"}),
        ({"mobile": "12345", "email": "nobody", "reason": " "}, {"mobile", "email", "reason"}),
        ({"mobile": "5123456780"}, {"mobile"}),
        ({"email": "a@b"}, {"email"}),
        ({"mobile": "9876543210"}, {"mobile"}),
        (
            {"mobile": "098765 43210", "email": "ravi@EXAMPLE.in", "stands": BOTH},
            {"mobile", "email"},
        ),
        ({"reason": "It is 91234 56780 now"}, {"reason"}),
        ({"reason": "Not 9876-543210 any more"}, {"reason"}),
        ({"email": "k@x.in", "reason": "He says K@X.IN"}, {"reason"}),
        ({"mobile": "1", "reason": "9876543210 is wrong"}, {"mobile", "reason"}),
    ],
)
def test_every_wrong_field_is_named_in_one_go(said, fields):
    assert refused(**said) == fields


def test_one_that_is_new_is_enough():
    assert (
        wrong_fields(
            act_of(Action.CORRECT_CONTACT, mobile="9876543210", email="k@x.in", stands=BOTH)
        )
        == {}
    )
