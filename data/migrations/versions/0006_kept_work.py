"""A row for every transaction, by which it is known whether it was kept.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; only PostgreSQL writes to it."""
    op.create_table(
        "kept_work",
        sa.Column("id", BIG, autoincrement=False, primary_key=True),
        sa.Column("at", TIME, nullable=False),
    )


def downgrade() -> None:
    """Forget what was kept: nobody is in doubt about it."""
    op.drop_table("kept_work")
