"""Complaints led at random through the real services, with the sweeper, the doors and the clock.

Whatever happens in whatever order: nothing is closed behind the customer's back, nothing is lost.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from casebook import EDAPALLY, KOCHI, SIGNED
from customers import ANSWERS, WORDS, Said
from happenings import (
    BOSS,
    CHANGES,
    CHANNELS,
    DAY,
    FATES,
    HAPPENINGS,
    OFFICES,
    POSTS,
    SECOND,
    SPELLS,
    WORK,
    act_on,
)
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from post_bag import EMAIL, SMS, wrong_for
from random_work import FAR
from walk_checks import Checks
from walked_desk import WalkedDesk

from data.models.message import NoticeState
from dopcrm_tui.gateways.channel import Fate
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action, OnSilence, State


class WholeWalk(RuleBasedStateMachine):
    """A few complaints at one desk, and everybody who has to do with them."""

    template = None

    @initialize(office=st.sampled_from(OFFICES), by_mail=st.booleans())
    def open_the_desk(self, office, by_mail):
        self.folder = Path(tempfile.mkdtemp())
        self.walked = WalkedDesk(self.template, self.folder)
        self.checks = Checks(self.walked)
        self.walked.register(office, by_mail)

    def teardown(self):
        if hasattr(self, "walked"):
            try:
                self.checks.at_the_end()
            finally:
                self.walked.close()
                shutil.rmtree(self.folder)

    @invariant()
    def all_is_well(self):
        if hasattr(self, "walked"):
            self.checks.look()

    @property
    def customers(self):
        return self.walked.customers

    def draw_number(self, data, *states):
        """One of the complaints, of those in some states where any is."""
        wanted = [n for n in self.walked.numbers if self.state(n) in states]
        return data.draw(st.sampled_from(wanted or self.walked.numbers))

    def state(self, number):
        return self.walked.book.row(number).state

    def attempt(self, number, act, post, **options):
        """Let somebody try, and tell whether it was done; what is refused changes nothing."""
        version = self.walked.book.row(number).version
        try:
            self.walked.desk.processing.act(self.walked.book.staff[post], number, act, **options)
        except Refusal:
            assert self.walked.book.row(number).version == version
            return False
        return True

    @rule(data=st.data(), what=st.sampled_from(HAPPENINGS))
    def something_happens(self, data, what):
        getattr(self, what)(data)

    # At the desk

    def another_complaint_comes(self, data):
        if len(self.walked.numbers) < 3:
            self.walked.register(data.draw(st.sampled_from(OFFICES)), data.draw(st.booleans()))

    def somebody_works(self, data):
        """Somebody does what is offered, or tries what is not."""
        post = data.draw(st.sampled_from([*POSTS, BOSS, BOSS, BOSS]))
        number = self.draw_number(data, State.PENDING, State.EXTERNAL, State.CLOSED)
        offered = self.walked.offered(number, post) if data.draw(st.integers(0, 4)) else WORK
        action = data.draw(st.sampled_from(offered or WORK))
        if action is Action.CLOSE_BY_DIRECTION and data.draw(st.integers(0, 2)):
            return
        act = act_on(number, action)
        if action is Action.TRANSFER:
            target = data.draw(st.sampled_from(OFFICES))
            self.attempt(number, act, post, target_code=target)
        elif self.attempt(number, act, post) and action is Action.CORRECT_CONTACT:
            self.walked.number_corrected(number)

    def papers_come(self, data):
        number = self.draw_number(data, State.PENDING)
        if self.state(number) is not State.CLOSED:
            self.walked.desk.papers.attach(self.walked.book.staff[BOSS], number, [SIGNED])

    def two_offices_quarrel(self, data):
        number = self.draw_number(data, State.PENDING)
        other = data.draw(st.sampled_from([EDAPALLY, FAR]))
        for target in (KOCHI, other, KOCHI, other):
            act = Act(action=Action.TRANSFER, reason="Not ours.")
            self.attempt(number, act, BOSS, target_code=target)

    def the_customer_is_asked(self, data):
        number = self.draw_number(data, State.PENDING)
        if self.state(number) is not State.PENDING:
            return
        if data.draw(st.booleans()):
            silence = data.draw(st.sampled_from(OnSilence))
            asked = act_on(number, Action.SEEK_INFORMATION, on_silence=silence)
        else:
            asked = act_on(number, Action.SEEK_CONFIRMATION)
        self.walked.ask(number, asked, BOSS)
        if data.draw(st.booleans()):
            self.walked.sending.send()

    def the_policy_will_change(self, data):
        self.walked.change_policy(
            *data.draw(st.sampled_from(CHANGES)), data.draw(st.integers(1, 9))
        )

    # Of the customer

    def the_customer_answers_at_a_counter(self, data):
        """It is recorded if, and only if, it is in time, open, and proved."""
        kind = data.draw(st.sampled_from(["right", "right", "signed", "wrong", "of another"]))
        post = BOSS if kind == "signed" else data.draw(st.sampled_from([BOSS, "call_centre"]))
        number = self.draw_number(data, *ANSWERS)
        said, asked = self.draw_said(data, number, kind), self.customers.open_question(number)
        if said is None:
            return
        locked = asked is not None and said.code is not None and self.checks.locked(asked)
        has_to_count = asked is not None and asked.still_open_to(said) and not locked
        version = self.walked.book.row(number).version
        refused = self.walked.answer_at_counter(said, post)
        assert refused is None or self.walked.book.row(number).version == version
        if said.action not in {Action.WITHDRAW, Action.RATE}:
            assert (refused is None) is has_to_count, refused

    def the_customer_writes(self, data):
        kind = data.draw(st.sampled_from(["right"] * 3 + ["wrong", "of another"]))
        said = self.draw_said(data, self.draw_number(data, *ANSWERS), kind)
        if said is not None:
            self.walked.write(said, data.draw(CHANNELS))

    def draw_said(self, data, number, kind):
        asked = self.customers.open_question(number)
        fitting = sorted(ANSWERS[asked.state]) * 5 if asked else []
        action = data.draw(st.sampled_from(fitting + sorted(WORDS)))
        if kind == "signed":
            return Said(number, action, None, self.walked.clock.now)
        of = number if kind != "of another" else data.draw(st.sampled_from(self.walked.numbers))
        known = self.customers.known_codes(of)
        if not known:
            return None
        code = data.draw(st.sampled_from([*known, *known[-1:] * 3]))
        code = wrong_for(code) if kind == "wrong" else code
        if kind == "wrong" and code in self.customers.known_codes(number):
            return None
        return Said(number, action, code, self.walked.clock.now)

    def a_message_comes_a_second_time(self, data):
        by = data.draw(CHANNELS)
        if self.walked.doors[by].arrived:
            self.walked.write_again(by, data.draw(st.integers(0, 9)))

    # On the way

    def a_letter_comes_back(self, data):
        taken = self.walked.ways[EMAIL].taken
        asking = [one for one in taken if self.customers.of(one)]
        if asking:
            self.walked.come_back(data.draw(st.sampled_from(asking[-2:])))

    def a_way_out_changes(self, data):
        self.walked.ways[data.draw(CHANNELS)].fate = data.draw(FATES)

    def a_door_is_shut_or_opened(self, data):
        trouble = data.draw(st.sampled_from(["", "The mailbox does not answer."]))
        self.walked.doors[data.draw(CHANNELS)].shut = trouble

    def a_notice_is_sent_again(self, data):
        lost = [n for n in self.walked.all_notices() if n.state is NoticeState.UNDELIVERABLE]
        asking = [notice for notice in lost if self.walked.asks_still(notice)]
        if lost:
            self.walked.retry(data.draw(st.sampled_from(asking or lost[-3:])), BOSS)

    def a_customer_is_lost_and_found(self, data):
        """Letters come back, no SMS goes out; then the ways are mended, perhaps."""
        self.walked.ways[SMS].fate, self.walked.ways[EMAIL].fate = Fate.NEVER, Fate.ACCEPTED
        self.the_customer_is_asked(data)
        self.the_notices_are_sent(data)
        for reference in self.walked.ways[EMAIL].taken:
            asked = self.customers.of(reference)
            if asked and asked.is_open:
                self.walked.come_back(reference)
        self.the_sweeper_passes(data)
        for way in self.walked.ways.values():
            way.fate = data.draw(FATES)
        self.a_notice_is_sent_again(data)
        self.the_notices_are_sent(data)

    def an_answer_lies_behind_a_shut_door(self, data):
        self.the_customer_writes(data)
        for door in self.walked.doors.values():
            door.shut = "The mailbox does not answer."
        self.the_clock_stands_at_a_deadline(data)
        self.the_sweeper_passes(data)
        for door in self.walked.doors.values():
            door.shut = ""

    # In time

    def time_passes(self, data):
        self.walked.clock.now += data.draw(
            st.sampled_from(SPELLS) | st.timedeltas(SECOND, 30 * DAY)
        )

    def the_clock_stands_at_a_deadline(self, data):
        early = data.draw(st.sampled_from([timedelta(0), SECOND]))
        alarms = [
            alarm.due_at - early
            for number in self.walked.numbers
            for alarm in self.walked.book.facts(number).deadlines.values()
            if alarm.due_at and alarm.due_at - early >= self.walked.clock.now
        ]
        if alarms:
            self.walked.clock.now = data.draw(st.sampled_from(sorted(alarms)[:3]))

    def the_sweeper_passes(self, _):
        done = self.walked.sweep.once()
        assert not done["failed"]
        self.checks.look()
        if not any(door.shut for door in self.walked.doors.values()):
            assert done["unheard"] == 0
            self.checks.all_is_heard()

    def the_notices_are_sent(self, _):
        self.walked.sending.send()

    def only_alarms_are_answered(self, _):
        self.walked.ring()

    def the_doors_are_read_and_nothing_is_worked(self, _):
        self.walked.listening.listen()


@pytest.fixture
def walk(template):
    return type("Walk", (WholeWalk,), {"template": template})


PACE = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_whatever_happens_in_whatever_order_every_promise_is_kept(walk):
    run_state_machine_as_test(
        walk, settings=settings(max_examples=20, stateful_step_count=30, **PACE)
    )


@pytest.mark.campaign
def test_the_same_at_length(walk):
    run_state_machine_as_test(
        walk, settings=settings(max_examples=300, stateful_step_count=60, **PACE)
    )
