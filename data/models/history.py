"""What happened to a complaint, and which alarms it has."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

import data.models.complaint  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, key, ref, word
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Role, State


class Event(SQLModel, table=True):
    """One entry of a complaint's history: append-only, each hash covering the one before.

    On PostgreSQL each month is a part of its own, over which nothing but the id can be unique; the
    version of the complaint, which every act moves on, keeps two from having one `sequence`.
    `office_id` and `escalation_level` are those after the event; `data` holds the words of the act.
    """

    __table_args__ = (
        UniqueConstraint("complaint_id", "sequence").ddl_if(dialect="sqlite"),
        Index("ix_event_complaint_id_sequence", "complaint_id", "sequence").ddl_if(
            dialect="postgresql"
        ),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    id: int = key()
    complaint_id: int = ref("complaint.id")
    circle_id: int = Field(sa_type=BIG)
    sequence: int
    at: datetime
    action: Action = word(Action)
    actor_id: int | None = Field(default=None, sa_type=BIG)
    actor_role: Role = word(Role)
    actor_office_id: int | None = Field(default=None, sa_type=BIG)
    from_state: State | None = word(State, default=None, nullable=True)
    to_state: State = word(State)
    escalation_level: int
    office_id: int = Field(sa_type=BIG)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


_ARMED = text("due_at IS NOT NULL")


class DeadlineRow(SQLModel, table=True):
    """One alarm of one complaint: armed with `due_at`, or paused with the seconds that remain."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index(
            "ix_deadline_due",
            "due_at",
            "complaint_id",
            sqlite_where=_ARMED,
            postgresql_where=_ARMED,
        ),
    )

    complaint_id: int = ref("complaint.id", primary_key=True)
    kind: DeadlineKind = word(DeadlineKind, primary_key=True)
    circle_id: int = Field(sa_type=BIG)
    due_at: datetime | None = None
    remaining_seconds: float | None = None
