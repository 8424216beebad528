"""What is asked, sent, received and brought in a complaint.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

WORD = sa.String(32)
TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

TABLES = (
    "confirmation",
    "information_request",
    "external_referral",
    "notice",
    "inbound_message",
    "attachment",
    "draft",
    "submission",
)


def upgrade() -> None:
    """Make the tables."""
    _questions()
    _referrals()
    _messages()
    _papers()


def downgrade() -> None:
    """Drop the tables, those that refer to others first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _questions() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("asked_by", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", TIME),
        sa.Column("answered_at", TIME),
        sa.Column("answer", WORD),
        sa.Column("answer_text", sa.String()),
        sa.Column("proof", WORD),
        sa.Column("recorded_by", BIG, sa.ForeignKey("operator.id")),
    )
    op.create_table(
        "information_request",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("on_silence", WORD, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("asked_by", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered_at", TIME),
        sa.Column("answered_at", TIME),
        sa.Column("answer_text", sa.String()),
        sa.Column("proof", WORD),
        sa.Column("recorded_by", BIG, sa.ForeignKey("operator.id")),
    )


def _referrals() -> None:
    op.create_table(
        "external_referral",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("authority", WORD, nullable=False),
        sa.Column("reference", sa.String(100), nullable=False),
        sa.Column("referred_at", TIME, nullable=False),
        sa.Column("referred_by", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("returned_at", TIME),
        sa.Column("outcome", sa.String()),
    )


def _messages() -> None:
    op.create_table(
        "notice",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("event_id", BIG, sa.ForeignKey("event.id"), nullable=False),
        sa.Column("once", sa.String(120), nullable=False, unique=True),
        sa.Column("recipient", WORD, nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("variables", DOCUMENT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("delivered_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME),
        sa.Column("last_error", sa.String()),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_notice_waiting", "notice", ["id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "inbound_message",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.String(254), nullable=False, unique=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("complaint_id", BIG),
        sa.Column("outcome", sa.String()),
    )


def _papers() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("circle_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("signed_statement", sa.Boolean(), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.Column("added_by", BIG, sa.ForeignKey("operator.id"), nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), primary_key=True),
        sa.Column("form", sa.String(40), primary_key=True),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("saved_at", TIME, nullable=False),
    )
    op.create_table(
        "submission",
        sa.Column("once", sa.String(80), primary_key=True),
        sa.Column("operator_id", BIG, sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("complaint_id", BIG, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
