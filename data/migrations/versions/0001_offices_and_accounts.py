"""The tree of offices, the accounts, the policy.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

WORD = sa.String(32)
TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCH_WORD = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

TABLES = (
    "office",
    "office_word",
    "operator",
    "operator_session",
    "account_event",
    "policy",
    "store_info",
)


def upgrade() -> None:
    """Make the tables."""
    _offices()
    _accounts()
    _settings()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _offices() -> None:
    op.create_table(
        "office",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("pin", sa.String(6), index=True),
        sa.Column("delivery", sa.Boolean(), nullable=False),
        sa.Column("district", sa.String(80), nullable=False),
        sa.Column("state", sa.String(80), nullable=False),
        sa.Column("parent_id", BIG, sa.ForeignKey("office.id"), index=True),
        sa.Column("head_office_id", BIG),
        sa.Column("division_id", BIG),
        sa.Column("region_id", BIG),
        sa.Column("circle_id", BIG),
        sa.Column("circle_number", sa.Integer()),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "office_word",
        sa.Column("word", SEARCH_WORD, primary_key=True),
        sa.Column(
            "office_id", BIG, sa.ForeignKey("office.id", ondelete="CASCADE"), primary_key=True
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_office_word_office_id", "office_word", ["office_id"])


def _accounts() -> None:
    op.create_table(
        "operator",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("employee_id", sa.String(8), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("office_id", BIG, sa.ForeignKey("office.id"), nullable=False, index=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("secret_valid_until", TIME),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_table(
        "operator_session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), nullable=False, index=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("valid_until", TIME, nullable=False),
    )
    op.create_table(
        "account_event",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("employee_id", sa.String(8), nullable=False, index=True),
        sa.Column("by_operator_id", BIG),
        sa.Column("data", DOCUMENT, nullable=False),
    )


def _settings() -> None:
    op.create_table(
        "policy",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("valid_from", sa.Date(), primary_key=True),
        sa.Column("value", sa.String(100), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("set_by", BIG, sa.ForeignKey("operator.id")),
        sa.Column("set_at", TIME, nullable=False),
    )
    op.create_table(
        "store_info",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(200), nullable=False),
    )
