"""The complaint itself."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

import data.models.office
import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, key, ref, word
from dopcrm_tui.rules.vocabulary import (
    Channel,
    ClosureReason,
    Language,
    OnSilence,
    Proof,
    Queue,
    Relation,
    State,
    Task,
)

SCOPES = ("office_id", "head_office_id", "division_id", "region_id", "circle_id", None)
"""The level columns by which queues are read; None is the whole country."""

STANDING = (
    "registered_at",
    "circle_id",
    "division_id",
    "office_id",
    "region_id",
    "state",
    "due_at",
    "escalation_level",
    "task",
    "grievance",
    "category",
    "channel",
    "assignee_id",
    "confined",
    "registered_circle_id",
    "registered_office_id",
    "id",
)
"""All that reports ask of open complaints: they are counted in this index alone."""


def _partial(name: str, columns: tuple[str, ...], where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _queue_indexes() -> tuple[Index, ...]:
    """Return the ranges of every scope: open by due time, escalated, closed newest first."""
    indexes = []
    for scope in SCOPES:
        first = (scope,) if scope else ()
        name = scope.removesuffix("_id") if scope else "all"
        for queue, columns, where in (
            ("open", (*first, "queue", "due_at", "id"), "closed_at IS NULL"),
            ("escalated", (*first, "due_at", "id"), "closed_at IS NULL AND escalation_level > 0"),
            ("closed", (*first, "closed_at", "id"), "closed_at IS NOT NULL"),
        ):
            indexes.append(_partial(f"ix_complaint_{name}_{queue}", columns, where))
    return tuple(indexes)


class Complaint(SQLModel, table=True):
    """A case: what the customer said, who holds it, and where it stands.

    The level ids are those of the holder. `due_at` is the running alarm of its state, or where it
    sorts while none runs; `queue` follows from `state` and `task`. `registered_circle_id` never
    changes.
    """

    __table_args__ = (
        *_queue_indexes(),
        _partial("ix_complaint_standing", STANDING, "closed_at IS NULL"),
        _partial("ix_complaint_oldest", ("id",), "closed_at IS NULL"),
        _partial("ix_complaint_mine", ("assignee_id", "due_at", "id"), "closed_at IS NULL"),
        _partial("ix_complaint_incident", ("incident", "id"), "incident IS NOT NULL"),
        _partial("ix_complaint_refers_to", ("refers_to",), "refers_to IS NOT NULL"),
        _partial(
            "ix_complaint_provisional_number",
            ("provisional_number",),
            "provisional_number IS NOT NULL",
        ),
        Index("ix_complaint_registered_office", "registered_office_id", "id"),
        Index("ix_complaint_mobile", "complainant_mobile", "id"),
        Index("ix_complaint_article", "article_number", "id"),
        Index("ix_complaint_external_reference", "external_reference", "id"),
    )

    id: int = key()
    number: str = Field(max_length=11, unique=True)
    version: int = 1
    state: State = word(State)
    queue: Queue = word(Queue)
    escalation_level: int = 0
    office_id: int = ref("office.id")
    head_office_id: int | None = Field(default=None, sa_type=BIG)
    division_id: int | None = Field(default=None, sa_type=BIG)
    region_id: int | None = Field(default=None, sa_type=BIG)
    circle_id: int | None = Field(default=None, sa_type=BIG)
    assignee_id: int | None = ref("operator.id", default=None)
    confined: bool = False
    directed: bool = False
    clarify: bool = False
    task: Task | None = word(Task, default=None, nullable=True)
    on_silence: OnSilence | None = word(OnSilence, default=None, nullable=True)
    due_at: datetime
    registered_at: datetime
    registered_office_id: int = ref("office.id")
    registered_circle_id: int = Field(sa_type=BIG)
    registered_by: int = ref("operator.id")
    received_on: date
    channel: Channel = word(Channel)
    external_reference: str | None = Field(default=None, max_length=50)
    refers_to: str | None = Field(default=None, max_length=11)
    grievance: str = Field(max_length=3)
    category: str = Field(max_length=40)
    against_office_id: int = ref("office.id")
    complainant_name: str = Field(max_length=120)
    complainant_mobile: str = Field(max_length=10)
    complainant_email: str | None = Field(default=None, max_length=254)
    complainant_address: str = Field(default="", max_length=500)
    complainant_pin: str | None = Field(default=None, max_length=6)
    language: Language = word(Language)
    relation: Relation = word(Relation)
    article_number: str | None = Field(default=None, max_length=18)
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    description: str
    closed_at: datetime | None = None
    closure_reason: ClosureReason | None = word(ClosureReason, default=None, nullable=True)
    closure_agreed: Proof | None = word(Proof, default=None, nullable=True)
    closure_reference: str | None = Field(default=None, max_length=200)
    rating: int | None = None
    feedback: str | None = None
    incident: str | None = Field(default=None, max_length=11)
    """The number of the complaint by which the incident is called that it belongs to."""
    provisional_number: str | None = Field(default=None, max_length=11)
    """What stands on the slip where it was taken while the store was away."""


class ComplaintNamed(SQLModel, table=True):
    """An operator named in a complaint against staff, who therefore does not see it."""

    __tablename__ = "complaint_named"

    operator_id: int = ref("operator.id", primary_key=True)
    complaint_id: int = ref("complaint.id", primary_key=True)
    circle_id: int = Field(sa_type=BIG)


class NumberSeries(SQLModel, table=True):
    """The last serial given to a complaint of one circle in one year (IST)."""

    __tablename__ = "number_series"

    circle_number: int = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last_serial: int


class QueueCount(SQLModel, table=True):
    """How many complaints a unit has in a queue, kept in the transaction that moves a complaint.

    A unit is an office (`grain` office) or the division over it (`grain` division; an office
    without a division counts as its own), so that every badge is a sum over few rows.
    """

    __tablename__ = "queue_count"
    __table_args__ = tuple(
        Index(f"ix_queue_count_{column}", column, "grain")
        for column in ("head_office_id", "region_id", "circle_id")
    )

    unit_id: int = Field(primary_key=True, sa_type=BIG)
    grain: str = Field(primary_key=True, max_length=8)
    queue: Queue = word(Queue, primary_key=True)
    confined: bool = Field(primary_key=True)
    head_office_id: int | None = Field(default=None, sa_type=BIG)
    region_id: int | None = Field(default=None, sa_type=BIG)
    circle_id: int | None = Field(default=None, sa_type=BIG)
    count: int
