"""On PostgreSQL, histories in parts: one for each month.

The schema of that day, in types of its own: it never reads the models.
"""

from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None

KEYS = {
    "event": (
        "ADD CONSTRAINT pk_event PRIMARY KEY (id)",
        "ADD CONSTRAINT fk_event_complaint_id_complaint "
        "FOREIGN KEY (complaint_id) REFERENCES complaint (id)",
    ),
    "account_event": ("ADD CONSTRAINT pk_account_event PRIMARY KEY (id)",),
}
OF_NOTICES = "fk_notice_event_id_event"
ONE_ENTRY = "ADD CONSTRAINT uq_event_complaint_id_sequence UNIQUE (complaint_id, sequence)"


def upgrade() -> None:
    """Lay every row into the part for those without a month: the next ones get months."""
    if op.get_bind().dialect.name == "postgresql":
        _make_anew("PARTITION BY RANGE (id)", rest=True)
        op.execute("CREATE INDEX ix_event_complaint_id_sequence ON event (complaint_id, sequence)")


def downgrade() -> None:
    """Bring the parts together again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS add_month(date)")
        _make_anew("", rest=False)
        op.execute(f"ALTER TABLE event {ONE_ENTRY}")


def _make_anew(how: str, *, rest: bool) -> None:
    op.execute(f"ALTER TABLE notice DROP CONSTRAINT {OF_NOTICES}")
    for table, keys in KEYS.items():
        op.execute(f"ALTER TABLE {table} RENAME TO {table}_old")
        op.execute(f"CREATE TABLE {table} (LIKE {table}_old INCLUDING DEFAULTS) {how}")
        if rest:
            op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_old")
        op.execute(f"DROP TABLE {table}_old")
        for constraint in keys:
            op.execute(f"ALTER TABLE {table} {constraint}")
    op.execute("CREATE INDEX ix_account_event_employee_id ON account_event (employee_id)")
    op.execute(
        f"ALTER TABLE notice ADD CONSTRAINT {OF_NOTICES} "
        "FOREIGN KEY (event_id) REFERENCES event (id)"
    )
