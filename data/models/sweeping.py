"""What the sweepers leave behind: when each was last seen, and how far each door has been read."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from data.models.columns import DOCUMENT


class SweeperBeat(SQLModel, table=True):
    """One sweeper's process: its last pass, and what it did in it."""

    __tablename__ = "sweeper_beat"

    name: str = Field(primary_key=True, max_length=120)
    started_at: datetime
    seen_at: datetime
    passes: int
    last_pass: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)


class DoorMark(SQLModel, table=True):
    """How far the messages of one door have been kept; `read_at` is when all of them were.

    Silence is believed only up to the moment until which every door has been read.
    """

    __tablename__ = "door"

    name: str = Field(primary_key=True, max_length=200)
    cursor: str | None = Field(default=None, max_length=200)
    read_at: datetime | None = None
    trouble: str | None = None


class ShutWay(SQLModel, table=True):
    """A way out by which nothing goes, `channel` by name; who finds it open takes the row away.

    Until `next_try_at` nobody tries it again; `tries` is how often somebody has.
    """

    __tablename__ = "shut_way"

    channel: str = Field(primary_key=True, max_length=32)
    since: datetime
    tries: int
    next_try_at: datetime
    trouble: str
