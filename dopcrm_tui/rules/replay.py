"""A history told again: each entry by the rules that decided it, with the policy of its day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from dopcrm_tui.rules import loss
from dopcrm_tui.rules.clocks import void
from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.decision import handed_over, outcome_of
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.policy_used import policy_then
from dopcrm_tui.rules.registration import first_alarms
from dopcrm_tui.rules.vocabulary import (
    Action,
    Authority,
    DeadlineKind,
    OnSilence,
    Proof,
    Role,
    State,
)

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a history; `holder_id` is the office that holds the complaint after it."""

    sequence: int
    action: Action
    at: datetime
    role: Role
    actor_id: int | None
    holder_id: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """An entry and what it made of the complaint; before the first there was none."""

    entry: Entry
    before: Complaint | None
    after: Complaint


class OutOfRule(ValueError):
    """An entry that the rules cannot have written at its place."""


def replay(
    origin: Complaint,
    entries: Iterable[Entry],
    path_of: Callable[[int], OfficePath],
    policy_at: Callable[[datetime], Policy],
) -> Iterator[Step]:
    """Yield every step of a history.

    Of `origin` only what no act changes is taken. `policy_at` is asked for the numbers that an
    entry did not record. Raises `OutOfRule` at the entry that cannot be.
    """
    complaint: Complaint | None = None
    for entry in entries:
        if (entry.action is Action.REGISTER) is not (complaint is None):
            raise OutOfRule("a history begins with a registration, and has one")
        before = complaint
        try:
            policy = policy_of(entry, policy_at(entry.at))
            complaint = (
                moved(before, entry, path_of, policy)
                if before
                else opened(origin, entry, path_of, policy)
            )
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as problem:
            raise OutOfRule("the words it keeps do not make up such an act") from problem
        yield Step(entry, before, complaint)


def act_of(entry: Entry) -> Act:
    """Return the act an entry tells of. Raises ValueError where it tells none."""
    said = entry.data
    expected_by, said_at = said.get("expected_by"), said.get("said_at")
    return Act(
        action=entry.action,
        text=said.get("text", ""),
        reason=said.get("reason", ""),
        reference=said.get("reference", ""),
        authority=_word(Authority, said.get("authority")),
        postal_inquiry=bool(said.get("postal_inquiry")),
        expected_by=date.fromisoformat(expected_by) if expected_by else None,
        on_silence=_word(OnSilence, said.get("on_silence")),
        proof=_word(Proof, said.get("proof")),
        rating=said.get("rating"),
        feedback=said.get("feedback", ""),
        said_at=datetime.fromisoformat(said_at) if said_at else None,
        **loss.kept(said),
    )


def _word(kind: type[W], said: str | None) -> W | None:
    return kind(said) if said else None


def policy_of(entry: Entry, fallback: Policy) -> Policy:
    """Return the policy of an entry; what was asked before any was recorded ran from the asking."""
    if entry.action is Action.SEEK_INFORMATION:
        fallback = replace(fallback, information_runs_from=RunsFrom.ASKING)
    return policy_then(entry.data.get("policy") or {}, fallback)


def opened(
    origin: Complaint, entry: Entry, path_of: Callable[[int], OfficePath], policy: Policy
) -> Complaint:
    """Return the complaint as registered; before its policy was recorded, none had an interim."""
    due_at = datetime.fromisoformat(entry.data["due_at"])
    alarms = first_alarms(due_at, entry.at, policy)
    if "policy" not in entry.data:
        alarms = void(alarms, DeadlineKind.INTERIM)
    return Complaint(
        id=origin.id,
        number=origin.number,
        state=State.PENDING,
        holder=path_of(entry.holder_id),
        registered_office_id=origin.registered_office_id,
        registered_at=entry.at,
        confined=origin.confined,
        named=origin.named,
        deadlines=alarms,
    )


def moved(
    before: Complaint, entry: Entry, path_of: Callable[[int], OfficePath], policy: Policy
) -> Complaint:
    """Return what an entry made of a complaint."""
    if entry.action is Action.TRANSFER:
        after = handed_over(before, entry.holder_id)
        after = replace(after, holder=path_of(entry.holder_id))
    else:
        actor = Actor(entry.actor_id, entry.role)
        after = outcome_of(before, act_of(entry), actor, entry.at, policy)
    return replace(after, version=before.version + 1)
