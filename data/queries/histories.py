"""The history of a complaint: written at its end, read from its beginning."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, col, select

from data.models import Event
from data.queries.tables import EVENT
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.vocabulary import Action, State

_ADD = insert(EVENT)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the history is to keep of one act."""

    id: int
    action: Action
    at: datetime
    actor: Actor
    from_state: State | None
    data: dict[str, object]


def append(
    session: Session, after: Complaint, circle_id: int, entry: Entry, previous: str = FIRST
) -> None:
    """Add an entry to the history of `after`, chained to the hash of the one before."""
    written: dict[str, object] = {
        "id": entry.id,
        "complaint_id": after.id,
        "circle_id": circle_id,
        "sequence": after.version,
        "at": entry.at,
        "action": entry.action,
        "actor_id": entry.actor.id,
        "actor_role": entry.actor.role,
        "actor_office_id": entry.actor.office.id if entry.actor.office else None,
        "from_state": entry.from_state,
        "to_state": after.state,
        "escalation_level": int(after.escalation_level),
        "office_id": after.holder.id,
        "data": entry.data,
    }
    hashes = {"previous_hash": previous, "hash": link(previous, written)}
    session.execute(_ADD, {**written, **hashes})


def chained_part(event: Event) -> dict[str, object]:
    """Return the part of an entry that its hash covers: all of it but the hashes."""
    return event.model_dump(exclude={"previous_hash", "hash"})


def entries(session: Session, complaint_id: int, after_version: int = 0) -> list[Event]:
    """Return the history in order, from the entry after `after_version`."""
    wanted = select(Event).where(
        Event.complaint_id == complaint_id, col(Event.sequence) > after_version
    )
    return list(session.exec(wanted.order_by(col(Event.sequence))))
