"""Trusted Authentication Tokens: the secret each operator's token shares with the store.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; nobody has a token yet."""
    op.create_table(
        "authentication_token",
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), primary_key=True),
        sa.Column("secret", sa.String(32), nullable=False),
        sa.Column("last_step", BIG, nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget all tokens: everybody enrols anew."""
    op.drop_table("authentication_token")
