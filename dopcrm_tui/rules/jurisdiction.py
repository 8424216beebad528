"""Who sees what, and whose work a complaint is (design, section 4)."""

from dataclasses import dataclass
from typing import Literal

from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import Level, OfficeKind, Role

Column = Literal["office_id", "head_office_id", "division_id", "region_id", "circle_id"]

_COLUMN_OF_KIND: dict[OfficeKind, Column] = {
    OfficeKind.HEAD_OFFICE: "head_office_id",
    OfficeKind.DIVISION: "division_id",
    OfficeKind.REGION: "region_id",
    OfficeKind.CIRCLE: "circle_id",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The holders an actor works for: a column of the complaint and its value; no column is all."""

    column: Column | None
    office_id: int

    def covers(self, holder: OfficePath) -> bool:
        """Whether complaints held by `holder` lie inside."""
        if self.column is None:
            return True
        own = holder.id if self.column == "office_id" else getattr(holder, self.column)
        return bool(own == self.office_id)


@dataclass(frozen=True, slots=True)
class Reach:
    """All that decides whether an actor sees a complaint: the one predicate, as data.

    A complaint is seen when its holder is in `scope` or it was registered at
    `registered_office_id`; never when it is confined and `confined` is false, never when it
    names `operator_id`.
    """

    scope: Scope
    registered_office_id: int
    confined: bool
    operator_id: int


def subtree(office: OfficePath) -> Scope:
    """Return the scope of an office and all below it."""
    if office.kind is OfficeKind.DIRECTORATE:
        return Scope(None, office.id)
    return Scope(_COLUMN_OF_KIND.get(office.kind, "office_id"), office.id)


def work_scope(actor: Actor) -> Scope | None:
    """Return the holders whose queues are the actor's own work, None where there are none."""
    if actor.office is None:
        return None
    if actor.role is Role.OPERATOR:
        return Scope("office_id", actor.office.id)
    if actor.role is Role.SUPERVISOR:
        return subtree(actor.office)
    return None


def reach_of(actor: Actor) -> Reach | None:
    """Return what an actor can see; None is nothing at all (administrators, design section 2)."""
    if actor.office is None or actor.id is None or actor.role is Role.ADMINISTRATOR:
        return None
    whole = actor.role in {Role.AUDITOR, Role.CALL_CENTRE}
    scope = Scope(None, actor.office.id) if whole else work_scope(actor)
    if scope is None:
        return None
    confined = actor.role is Role.AUDITOR or actor.office.level >= Level.DIVISION
    return Reach(scope, actor.office.id, confined and actor.role is not Role.CALL_CENTRE, actor.id)


def sees(actor: Actor, complaint: Complaint) -> bool:
    """Whether a complaint exists for an actor."""
    reach = reach_of(actor)
    if reach is None or reach.operator_id in complaint.named:
        return False
    if complaint.confined and not reach.confined:
        return False
    registered_here = complaint.registered_office_id == reach.registered_office_id
    return registered_here or reach.scope.covers(complaint.holder)


def has_jurisdiction(actor: Actor, complaint: Complaint) -> bool:
    """Whether the holder is the actor's own office, or below it for a supervisor."""
    scope = work_scope(actor)
    return scope is not None and scope.covers(complaint.holder) and sees(actor, complaint)


def handles(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor is of the handler's people: the holder's, or supervisors of the level."""
    if not has_jurisdiction(actor, complaint):
        return False
    if complaint.escalation_level is Level.NONE:
        return True
    return actor.role is Role.SUPERVISOR and _at_or_above_handler(actor, complaint)


def works_as_directed(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor works for the holder on a direction given from above."""
    return complaint.directed and has_jurisdiction(actor, complaint)


def _at_or_above_handler(actor: Actor, complaint: Complaint) -> bool:
    if actor.office is None:
        return False
    holder = complaint.holder
    rungs = [(holder.level, holder.id), *holder.ladder()]
    at_or_above = [office for level, office in rungs if level >= complaint.escalation_level]
    return actor.office.id in at_or_above


def stands_above(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor supervises an office strictly above the holder."""
    return (
        actor.role is Role.SUPERVISOR
        and actor.office is not None
        and actor.office.id != complaint.holder.id
        and has_jurisdiction(actor, complaint)
    )
