"""A history played again under another number of the policy: what the alarms would have done.

People are taken to have done what they did, when they did it, as far as the complaint then stood
so that it could be done; what the desk's own alarms did is left out and worked out anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dopcrm_tui.rules.alarms import ALARM_OF, action_of
from dopcrm_tui.rules.complaint import SWEEPER, Act, Complaint
from dopcrm_tui.rules.decision import outcome_of
from dopcrm_tui.rules.lifecycle import rule_for
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.policy_used import LIMIT_KEYS
from dopcrm_tui.rules.replay import Entry, moved, opened, policy_of
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Role, State

REHEARSED = frozenset(
    {
        *LIMIT_KEYS.values(),
        "confirmation_window",
        "confirmation_runs_from",
        "information_window",
        "information_runs_from",
        "escalation_step",
    }
)
"""The numbers by which a complaint comes to be late, escalated, or closed on silence."""

RINGING = (DeadlineKind.RESOLVE, DeadlineKind.INFORMATION, DeadlineKind.CONFIRMATION)


class Outcome(StrEnum):
    """What became of a complaint; each is counted once, at the office that held it then."""

    LATE = "late"
    ESCALATED = "escalated"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Change:
    """Another number in the place of every one that held."""

    key: str
    value: Any

    def made_to(self, policy: Policy) -> Policy:
        """Return a policy with it."""
        return replace(policy, **{self.key: self.value})

    def entry(self, entry: Entry) -> Entry:
        """Return an entry as it would have been written: a registration has its own limit."""
        rule = LIMIT_KEYS.get(str(entry.data.get("limit_rule", "")))
        if entry.action is not Action.REGISTER or rule != self.key:
            return entry
        limit: timedelta = self.value
        return replace(entry, data={**entry.data, "due_at": (entry.at + limit).isoformat()})


Outcomes = dict[Outcome, OfficePath]


def rehearse(
    origin: Complaint,
    entries: Iterable[Entry],
    path_of: Callable[[int], OfficePath],
    policy_at: Callable[[datetime], Policy],
    *,
    until: datetime,
    change: Change | None = None,
) -> Outcomes:
    """Return what would have become of a complaint by `until`, under a change or as it was.

    Raises OutOfRule or ValueError where the history itself cannot be.
    """
    stage = _Stage(policy_at, change)
    for entry in entries:
        if entry.role is Role.SWEEPER and entry.action in ALARM_OF:
            continue
        stage.ring(entry.at)
        stage.play(origin, change.entry(entry) if change else entry, path_of)
    stage.ring(until)
    return stage.outcomes


class _Stage:
    """A complaint on its way, and what has become of it."""

    def __init__(self, policy_at: Callable[[datetime], Policy], change: Change | None) -> None:
        self._policy_at, self._change = policy_at, change
        self._complaint: Complaint | None = None
        self.outcomes: Outcomes = {}

    def _policy(self, policy: Policy) -> Policy:
        return self._change.made_to(policy) if self._change else policy

    def play(self, origin: Complaint, entry: Entry, path_of: Callable[[int], OfficePath]) -> None:
        """Let somebody do what they did, where that can still be done."""
        policy = self._policy(policy_of(entry, self._policy_at(entry.at)))
        before = self._complaint
        if before is None:
            self._complaint = opened(origin, entry, path_of, policy)
        elif rule_for(before.state, entry.action) is not None:
            self._take(moved(before, entry, path_of, policy))

    def ring(self, until: datetime) -> None:
        """Answer every alarm that rings by then, at its very time."""
        while (due := self._next(until)) is not None:
            at, kind = due
            before = self._complaint
            if before is None:
                return
            if kind is DeadlineKind.RESOLVE:
                self.outcomes.setdefault(Outcome.LATE, before.holder)
            act = Act(action=action_of(kind, before.on_silence))
            policy = self._policy(self._policy_at(at))
            self._take(outcome_of(before, act, SWEEPER, at, policy))

    def _take(self, after: Complaint) -> None:
        before, self._complaint = self._complaint, after
        if before is not None and after.escalation_level > before.escalation_level:
            self.outcomes.setdefault(Outcome.ESCALATED, before.holder)
        silent = after.closure is not None and after.closure.agreed == "silence"
        if silent and before is not None and before.state is not State.CLOSED:
            self.outcomes.setdefault(Outcome.CLOSED, after.holder)

    def _next(self, until: datetime) -> tuple[datetime, DeadlineKind] | None:
        if self._complaint is None or self._complaint.state is State.CLOSED:
            return None
        deadlines = self._complaint.deadlines
        due = [
            (alarm.due_at, kind)
            for kind in RINGING
            if (alarm := deadlines.get(kind)) and alarm.due_at and alarm.due_at <= until
        ]
        return min(due, default=None)
