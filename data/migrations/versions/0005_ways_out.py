"""Ways out that are shut: since when and why, and when the next sweeper tries them again.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; every way is open until somebody finds it shut."""
    op.create_table(
        "shut_way",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME, nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Forget which ways are shut: they are all tried again."""
    op.drop_table("shut_way")
