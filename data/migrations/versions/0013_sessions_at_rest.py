"""When a session was last used: one that rests ends.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the column; sessions that there are count as not used since they began."""
    op.add_column("operator_session", sa.Column("last_seen_at", TIME))
    op.execute("UPDATE operator_session SET last_seen_at = created_at")
    with op.batch_alter_table("operator_session") as table:
        table.alter_column("last_seen_at", nullable=False)


def downgrade() -> None:
    """Forget when sessions were used."""
    with op.batch_alter_table("operator_session") as table:
        table.drop_column("last_seen_at")
