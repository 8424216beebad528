"""What registering a complaint decides: who holds it, when it is due, who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dopcrm_tui.rules.clocks import Deadlines, arm
from dopcrm_tui.rules.complaint import Actor, Deadline
from dopcrm_tui.rules.notices import REGISTERED, NoticeDraft
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.routing import Picked, route
from dopcrm_tui.rules.vocabulary import DeadlineKind, Role

REGISTRARS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.CALL_CENTRE})


@dataclass(frozen=True, slots=True)
class Registration:
    """The decision to open a complaint, with the alarms that are armed; the complainant is told."""

    holder_id: int
    due_at: datetime
    deadlines: Mapping[DeadlineKind, Deadline]
    notices: tuple[NoticeDraft, ...]


def check_registrar(actor: Actor) -> None:
    """Raise `NotPermitted` unless the actor may register complaints."""
    if actor.role not in REGISTRARS or actor.office is None:
        raise NotPermitted(
            "Only operators, supervisors and the call centre register complaints.", rule="REGISTRAR"
        )


def decide_registration(
    picked: Picked,
    actor: Actor,
    *,
    against_staff: bool,
    confined: bool,
    limit: timedelta,
    now: datetime,
    policy: Policy,
) -> Registration:
    """Return where a complaint about the picked office goes and when it is due.

    `limit` is the grievance's own time limit (domain, section 7.3). Raises `NotPermitted`.
    """
    check_registrar(actor)
    holder_id = route(picked, against_staff=against_staff, confined=confined)
    due_at = now + limit
    return Registration(holder_id, due_at, first_alarms(due_at, now, policy), REGISTERED)


def first_alarms(due_at: datetime, now: datetime, policy: Policy) -> Deadlines:
    """Return the alarms of a new complaint; a limit too short for it has no interim reply."""
    alarms = arm({}, DeadlineKind.RESOLVE, due_at)
    drafted_at = due_at - policy.interim_reply_lead
    return arm(alarms, DeadlineKind.INTERIM, drafted_at) if drafted_at > now else alarms
