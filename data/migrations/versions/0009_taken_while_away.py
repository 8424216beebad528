"""Complaints taken while the store was away: the number on their slip, and keys to keep them by.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = "ix_complaint_provisional_number"
GIVEN = sa.text("provisional_number IS NOT NULL")


def upgrade() -> None:
    """Add the column and the table; nothing was taken so before."""
    op.add_column("complaint", sa.Column("provisional_number", sa.String(11)))
    op.create_index(
        INDEX,
        "complaint",
        ["provisional_number"],
        sqlite_where=GIVEN,
        postgresql_where=GIVEN,
    )
    op.create_table(
        "spool_key",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("secret", sa.String(44), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
    )
    op.create_index("ix_spool_key_operator_id", "spool_key", ["operator_id"])


def downgrade() -> None:
    """Forget the numbers of slips; what machines still keep cannot be read any more."""
    op.drop_table("spool_key")
    op.drop_index(INDEX, "complaint")
    op.drop_column("complaint", "provisional_number")
