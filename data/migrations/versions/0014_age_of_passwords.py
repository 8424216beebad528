"""When a password was set: where policy asks for it, an old one is to be replaced.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the column; of passwords that there are the day of the account is known."""
    op.add_column("operator", sa.Column("password_set_at", TIME))
    op.execute("UPDATE operator SET password_set_at = created_at")
    with op.batch_alter_table("operator") as table:
        table.alter_column("password_set_at", nullable=False)


def downgrade() -> None:
    """Forget when passwords were set."""
    with op.batch_alter_table("operator") as table:
        table.drop_column("password_set_at")
