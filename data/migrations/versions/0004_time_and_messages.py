"""What the sweeper needs: tasks, notices by when they may be sent, doors, and its own traces.

The schema of that day, in types of its own: it never reads the models.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

WORD = sa.String(32)
TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

WAITING = sa.text("state = 'waiting'")
TO_A_DESK = sa.text("channel = 'desk'")
FRESH = sa.text("outcome IS NULL")
ABOUT_ANOTHER = sa.text("refers_to IS NOT NULL")


def upgrade() -> None:
    """Add tasks, indexes and tables; what waits already may be sent at once."""
    op.add_column("complaint", sa.Column("task", WORD))
    with op.batch_alter_table("attachment") as attachment:
        attachment.alter_column("added_by", existing_type=BIG, nullable=True)
    op.execute("UPDATE notice SET next_try_at = created_at WHERE state = 'waiting'")
    op.drop_index("ix_notice_waiting", "notice")
    _partial("ix_notice_due", "notice", ["channel", "next_try_at", "id"], WAITING)
    _partial("ix_notice_desk", "notice", ["address", "delivered_at"], TO_A_DESK)
    _partial("ix_inbound_message_fresh", "inbound_message", ["id"], FRESH)
    op.create_index("ix_inbound_message_complaint", "inbound_message", ["complaint_id"])
    _partial("ix_complaint_refers_to", "complaint", ["refers_to"], ABOUT_ANOTHER)
    _traces()


def downgrade() -> None:
    """Take all of it away, and the attachments that customers sent themselves with it."""
    op.drop_table("door")
    op.drop_table("sweeper_beat")
    op.drop_index("ix_complaint_refers_to", "complaint")
    op.drop_index("ix_inbound_message_complaint", "inbound_message")
    op.drop_index("ix_inbound_message_fresh", "inbound_message")
    op.drop_index("ix_notice_desk", "notice")
    op.drop_index("ix_notice_due", "notice")
    _partial("ix_notice_waiting", "notice", ["id"], WAITING)
    op.execute("DELETE FROM attachment WHERE added_by IS NULL")
    with op.batch_alter_table("attachment") as attachment:
        attachment.alter_column("added_by", existing_type=BIG, nullable=False)
    op.execute("DELETE FROM deadline WHERE kind = 'interim'")
    op.drop_column("complaint", "task")


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _traces() -> None:
    op.create_table(
        "sweeper_beat",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("last_pass", DOCUMENT, nullable=False),
    )
    op.create_table(
        "door",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("cursor", sa.String(200)),
        sa.Column("read_at", TIME),
        sa.Column("trouble", sa.String()),
    )
