"""Complaints are found by parts of names and numbers: the index is made anew.

What is no model is laid by `guards`, behind the last step: here the old index goes.
"""

from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the index of words alone, and what a step back may have left."""
    for table in ("complaint_text", "complaint_part"):
        op.execute(f"DROP TABLE IF EXISTS {table}")


def downgrade() -> None:
    """Change nothing: the index is dropped before a step back, and laid again behind it."""
