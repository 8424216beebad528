"""What registering a complaint decides: who holds it, when it is due, who is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dopcrm_tui.rules.complaint import Actor, Deadline
from dopcrm_tui.rules.notices import REGISTERED, NoticeDraft
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.rules.routing import Picked, route
from dopcrm_tui.rules.vocabulary import Role

REGISTRARS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.CALL_CENTRE})


@dataclass(frozen=True, slots=True)
class Registration:
    """The decision to open a complaint; `resolve` is armed and the complainant is told."""

    holder_id: int
    due_at: datetime
    notices: tuple[NoticeDraft, ...]

    @property
    def resolve(self) -> Deadline:
        """The one alarm of a new complaint."""
        return Deadline(self.due_at)


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
) -> Registration:
    """Return where a complaint about the picked office goes and when it is due.

    `limit` is the grievance's own time limit (domain, section 7.3). Raises `NotPermitted`.
    """
    check_registrar(actor)
    holder_id = route(picked, against_staff=against_staff, confined=confined)
    return Registration(holder_id, now + limit, REGISTERED)
