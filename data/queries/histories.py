"""The history of a complaint: written at its end, read from its beginning."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from data.models import Event
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.vocabulary import Action, State


@dataclass(frozen=True, slots=True)
class Entry:
    """What the history is to keep of one act."""

    id: int
    action: Action
    at: datetime
    actor: Actor
    from_state: State | None
    data: dict[str, object]


def append(session: Session, after: Complaint, circle_id: int, entry: Entry) -> Event:
    """Add an entry to the history of `after`, chained to the one before."""
    event = Event(
        id=entry.id,
        complaint_id=after.id,
        circle_id=circle_id,
        sequence=after.version,
        at=entry.at,
        action=entry.action,
        actor_id=entry.actor.id,
        actor_role=entry.actor.role,
        actor_office_id=entry.actor.office.id if entry.actor.office else None,
        from_state=entry.from_state,
        to_state=after.state,
        escalation_level=int(after.escalation_level),
        office_id=after.holder.id,
        data=entry.data,
        previous_hash=_last_hash(session, after.id),
        hash="",
    )
    event.hash = link(event.previous_hash, chained_part(event))
    session.add(event)
    session.flush()
    return event


def chained_part(event: Event) -> dict[str, object]:
    """Return the part of an entry that its hash covers: all of it but the hashes."""
    return event.model_dump(exclude={"previous_hash", "hash"})


def _last_hash(session: Session, complaint_id: int) -> str:
    last = select(Event.hash).where(Event.complaint_id == complaint_id)
    return session.exec(last.order_by(col(Event.sequence).desc()).limit(1)).first() or FIRST


def entries(session: Session, complaint_id: int, after_version: int = 0) -> list[Event]:
    """Return the history in order, from the entry after `after_version`."""
    wanted = select(Event).where(
        Event.complaint_id == complaint_id, col(Event.sequence) > after_version
    )
    return list(session.exec(wanted.order_by(col(Event.sequence))))
