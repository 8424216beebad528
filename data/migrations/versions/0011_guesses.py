"""How often somebody guessed wrong, for an account and from a place.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody has guessed yet."""
    op.create_table(
        "guess",
        sa.Column("subject", sa.String(100), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_guess_last_at", "guess", ["last_at"])


def downgrade() -> None:
    """Forget who guessed."""
    op.drop_table("guess")
