"""A history told again gives the complaint as it stood after every entry, whatever holds now."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from casework import OPERATOR, act_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from led_history import BORN, OTHER, Led, led
from small_tree import PATH_OF_ID

from dopcrm_tui.rules.loss import told
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.replay import Entry, OutOfRule, replay
from dopcrm_tui.rules.replay import act_of as act_told
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, OnSilence, Role, State

unhurried = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told_again(history: Led, entries=None, policy: Policy = OTHER):
    entries = history.entries if entries is None else entries
    return list(replay(history.case, entries, PATH_OF_ID.__getitem__, lambda _: policy))


@unhurried
@given(led())
def test_every_stage_comes_out_as_it_was(history):
    steps = told_again(history)
    assert [step.after for step in steps] == history.stages
    assert [step.before for step in steps] == [None, *history.stages[:-1]]
    assert [step.entry for step in steps] == history.entries


@unhurried
@given(led(), st.sampled_from([Policy(), OTHER]))
def test_no_later_policy_changes_what_was_due(history, later):
    told = [step.after.deadlines for step in told_again(history, policy=later)]
    assert told == [stage.deadlines for stage in history.stages]


def test_an_entry_of_old_is_told_by_the_policy_of_its_day():
    history = Led()
    history.act(Action.SEEK_CONFIRMATION, OPERATOR)
    history.act(Action.NOTICE_DELIVERED, history.people()[-1])
    bare = [replace(each, data=without_policy(each)) for each in history.entries]
    then = Policy(confirmation_window=timedelta(hours=72))
    end = told_again(history, bare, then)[-1].after
    assert [alarm.due_at for alarm in end.deadlines.values() if alarm.due_at] == [
        history.now + timedelta(hours=72)
    ]


def without_policy(entry: Entry):
    return {name: value for name, value in entry.data.items() if name != "policy"}


@unhurried
@given(led(), st.data())
def test_a_pause_more_makes_nothing_due_earlier(history, data):
    """Ask the customer once more in a gap: every alarm after it is as late or later."""
    gaps = [place for place, stage in enumerate(history.stages) if stage.state is State.PENDING]
    assume(gaps)
    place = data.draw(st.sampled_from(gaps))
    begin, room = history.entries[place].at, gap_after(history, place)
    first, second = sorted(data.draw(st.tuples(*[st.timedeltas(timedelta(0), room)] * 2)))
    pause = [
        asked(Action.SEEK_INFORMATION, begin + first, history, on_silence=OnSilence.CLOSE),
        asked(Action.GIVE_INFORMATION, begin + second, history),
    ]
    entries = [*history.entries[: place + 1], *pause, *history.entries[place + 1 :]]
    paused = told_again(history, entries)
    for stage, step in zip(history.stages[place:], paused[place + 2 :], strict=True):
        assert step.after.state is stage.state
        assert set(step.after.deadlines) == set(stage.deadlines)
        for kind, alarm in stage.deadlines.items():
            assert_no_earlier(step.after.deadlines[kind], alarm)


def gap_after(history: Led, place: int) -> timedelta:
    """The time until the next entry; after the last there is plenty."""
    if place + 1 == len(history.entries):
        return timedelta(days=20)
    return history.entries[place + 1].at - history.entries[place].at


def asked(action, at, history, **said):
    act = act_of(action, **said)
    data = {"text": act.text, "on_silence": act.on_silence, "proof": act.proof}
    return Entry(
        sequence=0,
        action=action,
        at=at,
        role=Role.OPERATOR,
        actor_id=7001,
        holder_id=history.case.holder.id,
        data={name: value for name, value in data.items() if value},
    )


def assert_no_earlier(paused, plain):
    assert paused.paused is plain.paused
    if plain.paused:
        assert paused.remaining >= plain.remaining
    else:
        assert paused.due_at >= plain.due_at


NOT_KEPT = {Action.TRANSFER, Action.CORRECT_CONTACT}
"""Acts of which the history keeps other words than were said."""


@pytest.mark.parametrize("action", sorted(set(Action) - NOT_KEPT))
def test_an_act_is_made_again_from_what_the_history_keeps(action):
    act = act_of(action)
    said = {name: getattr(act, name) for name in KEPT}
    kept = {name: str(value) for name, value in said.items() if value}
    kept |= json.loads(json.dumps(told(act)))
    entry = replace(Led().entries[0], action=action, data={**kept, **rated(act)})
    assert act_told(entry) == act


KEPT = ("text", "reason", "reference", "authority", "expected_by", "on_silence", "proof")


def rated(act):
    return {} if act.rating is None else {"rating": act.rating}


def test_what_the_customer_said_earlier_is_told_with_when():
    said_at = BORN + timedelta(hours=1)
    entry = replace(Led().entries[0], data={"said_at": said_at.isoformat()})
    assert act_told(entry).said_at == said_at


def test_a_registration_of_old_has_no_interim_reply():
    history = Led()
    entry = replace(history.entries[0], data=without_policy(history.entries[0]))
    assert set(told_again(history, [entry])[-1].after.deadlines) == {DeadlineKind.RESOLVE}


def test_information_asked_for_of_old_is_due_from_the_asking():
    history = Led()
    history.act(Action.SEEK_INFORMATION, OPERATOR)
    bare = replace(history.entries[1], data=without_policy(history.entries[1]))
    alarms = told_again(history, [history.entries[0], bare], Policy())[-1].after.deadlines
    assert alarms[DeadlineKind.INFORMATION].due_at == BORN + timedelta(days=7)


def test_a_history_without_its_registration_is_none():
    history = Led()
    history.act(Action.REMARK, OPERATOR)
    with pytest.raises(OutOfRule, match="begins with a registration"):
        told_again(history, history.entries[1:])


def test_a_history_registers_once():
    history = Led()
    with pytest.raises(OutOfRule, match="registration"):
        told_again(history, history.entries * 2)


@pytest.mark.parametrize(
    "data",
    [
        {"on_silence": "wait"},
        {"policy": {"information_window": "a week"}},
        {"policy": ["P7D"]},
        {"expected_by": "soon"},
        {"authority": 7},
    ],
)
def test_words_that_make_up_no_act_are_told(data):
    history = Led()
    history.act(Action.SEEK_INFORMATION, OPERATOR)
    spoilt = replace(history.entries[1], data={**history.entries[1].data, **data})
    with pytest.raises(OutOfRule, match="do not make up such an act"):
        told_again(history, [history.entries[0], spoilt])
