"""Deadlines as values: armed, paused, resumed, voided."""

from collections.abc import Mapping
from datetime import datetime

from dopcrm_tui.rules.complaint import Complaint, Deadline
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import DeadlineKind, State, Task

Deadlines = Mapping[DeadlineKind, Deadline]


def arm(deadlines: Deadlines, kind: DeadlineKind, due_at: datetime) -> Deadlines:
    """Return the deadlines with one armed, or armed anew."""
    return {**deadlines, kind: Deadline(due_at)}


def void(deadlines: Deadlines, *kinds: DeadlineKind) -> Deadlines:
    """Return the deadlines without those of `kinds`."""
    return {kind: deadline for kind, deadline in deadlines.items() if kind not in kinds}


def pause(deadlines: Deadlines, now: datetime, *kinds: DeadlineKind) -> Deadlines:
    """Return the deadlines with `kinds` standing still; what is late keeps its lateness."""
    standing = {
        kind: Deadline(None, remaining=deadline.due_at - now)
        for kind in kinds
        if (deadline := deadlines.get(kind)) and deadline.due_at is not None
    }
    return {**deadlines, **standing}


def resume(deadlines: Deadlines, now: datetime, *kinds: DeadlineKind) -> Deadlines:
    """Return the deadlines with `kinds` running again; a pause never makes anything due earlier."""
    running = {
        kind: Deadline(now + deadline.remaining)
        for kind in kinds
        if (deadline := deadlines.get(kind)) and deadline.remaining is not None
    }
    return {**deadlines, **running}


_GOVERNING = {
    State.PENDING: DeadlineKind.RESOLVE,
    State.EXTERNAL: DeadlineKind.RESOLVE,
    State.INFO_SOUGHT: DeadlineKind.INFORMATION,
    State.CONFIRMATION_SOUGHT: DeadlineKind.CONFIRMATION,
}


def due_at(state: State, deadlines: Deadlines) -> datetime | None:
    """Return when the complaint is due as people see it: the running alarm of its state."""
    kind = _GOVERNING.get(state)
    deadline = deadlines.get(kind) if kind else None
    return deadline.due_at if deadline else None


def passed(deadlines: Deadlines, kind: DeadlineKind, now: datetime) -> bool:
    """Whether an alarm has rung: at the deadline itself it has, a second before it has not."""
    deadline = deadlines.get(kind)
    return deadline is not None and deadline.due_at is not None and now >= deadline.due_at


def sorts_at(
    before: Complaint, after: Complaint, previous: datetime, now: datetime, policy: Policy
) -> datetime:
    """Return where a complaint stands in its queue: at its due time, or where that would be.

    A question just put that waits to be delivered stands its whole window from now; a customer who
    is to be phoned is due now; a closed complaint keeps its `previous` place.
    """
    running = due_at(after.state, after.deadlines)
    if running is not None:
        return running
    if after.task is Task.PHONE_CUSTOMER and before.task is not after.task:
        return now
    windows = {
        State.CONFIRMATION_SOUGHT: policy.confirmation_window,
        State.INFO_SOUGHT: policy.information_window,
    }
    asked = after.state in windows and before.state is not after.state
    return now + windows[after.state] if asked else previous
