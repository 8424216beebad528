"""Who has a complaint open at this moment: leases, which run out by themselves.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; nobody has anything open."""
    op.create_table(
        "viewing",
        _ref("complaint_id", "complaint.id"),
        _ref("operator_id", "operator.id"),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
    )
    op.create_index("ix_viewing_until", "viewing", ["until"])


def downgrade() -> None:
    """Forget who has what open."""
    op.drop_table("viewing")


def _ref(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, BIG, sa.ForeignKey(target), primary_key=True)
