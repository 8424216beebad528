"""What goes out to customers and officers, and what comes in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

import data.models.complaint
import data.models.history  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, key, ref, word
from dopcrm_tui.rules.notices import Recipient
from dopcrm_tui.rules.vocabulary import Language


class NoticeState(StrEnum):
    """What has become of a notice."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    OVERTAKEN = "overtaken"
    """It asks what was answered, or ended, before it could be sent."""


class NoticeChannel(StrEnum):
    """How a notice travels."""

    SMS = "sms"
    EMAIL = "email"
    DESK = "desk"


_WAITING = text("state = 'waiting'")
_TO_A_DESK = text("channel = 'desk'")


class Notice(SQLModel, table=True):
    """One message, written in the transaction that causes it, once for every `once`.

    While it waits, `next_try_at` is when it may be sent: pushed on by whoever sends it now, so that
    nobody else does, and again after a try that failed.
    """

    __table_args__ = (
        Index(
            "ix_notice_due",
            "channel",
            "next_try_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_notice_desk",
            "address",
            "delivered_at",
            sqlite_where=_TO_A_DESK,
            postgresql_where=_TO_A_DESK,
        ),
    )

    id: int = key()
    complaint_id: int = ref("complaint.id", index=True)
    circle_id: int = Field(sa_type=BIG)
    event_id: int = ref("event.id")
    once: str = Field(max_length=120, unique=True)
    recipient: Recipient = word(Recipient)
    channel: NoticeChannel = word(NoticeChannel)
    address: str = Field(max_length=254)
    language: Language = word(Language)
    template: str = Field(max_length=40)
    variables: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    state: NoticeState = word(NoticeState)
    created_at: datetime
    delivered_at: datetime | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    last_error: str | None = None


_FRESH = text("outcome IS NULL")


class InboundMessage(SQLModel, table=True):
    """A message from outside, kept as it came; without an outcome nobody has read it yet."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        Index("ix_inbound_message_fresh", "id", sqlite_where=_FRESH, postgresql_where=_FRESH),
        Index("ix_inbound_message_complaint", "complaint_id"),
    )

    id: int = key()
    message_id: str = Field(max_length=254, unique=True)
    channel: NoticeChannel = word(NoticeChannel)
    received_at: datetime
    sender: str = Field(max_length=254)
    content: bytes = Field(sa_type=LargeBinary)
    complaint_id: int | None = Field(default=None, sa_type=BIG)
    outcome: str | None = None
