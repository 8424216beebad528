"""Enquiries and compensation cases, which go on beside a complaint; incidents of many complaints.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables: no history of an earlier release tells of either."""
    op.create_table(
        "enquiry",
        *_of_complaint("enquiry"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("route", DOCUMENT, nullable=False),
        sa.Column("postings", DOCUMENT, nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
    )
    _index("enquiry_open", "enquiry", "closed_at IS NULL")
    op.create_table(
        "compensation",
        *_of_complaint("compensation"),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", DOCUMENT, nullable=False),
        sa.Column("order_reference", sa.String(100), nullable=False),
        sa.Column("voucher", sa.String(100), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    _index("compensation_owed", "compensation", "settled_at IS NULL")
    op.add_column("complaint", sa.Column("incident", sa.String(11), nullable=True))
    belongs = sa.text("incident IS NOT NULL")
    op.create_index(
        "ix_complaint_incident",
        "complaint",
        ["incident", "id"],
        sqlite_where=belongs,
        postgresql_where=belongs,
    )


def _of_complaint(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("complaint_id", BIG, nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=f"fk_{table}_complaint_id_complaint"
        ),
    )


def _index(name: str, table: str, where: str) -> None:
    unsettled = sa.text(where)
    op.create_index(
        f"ix_{name}",
        table,
        ["due_at", "complaint_id"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )


def downgrade() -> None:
    """Take the tables away; the histories keep what they held."""
    op.drop_index("ix_complaint_incident", "complaint")
    op.drop_column("complaint", "incident")
    op.drop_table("compensation")
    op.drop_table("enquiry")
