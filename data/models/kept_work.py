"""What tells whether work was kept whose end nobody saw."""

from datetime import datetime

from sqlmodel import SQLModel

from data.models.columns import key


class KeptWork(SQLModel, table=True):
    """A transaction on PostgreSQL that wrote something: kept or gone together with what it wrote.

    Read when the connection breaks while it is being kept; a day later nobody asks any more.
    """

    __tablename__ = "kept_work"

    id: int = key()
    at: datetime
