"""Histories nobody planned: a complaint led by what the rules allow, and the entries it leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from casework import ME, SWEEPER, act_of, actor
from hypothesis import strategies as st
from small_tree import IDS, NAMES, PATH_OF_ID, PATHS

from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.dates import write_duration
from dopcrm_tui.rules.decision import decide
from dopcrm_tui.rules.guards import allowed
from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.policy_used import policy_used
from dopcrm_tui.rules.registration import first_alarms
from dopcrm_tui.rules.replay import Entry
from dopcrm_tui.rules.vocabulary import Action, OnSilence, Role, State

BORN = datetime(2028, 2, 28, 18, 30, tzinfo=UTC)
"""Midnight in India, as the 29th of February begins."""

HOLDERS = sorted(set(IDS) - {"branch"})
CUSTOMER = actor(Role.COMPLAINANT)
SHORT = Policy(
    confirmation_window=timedelta(hours=36),
    confirmation_runs_from=RunsFrom.ASKING,
    information_window=timedelta(days=2),
    external_window=timedelta(days=11),
    external_window_postal_inquiry=timedelta(days=13),
    escalation_step=timedelta(days=3),
    information_runs_from=RunsFrom.ASKING,
    interim_reply_lead=timedelta(days=5),
    external_reminder_step=timedelta(days=4),
)
"""A policy of which every number differs from the usual one."""

OTHER = Policy(
    confirmation_window=timedelta(hours=1),
    information_window=timedelta(hours=2),
    external_window=timedelta(hours=3),
    external_window_postal_inquiry=timedelta(hours=4),
    escalation_step=timedelta(hours=5),
    interim_reply_lead=timedelta(hours=6),
    external_reminder_step=timedelta(hours=7),
)
"""A policy under which nothing was ever decided."""


class Led:
    """A complaint, every stage of it, and the history as a service would keep it."""

    def __init__(self, holder: str = "home", limit: timedelta = timedelta(days=30)) -> None:
        self.now, self.policy = BORN, Policy()
        due_at = BORN + limit
        first = Complaint(
            id=1,
            number="28071234564",
            state=State.PENDING,
            holder=PATHS[holder],
            registered_office_id=IDS["far_sub"],
            registered_at=BORN,
            deadlines=first_alarms(due_at, BORN, self.policy),
        )
        told = {
            "due_at": due_at.isoformat(),
            "to_office": first.holder.id,
            "limit": write_duration(limit),
            "limit_rule": "R30",
            "policy": policy_used(Act(action=Action.REGISTER), self.policy),
        }
        self.stages = [first]
        self.entries = [_entry(Action.REGISTER, BORN, actor(Role.OPERATOR, "far_sub"), first, told)]

    @property
    def case(self) -> Complaint:
        """How the complaint stands."""
        return self.stages[-1]

    def people(self) -> list[Actor]:
        """Everybody who might have a hand in it, the customer and the sweeper last."""
        handler, holder = NAMES[self.case.handler_id], NAMES[self.case.holder.id]
        return [
            actor(Role.OPERATOR, holder),
            actor(Role.SUPERVISOR, holder, ME + 2),
            actor(Role.SUPERVISOR, handler, ME + 3),
            actor(Role.SUPERVISOR, "directorate", ME + 4),
            CUSTOMER,
            SWEEPER,
        ]

    def hands(self) -> dict[Action, Actor]:
        """What can be done now, and who can do it."""
        return {
            action: who
            for who in self.people()
            for action, against in allowed(self.case, who, self.now, self.policy).items()
            if against is None
        }

    def act(self, action: Action, who: Actor, **said) -> None:
        """Do it, and keep what a service would keep."""
        self.perform(act_of(action, **said), who)

    def perform(self, act: Act, who: Actor) -> None:
        decision = decide(self.case, act, who, self.now, self.policy)
        after = replace(decision.after, holder=PATH_OF_ID[decision.holder_id])
        self.stages.append(after)
        self.entries.append(_entry(act.action, self.now, who, after, decision.event))

    def alarms(self) -> list[datetime]:
        """When the running alarms ring."""
        return [alarm.due_at for alarm in self.case.deadlines.values() if alarm.due_at]


def _entry(action, at, who, after, data) -> Entry:
    return Entry(
        sequence=after.version,
        action=action,
        at=at,
        role=who.role,
        actor_id=who.id,
        holder_id=after.holder.id,
        data=data,
    )


LIKELY = [
    *(Action.SEEK_INFORMATION, Action.GIVE_INFORMATION, Action.SEEK_CONFIRMATION) * 2,
    *(Action.NOTICE_DELIVERED, Action.ASK_CLARIFICATION, Action.REJECT, Action.TRANSFER),
    *(Action.REFER_EXTERNAL, Action.EXTERNAL_RETURN, Action.ESCALATE, Action.REOPEN),
]
"""Drawn more often, so that a history comes round to every clock."""

OUTRIGHT = frozenset({Action.WITHDRAW, Action.CLOSE_BY_DIRECTION, Action.ACCEPT})


@st.composite
def led(draw, most: int = 14) -> Led:
    """A complaint led through up to `most` acts at any times, under a policy that changes."""
    history = Led(draw(st.sampled_from(HOLDERS)), timedelta(days=draw(st.integers(1, 60))))
    for place in range(draw(st.integers(1, most))):
        history.now = draw(_later(history))
        history.policy = draw(st.sampled_from([Policy(), Policy(), SHORT]))
        hands = history.hands()
        doable = sorted(set(hands) - (OUTRIGHT if place < most // 2 else frozenset()))
        if doable:
            wished = [action for action in LIKELY if action in doable]
            action = draw(st.sampled_from(wished + doable))
            history.act(action, hands[action], **draw(_said(history, action)))
    return history


def _later(history: Led):
    """Now, some time later, or at an alarm or a second before it."""
    second = timedelta(seconds=1)
    marks = [at - early for at in history.alarms() for early in (timedelta(0), second)]
    ahead = sorted(at for at in marks if at >= history.now)
    spells = st.timedeltas(timedelta(0), timedelta(days=9)).map(lambda spell: history.now + spell)
    return st.one_of(spells, st.sampled_from([history.now, *ahead]))


@st.composite
def _said(draw, history: Led, action: Action):
    if action is Action.SEEK_INFORMATION:
        return {"on_silence": draw(st.sampled_from(OnSilence))}
    if action is Action.REFER_EXTERNAL:
        return {"postal_inquiry": draw(st.booleans())}
    if action is Action.TRANSFER:
        here = NAMES[history.case.holder.id]
        others = [name for name in HOLDERS if name != here]
        return {"target": PATHS[draw(st.sampled_from(others))]}
    if action in {Action.ACCEPT, Action.RATE}:
        rating = draw(st.integers(1, 5))
        return {"rating": rating, "feedback": draw(st.sampled_from(["", "Well done"]))}
    return {}
