"""Messages from outside: each kept once, worked oldest first."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, func, select

from data.models.message import InboundMessage
from data.queries.once import add_unless_there
from data.queries.tables import INBOUND_MESSAGE

_BATCH = 100


def keep(session: Session, row: dict[str, object]) -> bool:
    """Write a message; False where the same one is there already, also from another door."""
    return add_unless_there(session, INBOUND_MESSAGE, row)


def find(session: Session, message_id: str) -> int | None:
    """Return the key of a message, None where it has not come."""
    return session.exec(
        select(InboundMessage.id).where(InboundMessage.message_id == message_id)
    ).first()


def fresh(session: Session, passed_over: Collection[int]) -> list[int]:
    """Return the keys of messages that nobody has worked, oldest first; some at a time."""
    wanted = select(InboundMessage.id).where(
        col(InboundMessage.outcome).is_(None), col(InboundMessage.id).not_in(passed_over)
    )
    oldest_first = wanted.order_by(col(InboundMessage.received_at), col(InboundMessage.id))
    return list(session.exec(oldest_first.limit(_BATCH)))


def oldest(session: Session) -> datetime | None:
    """Return when the oldest message came that nobody has worked."""
    wanted = select(func.min(col(InboundMessage.received_at)))
    return session.exec(wanted.where(col(InboundMessage.outcome).is_(None))).one()


def take(session: Session, row_id: int) -> InboundMessage:
    """Return a message, and let nobody else work it until the transaction ends."""
    wanted = select(InboundMessage).where(InboundMessage.id == row_id).with_for_update()
    return session.exec(wanted).one()
