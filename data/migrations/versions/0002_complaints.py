"""Complaints, their numbers and counts, their history and alarms.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

WORD = sa.String(32)
TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

TABLES = ("complaint", "complaint_named", "number_series", "queue_count", "event", "deadline")
SCOPES = ("office", "head_office", "division", "region", "circle", None)


def upgrade() -> None:
    """Make the tables and the ranges queues are read by."""
    op.create_table("complaint", *_standing(), *_origin(), *_complainant_and_subject(), *_closure())
    for scope in SCOPES:
        _queue_indexes(scope)
    _complaint_indexes()
    _named()
    _numbers_and_counts()
    _history()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _queue_indexes(scope: str | None) -> None:
    first = [f"{scope}_id"] if scope else []
    name = f"ix_complaint_{scope or 'all'}"
    opened = "closed_at IS NULL"
    escalated = "closed_at IS NULL AND escalation_level > 0"
    _partial(f"{name}_open", "complaint", [*first, "queue", "due_at", "id"], opened)
    _partial(f"{name}_escalated", "complaint", [*first, "due_at", "id"], escalated)
    _partial(f"{name}_closed", "complaint", [*first, "closed_at", "id"], "closed_at IS NOT NULL")


def _complaint_indexes() -> None:
    op.create_index("ix_complaint_article", "complaint", ["article_number", "id"])
    op.create_index("ix_complaint_external_reference", "complaint", ["external_reference", "id"])
    _partial("ix_complaint_mine", "complaint", ["assignee_id", "due_at", "id"], "closed_at IS NULL")
    op.create_index("ix_complaint_mobile", "complaint", ["complainant_mobile", "id"])
    op.create_index("ix_complaint_registered_office", "complaint", ["registered_office_id", "id"])


def _standing() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("number", sa.String(11), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("queue", WORD, nullable=False),
        sa.Column("escalation_level", sa.Integer(), nullable=False),
        sa.Column("office_id", BIG, sa.ForeignKey("office.id"), nullable=False),
        sa.Column("head_office_id", BIG),
        sa.Column("division_id", BIG),
        sa.Column("region_id", BIG),
        sa.Column("circle_id", BIG),
        sa.Column("assignee_id", BIG, sa.ForeignKey("operator.id")),
        sa.Column("confined", sa.Boolean(), nullable=False),
        sa.Column("directed", sa.Boolean(), nullable=False),
        sa.Column("clarify", sa.Boolean(), nullable=False),
        sa.Column("on_silence", WORD),
    )


def _origin() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("registered_at", TIME, nullable=False),
        sa.Column("registered_office_id", BIG, sa.ForeignKey("office.id"), nullable=False),
        sa.Column("registered_circle_id", BIG, nullable=False),
        sa.Column("registered_by", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("external_reference", sa.String(50)),
        sa.Column("refers_to", sa.String(11)),
    )


def _complainant_and_subject() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("grievance", sa.String(3), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("against_office_id", BIG, sa.ForeignKey("office.id"), nullable=False),
        sa.Column("complainant_name", sa.String(120), nullable=False),
        sa.Column("complainant_mobile", sa.String(10), nullable=False),
        sa.Column("complainant_email", sa.String(254)),
        sa.Column("complainant_address", sa.String(500), nullable=False),
        sa.Column("complainant_pin", sa.String(6)),
        sa.Column("language", WORD, nullable=False),
        sa.Column("relation", WORD, nullable=False),
        sa.Column("article_number", sa.String(18)),
        sa.Column("subject", DOCUMENT, nullable=False),
        sa.Column("description", sa.String(), nullable=False),
    )


def _closure() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("closed_at", TIME),
        sa.Column("closure_reason", WORD),
        sa.Column("closure_agreed", WORD),
        sa.Column("closure_reference", sa.String(200)),
        sa.Column("rating", sa.Integer()),
        sa.Column("feedback", sa.String()),
    )


def _named() -> None:
    op.create_table(
        "complaint_named",
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), primary_key=True),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), primary_key=True),
        sa.Column("circle_id", BIG, nullable=False),
    )


def _numbers_and_counts() -> None:
    op.create_table(
        "number_series",
        sa.Column("circle_number", sa.Integer(), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("last_serial", sa.Integer(), nullable=False),
    )
    op.create_table(
        "queue_count",
        sa.Column("unit_id", BIG, primary_key=True),
        sa.Column("grain", sa.String(8), primary_key=True),
        sa.Column("queue", WORD, primary_key=True),
        sa.Column("confined", sa.Boolean(), primary_key=True),
        sa.Column("head_office_id", BIG),
        sa.Column("region_id", BIG),
        sa.Column("circle_id", BIG),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_index("ix_queue_count_circle_id", "queue_count", ["circle_id", "grain"])
    op.create_index("ix_queue_count_head_office_id", "queue_count", ["head_office_id", "grain"])
    op.create_index("ix_queue_count_region_id", "queue_count", ["region_id", "grain"])


def _history() -> None:
    op.create_table(
        "event",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("actor_id", BIG),
        sa.Column("actor_role", WORD, nullable=False),
        sa.Column("actor_office_id", BIG),
        sa.Column("from_state", WORD),
        sa.Column("to_state", WORD, nullable=False),
        sa.Column("escalation_level", sa.Integer(), nullable=False),
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("complaint_id", "sequence"),
    )
    op.create_table(
        "deadline",
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), primary_key=True),
        sa.Column("kind", WORD, primary_key=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("remaining_seconds", sa.Float()),
    )
    _partial("ix_deadline_due", "deadline", ["due_at", "complaint_id"], "due_at IS NOT NULL")
