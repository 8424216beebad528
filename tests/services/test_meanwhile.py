"""The slower of two is told field by field what the other did, by whom and when."""

import pytest
from filed import act, file_complaint

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import OVERTAKEN, Conflict
from dopcrm_tui.rules.vocabulary import Action

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


@pytest.fixture
def desk(store, clock, random):
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def number(desk, operator):
    return file_complaint(desk, operator)


def refused(desk, by, number, version=1):
    with pytest.raises(Conflict) as slower:
        desk.processing.act(by, number, Act(action=Action.REMARK, text="Late."), version=version)
    assert slower.value.rule == OVERTAKEN
    return slower.value.fields


def test_every_field_that_changed_is_told_once_from_first_to_last(
    desk, operator, staff, number, clock
):
    colleague = staff["colleague"]
    act(desk, colleague, number, Action.TAKE)
    clock.advance(minutes=2)
    act(desk, colleague, number, Action.SEEK_CONFIRMATION, text="Delivered on the 20th.")
    fields = refused(desk, operator, number)
    assert fields == {
        "assignee": "nobody → 10000003, by 10000003 at 10:00",
        "state": "Pending for Resolution → Closure Confirmation Sought, by 10000003 at 10:02",
        "due_at": "23-12-2026 10:00 → not running, by 10000003 at 10:02",
        "words": "“Delivered on the 20th.”, by 10000003 at 10:02",
    }


def test_what_was_seen_already_and_what_was_taken_back_are_not_told(
    desk, operator, staff, number, clock
):
    colleague = staff["colleague"]
    act(desk, colleague, number, Action.TAKE)
    act(desk, colleague, number, Action.RELEASE)
    act(desk, colleague, number, Action.REMARK, text="Bag 14.")
    clock.advance(days=1)
    assert refused(desk, operator, number) == {
        "words": "“Bag 14.”, by 10000003 at 23-11-2026 10:00"
    }
    act(desk, colleague, number, Action.TAKE)
    assert refused(desk, operator, number, version=4) == {
        "assignee": "nobody → 10000003, by 10000003 at 10:00"
    }


def test_to_whom_it_is_no_more_to_see_the_office_is_told_and_no_word(desk, operator, staff, number):
    supervisor = staff["office_supervisor"]
    number = file_complaint(desk, staff["call_centre"])
    desk.processing.act(
        supervisor,
        number,
        Act(action=Action.TRANSFER, reason="It is theirs."),
        target_code="560005001",
    )
    fields = refused(desk, operator, number)
    assert fields["office"].startswith("Kochi (682001001) → ")
    assert "words" not in fields


def test_a_corrected_number_is_told_masked(desk, operator, staff, number):
    act(
        desk,
        staff["colleague"],
        number,
        Action.CORRECT_CONTACT,
        mobile="9123456780",
        reason="He called",
    )
    fields = refused(desk, operator, number)
    assert fields["mobile"] == "98xxxxxx10 → 91xxxxxx80, by 10000003 at 10:00"
