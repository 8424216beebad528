"""The inbox: what came from outside, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from data.models.complaint import Complaint
from data.models.message import InboundMessage
from data.queries.visible import seen_by
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import reach_of
from dopcrm_tui.rules.masking import mask_email, mask_mobile
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.reply_numbers import without_codes
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.demonstration import is_demo
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.inbound_reading import understand

_READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A message in the list; in a demo store its sender is shown."""

    id: int
    channel: str
    received_at: datetime
    sender: str
    number: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as it can be read: whatever could be a response code in it is hidden."""

    line: InboxLine
    subject: str
    text: str
    enclosures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """Reading what came; supervisors see messages about the complaints they see."""

    ground: Ground

    @unit_of_work
    def messages(
        self, actor: Actor, *, before: int | None = None, limit: int = 50
    ) -> tuple[InboxLine, ...]:
        """Return messages, newest first, behind the id `before`. Raises `NotPermitted`."""
        wanted = (
            sql_select(
                col(InboundMessage.id),
                col(InboundMessage.channel),
                col(InboundMessage.received_at),
                col(InboundMessage.sender),
                col(InboundMessage.outcome),
                col(Complaint.number),
            )
            .join(Complaint, col(Complaint.id) == col(InboundMessage.complaint_id), isouter=True)
            .where(_seen(actor))
            .order_by(col(InboundMessage.id).desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(col(InboundMessage.id) < before)
        with self.ground.store.reading() as session:
            demo = is_demo(session)
            return tuple(
                InboxLine(id_, channel, at, sender if demo else _masked(sender), number, outcome)
                for id_, channel, at, sender, outcome, number in session.execute(wanted)
            )

    @unit_of_work
    def show(self, actor: Actor, message_id: int) -> InboxMessage:
        """Return one message. Raises `NotFound`, `NotPermitted`."""
        wanted = (
            select(InboundMessage, Complaint)
            .join(Complaint, col(Complaint.id) == col(InboundMessage.complaint_id), isouter=True)
            .where(InboundMessage.id == message_id, _seen(actor))
        )
        with self.ground.store.reading() as session:
            found = session.exec(wanted).first()
            if found is None:
                raise NotFound("There is no such message that you may see.")
            kept, of = found
            demo = is_demo(session)
        return _read(kept, of.number if of else None, demo)


def _seen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which an actor reads a message.

    What names no complaint is read by those who see every office's.
    """
    reach = reach_of(actor)
    if reach is None or actor.role not in _READERS:
        raise NotPermitted("Supervisors and auditors read the inbox.")
    about_one = and_(col(InboundMessage.complaint_id).is_not(None), seen_by(reach))
    if reach.scope.column is not None:
        return about_one
    return or_(about_one, col(InboundMessage.complaint_id).is_(None))


def _read(kept: InboundMessage, number: str | None, demo: bool) -> InboxMessage:
    message = understand(kept)
    sender = kept.sender if demo else _masked(kept.sender)
    return InboxMessage(
        InboxLine(kept.id, kept.channel, kept.received_at, sender, number, kept.outcome),
        without_codes(message.subject),
        without_codes(message.text),
        tuple(each.file_name for each in message.enclosures),
    )


def _masked(sender: str) -> str:
    return mask_email(sender) if "@" in sender else mask_mobile(sender)
