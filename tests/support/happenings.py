"""What can happen to a desk on a walk, and between which it is drawn."""

from datetime import timedelta

from casebook import EDAPALLY, ERNAKULAM, KOCHI
from casework import act_of
from hypothesis import strategies as st
from post_bag import EMAIL, SMS
from random_work import FAR

from dopcrm_tui.gateways.channel import Fate
from dopcrm_tui.rules.vocabulary import Action

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
BOSS = "directorate_supervisor"
OFFICES = (KOCHI, ERNAKULAM, EDAPALLY, FAR)
POSTS = ("operator", "colleague", "office_supervisor", "division_supervisor", "circle_supervisor")
CHANNELS = st.sampled_from([EMAIL, SMS])
WORK = [
    action
    for action in Action
    if act_of(action).proof is None
    and action not in {Action.REGISTER, Action.SEEK_CONFIRMATION, Action.SEEK_INFORMATION}
]


def act_on(number, action, **words):
    """The act as somebody does it to this complaint."""
    words |= {"reference": number} if action is Action.JOIN_INCIDENT else {}
    words |= {"target": None} if action is Action.TRANSFER else {}
    return act_of(action, **words)


CHANGES = [
    ("confirmation_window", "PT24H", timedelta(hours=24)),
    ("confirmation_window", "PT72H", timedelta(hours=72)),
    ("confirmation_runs_from", "asking", "asking"),
    ("confirmation_runs_from", "delivery", "delivery"),
    ("information_window", "P3D", 3 * DAY),
    ("information_runs_from", "asking", "asking"),
    ("escalation_step", "P3D", 3 * DAY),
    ("resolve_limit_mail", "P10D", 10 * DAY),
    ("external_window", "P5D", 5 * DAY),
]
SPELLS = [SECOND, timedelta(minutes=1), timedelta(hours=5), DAY, 3 * DAY, 8 * DAY]
FATES = st.sampled_from([Fate.ACCEPTED, Fate.ACCEPTED, Fate.LATER, Fate.NEVER])
HAPPENINGS = [
    *["somebody_works"] * 3,
    *["the_customer_is_asked"] * 4,
    *["the_customer_answers_at_a_counter"] * 2,
    *["the_customer_writes"] * 4,
    *["the_sweeper_passes"] * 4,
    *["the_clock_stands_at_a_deadline"] * 3,
    *["time_passes", "the_notices_are_sent", "a_way_out_changes"] * 2,
    *["a_customer_is_lost_and_found", "an_answer_lies_behind_a_shut_door"] * 2,
    "another_complaint_comes",
    "papers_come",
    "two_offices_quarrel",
    "the_policy_will_change",
    "a_message_comes_a_second_time",
    "a_letter_comes_back",
    "a_notice_is_sent_again",
    "a_door_is_shut_or_opened",
    "only_alarms_are_answered",
    "the_doors_are_read_and_nothing_is_worked",
]
"""What can happen, the likelier more often."""
