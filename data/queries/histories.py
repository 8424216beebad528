"""The history of a complaint: written at its end, read from its beginning."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from data.identity import DAY, time_of
from data.models.history import Event
from data.queries.tables import EVENT
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.vocabulary import Action, State

_ADD = insert(EVENT)
_NEWEST = sql_select(func.max(EVENT.c.id))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the history is to keep of one act."""

    id: int
    action: Action
    at: datetime
    actor: Actor
    from_state: State | None
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """An entry at its place: the complaint as it left it, and the hash of the entry before."""

    after: Complaint
    circle_id: int
    entry: Entry
    previous: str = FIRST


def append(session: Session, pages: Iterable[Page]) -> None:
    """Add entries to histories, each chained to the hash of the one before."""
    session.execute(_ADD, [_row(page) for page in pages])


def _row(page: Page) -> dict[str, object]:
    after, entry = page.after, page.entry
    written: dict[str, object] = {
        "id": entry.id,
        "complaint_id": after.id,
        "circle_id": page.circle_id,
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
    return {**written, "previous_hash": page.previous, "hash": link(page.previous, written)}


def chained_part(event: Event) -> dict[str, object]:
    """Return the part of an entry that its hash covers: all of it but the hashes."""
    return event.model_dump(exclude={"previous_hash", "hash"})


def newest(session: Session) -> datetime | None:
    """Return when the last entry of all was made, by its key."""
    found = session.execute(_NEWEST).scalar_one()
    return time_of(found) if found is not None else None


def entries(session: Session, complaint_id: int, after_version: int = 0) -> list[Event]:
    """Return the history in order, from the entry after `after_version`."""
    wanted = select(Event).where(
        Event.complaint_id == complaint_id,
        col(Event.sequence) > after_version,
        col(Event.id) > complaint_id - DAY,
    )
    return list(session.exec(wanted.order_by(col(Event.sequence))))
