"""Seals: the ends of all histories tied together, so that none can be written anew unnoticed.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; what there is is sealed at the next opportunity."""
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("entries", BIG, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_seal"),
    )
    op.create_table(
        "sealed_tip",
        sa.Column("complaint_id", BIG, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("seal_number", BIG, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "sequence", name="pk_sealed_tip"),
        sa.ForeignKeyConstraint(
            ["seal_number"], ["seal.number"], name="fk_sealed_tip_seal_number_seal"
        ),
    )
    op.create_index("ix_sealed_tip_seal_number", "sealed_tip", ["seal_number"])


def downgrade() -> None:
    """Drop the seals: a store of an earlier release has none."""
    op.drop_table("sealed_tip")
    op.drop_table("seal")
