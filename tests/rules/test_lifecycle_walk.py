"""Complaints led at random through everything that can happen, and what must hold at every step."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from casework import CALL_CENTRE, ME, NOW, act_of, actor, complaint_in
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_tree import IDS, NAMES, PATH_OF_ID, PATHS, superior_of
from walk_words import (
    ANSWERS,
    CLOSURES,
    CUSTOMER,
    DESK_ACTIONS,
    HOLDERS,
    INTERIM,
    LAPSES,
    LEADS_TO,
    MAY_BE_ARMED,
    OUTRIGHT,
    RESOLVE,
    RUNG,
    SECOND,
    SWEEPER,
    TASKS,
)

from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.guards import allowed, refusal
from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.registration import first_alarms
from dopcrm_tui.rules.vocabulary import (
    Action,
    DeadlineKind,
    Level,
    OnSilence,
    Queue,
    Role,
    State,
    Task,
)


class ComplaintWalk(RuleBasedStateMachine):
    """One complaint, its history, and a memory of its own that knows nothing of the rules."""

    @initialize(holder=st.sampled_from(HOLDERS), starts=st.sampled_from(RunsFrom))
    def register(self, holder, starts):
        self.policy = Policy(confirmation_runs_from=starts, information_runs_from=starts)
        self.now = NOW
        alarms = first_alarms(NOW + timedelta(days=21), NOW, self.policy)
        self.case: Complaint = complaint_in(State.PENDING, holder, deadlines=alarms)
        self.before = self.case
        self.history: list[Action] = []
        self.between: Counter[frozenset[str]] = Counter()
        self.due_before_pause = None

    def perform(self, action, who, **said):
        """Decide, store as a service would, and remember."""
        self.before = self.case
        decision = decide(self.case, act_of(action, **said), who, self.now, self.policy)
        self.case = replace(decision.after, holder=PATH_OF_ID[decision.holder_id])
        self.history.append(action)
        if action is Action.TRANSFER:
            self.check_transfer(NAMES[self.before.holder.id], NAMES[said["target"].id])
        else:
            assert self.case.holder == self.before.holder
        self.check_pause()

    def check_transfer(self, source, target):
        reached = NAMES[self.case.holder.id]
        superior = superior_of(source, target)
        third = self.between[frozenset({source, target})] >= 2
        expected = superior if third and superior not in {source, target} else target
        assert reached == expected
        self.between[frozenset({source, reached})] += 1

    def check_pause(self):
        was, now = self.before.deadlines.get(RESOLVE), self.case.deadlines.get(RESOLVE)
        if was and now and not was.paused and now.paused:
            self.due_before_pause = was.due_at
        if self.history[-1] in {Action.GIVE_INFORMATION, Action.ASK_CLARIFICATION}:
            assert now.due_at >= self.due_before_pause

    def people(self):
        handler = NAMES[self.case.handler_id]
        holder = NAMES[self.case.holder.id]
        return [
            actor(Role.OPERATOR, holder),
            actor(Role.SUPERVISOR, holder, ME + 2),
            actor(Role.SUPERVISOR, handler, ME + 3),
            actor(Role.SUPERVISOR, "directorate", ME + 4),
            CALL_CENTRE,
        ]

    @rule(data=st.data(), silence=st.sampled_from(OnSilence))
    def somebody_works(self, data, silence):
        """Somebody with a hand in it does one of the things the rules offer."""
        hands = {}
        for who in self.people():
            offered = allowed(self.case, who, self.now, self.policy)
            doable = [action for action, against in offered.items() if against is None]
            hands |= {action: who for action in doable if action not in OUTRIGHT}
        if not hands:
            return
        action = data.draw(st.sampled_from(sorted(hands)))
        said = {"on_silence": silence} if action is Action.SEEK_INFORMATION else {}
        if action is Action.TRANSFER:
            here = NAMES[self.case.holder.id]
            others = [name for name in HOLDERS if name != here]
            said["target"] = PATHS[data.draw(st.sampled_from(others))]
        self.perform(action, hands[action], **said)

    @precondition(lambda self: self.case.state is not State.CLOSED and len(self.history) > 12)
    @rule(action=st.sampled_from(OUTRIGHT))
    def it_is_closed_outright(self, action):
        who = CUSTOMER if action is Action.WITHDRAW else actor(Role.SUPERVISOR, "directorate")
        if refusal(self.case, action, who, self.now, self.policy) is None:
            self.perform(action, who)

    @precondition(lambda self: self.case.state is State.PENDING and self.case.assignee_id)
    @rule()
    def who_took_it_lets_go(self):
        self.perform(Action.RELEASE, actor(Role.SUPERVISOR, NAMES[self.case.handler_id], ME + 3))

    @precondition(lambda self: self.case.state is State.PENDING and self.case.escalation_level)
    @rule()
    def the_handler_gives_a_direction(self):
        self.perform(Action.DIRECT, actor(Role.SUPERVISOR, NAMES[self.case.handler_id], ME + 3))

    @precondition(lambda self: self.case.state is State.PENDING)
    @rule()
    def it_goes_outside(self):
        handler = actor(Role.SUPERVISOR, NAMES[self.case.handler_id], ME + 3)
        self.perform(Action.REFER_EXTERNAL, handler)

    @precondition(lambda self: self.case.state is State.PENDING)
    @rule(other=st.sampled_from(["home", "sibling", "division", "far_sub"]))
    def two_offices_quarrel(self, other):
        """The holder sends it to another and gets it back, until somebody else has it."""
        here = NAMES[self.case.holder.id]
        if here == other:
            return
        for _ in range(3):
            source = NAMES[self.case.holder.id]
            if source not in {here, other}:
                return
            target = other if source == here else here
            sender = actor(Role.SUPERVISOR, NAMES[self.case.handler_id], ME + 3)
            self.perform(Action.TRANSFER, sender, target=PATHS[target])

    @precondition(lambda self: self.case.state is State.PENDING)
    @rule(
        action=st.sampled_from([Action.SEEK_INFORMATION, Action.SEEK_CONFIRMATION]),
        silence=st.sampled_from(OnSilence),
    )
    def the_handler_asks_the_customer(self, action, silence):
        handler = actor(Role.SUPERVISOR, NAMES[self.case.handler_id], ME + 3)
        said = {"on_silence": silence} if action is Action.SEEK_INFORMATION else {}
        self.perform(action, handler, **said)

    @precondition(lambda self: self.case.state in ANSWERS)
    @rule(action=st.sampled_from([Action.NOTICE_DELIVERED, Action.NOTICE_UNDELIVERABLE]))
    def the_notice_ends_one_way_or_the_other(self, action):
        self.perform(action, SWEEPER)

    @precondition(lambda self: self.case.state in ANSWERS)
    @rule(data=st.data())
    def the_customer_answers(self, data):
        """In time, the answer counts; at the deadline itself it does not."""
        question, actions = ANSWERS[self.case.state]
        action = data.draw(st.sampled_from(actions))
        alarm = self.case.deadlines.get(question)
        if alarm is None:
            self.perform(action, CUSTOMER)
            return
        late = refusal(self.case, action, CUSTOMER, alarm.due_at, self.policy)
        assert isinstance(late, Conflict)
        if self.now < alarm.due_at:
            self.now = data.draw(st.sampled_from([self.now, alarm.due_at - SECOND]))
            self.perform(action, CUSTOMER)

    @precondition(lambda self: self.case.state in ANSWERS)
    @rule()
    def the_customer_stays_silent(self):
        """Nothing lapses until the deadline; nothing but the lapse is left at it."""
        alarm = self.case.deadlines.get(ANSWERS[self.case.state][0])
        self.now = max(self.now, alarm.due_at if alarm else self.now)
        asked = self.case.state
        self.the_sweeper_passes()
        assert (self.case.state is asked) is (alarm is None)

    @rule(spell=st.timedeltas(timedelta(0), timedelta(days=40)))
    def time_passes(self, spell):
        self.now += spell

    @precondition(lambda self: self.running())
    @rule(data=st.data(), early=st.sampled_from([timedelta(0), SECOND]))
    def the_clock_stands_at_a_deadline(self, data, early):
        moment = data.draw(st.sampled_from(sorted(self.running()))) - early
        self.now = max(self.now, moment)

    @rule()
    def the_sweeper_passes(self):
        """It does what is due and nothing else."""
        for action in LAPSES:
            against = refusal(self.case, action, SWEEPER, self.now, self.policy)
            if against is None:
                rung = RUNG.get(action) or ANSWERS[self.case.state][0]
                assert self.case.deadlines[rung].due_at <= self.now
                self.perform(action, SWEEPER)
        assert not [due for due in self.running() if due <= self.now]

    @rule(action=st.sampled_from(DESK_ACTIONS), office=st.sampled_from(sorted(IDS)))
    def somebody_without_a_hand_in_it_tries(self, action, office):
        """Who only reads, or only administers, changes nothing whatever they try."""
        for role in (Role.AUDITOR, Role.ADMINISTRATOR):
            against = refusal(self.case, action, actor(role, office), self.now, self.policy)
            assert against is not None

    def running(self, *kinds):
        """When the running alarms ring, of all kinds or of some."""
        return [
            alarm.due_at
            for kind, alarm in self.case.deadlines.items()
            if not alarm.paused and kind in (kinds or DeadlineKind)
        ]

    @invariant()
    def exactly_one_office_holds_it(self):
        assert self.case.holder == PATHS[NAMES[self.case.holder.id]]

    @invariant()
    def only_alarms_of_its_state_are_armed_and_a_closed_one_has_none(self):
        assert set(self.case.deadlines) <= MAY_BE_ARMED[self.case.state]

    @invariant()
    def the_departments_clock_runs_unless_the_customer_is_asked(self):
        if self.case.state is not State.CLOSED:
            asked = self.case.state in ANSWERS
            assert self.case.deadlines[RESOLVE].paused is asked
            assert (
                INTERIM not in self.case.deadlines or self.case.deadlines[INTERIM].paused is asked
            )

    @invariant()
    def a_task_belongs_to_its_state_and_who_was_not_reached_is_never_silent(self):
        asked = self.case.state in ANSWERS
        assert self.case.task in TASKS[self.case.state]
        if self.case.task is Task.PHONE_CUSTOMER:
            assert not self.running()
        assert (self.case.queue is Queue.PENDING) is (
            self.case.state is State.PENDING or (asked and self.case.task is not None)
        )

    @invariant()
    def it_is_closed_for_one_of_five_reasons_or_open(self):
        closure = self.case.closure
        assert (closure is not None) is (self.case.state is State.CLOSED)
        assert closure is None or closure.reason.value in CLOSURES

    @invariant()
    def the_level_never_falls(self):
        assert self.case.escalation_level >= self.before.escalation_level

    @invariant()
    def a_direction_is_given_only_from_above(self):
        assert not self.case.directed or self.case.escalation_level > Level.NONE

    @invariant()
    def replaying_the_history_gives_the_state_and_the_version(self):
        state = "pending"
        for action in self.history:
            state = LEADS_TO.get(action.value, state)
        assert self.case.state.value == state
        assert self.case.version == len(self.history) + 1


TestComplaintWalk = ComplaintWalk.TestCase
TestComplaintWalk.settings = settings(
    max_examples=300,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
