"""Marks: what happened to complaints, counted for reports; their sums; what is open, by an index.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

IN_TIME = ["day", "complaint_id", "sequence"]
STANDING = [
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
]


def _word() -> sa.String:
    return sa.String(32)


def upgrade() -> None:
    """Make the tables; marks of the histories there are come from the rules, at the next pass."""
    op.create_table(
        "mark",
        sa.Column("complaint_id", BIG, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("measure", _word(), nullable=False),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("head_office_id", BIG, nullable=True),
        sa.Column("division_id", BIG, nullable=True),
        sa.Column("region_id", BIG, nullable=True),
        sa.Column("holder_circle_id", BIG, nullable=True),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("channel", _word(), nullable=False),
        sa.Column("confined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "sequence", "measure", name="pk_mark"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_mark_complaint_id_complaint"
        ),
    )
    op.create_index("ix_mark_measure", "mark", ["measure", *IN_TIME, "key", "office_id"])
    for name, column in (
        ("circle", "holder_circle_id"),
        ("division", "division_id"),
        ("office", "office_id"),
    ):
        op.create_index(f"ix_mark_{name}", "mark", [column, "measure", *IN_TIME])
    op.create_table(
        "mark_sum",
        sa.Column("grain", _word(), nullable=False),
        sa.Column("measure", _word(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("channel", _word(), nullable=False),
        sa.Column("confined", sa.Boolean(), nullable=False),
        sa.Column("region_id", BIG, nullable=True),
        sa.Column("circle_id", BIG, nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain",
            "measure",
            "period",
            "unit_id",
            "key",
            "value",
            "category",
            "channel",
            "confined",
            name="pk_mark_sum",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mark_sum_circle", "mark_sum", ["circle_id", "grain", "measure", "period"])
    open_ = sa.text("closed_at IS NULL")
    for name, columns in (("standing", STANDING), ("oldest", ["id"])):
        op.create_index(
            f"ix_complaint_{name}",
            "complaint",
            columns,
            sqlite_where=open_,
            postgresql_where=open_,
        )
    op.create_index("ix_office_head_office_id", "office", ["head_office_id"])
    op.create_table(
        "mark_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("summed_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mark_state"),
    )


def downgrade() -> None:
    """Drop them: they can be made again from the histories."""
    op.drop_index("ix_office_head_office_id", "office")
    op.drop_index("ix_complaint_oldest", "complaint")
    op.drop_index("ix_complaint_standing", "complaint")
    op.drop_table("mark_state")
    op.drop_table("mark_sum")
    op.drop_table("mark")
