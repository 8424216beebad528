"""What reports count: a mark for each thing that happened, and sums of marks."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

import data.models.complaint  # noqa: F401  it is referred to
from data.models.columns import BIG, ref, word
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.vocabulary import Channel


class Grain(StrEnum):
    """What one sum covers: which office's subtree, for how long.

    Of what was received, only those by grievance tell of which kind it was: a kind to nearly every
    complaint would make as many sums as there are marks.
    """

    CIRCLE_DAY = "circle_day"
    CIRCLE_MONTH = "circle_month"
    DIVISION_MONTH = "division_month"
    CIRCLE_GRIEVANCE = "circle_grievance"
    DIVISION_GRIEVANCE = "division_grievance"


_IN_TIME = ("day", "complaint_id", "sequence")
"""The order in which marks are listed, the other way round."""


class Mark(SQLModel, table=True):
    """One complaint counted once, as `rules.measures` says: made from its history, never changed.

    `sequence` is the entry that left it, `day` the day of that entry in India. The level ids are
    those of the office it counts for; `circle_id` is where the complaint is kept.
    """

    __table_args__ = (
        Index("ix_mark_measure", "measure", *_IN_TIME, "key", "office_id"),
        Index("ix_mark_circle", "holder_circle_id", "measure", *_IN_TIME),
        Index("ix_mark_division", "division_id", "measure", *_IN_TIME),
        Index("ix_mark_office", "office_id", "measure", *_IN_TIME),
    )

    complaint_id: int = ref("complaint.id", primary_key=True)
    sequence: int = Field(primary_key=True)
    measure: Measure = word(Measure, primary_key=True)
    circle_id: int = Field(sa_type=BIG)
    key: str = Field(max_length=40)
    value: int
    day: date
    office_id: int = Field(sa_type=BIG)
    head_office_id: int | None = Field(default=None, sa_type=BIG)
    division_id: int | None = Field(default=None, sa_type=BIG)
    region_id: int | None = Field(default=None, sa_type=BIG)
    holder_circle_id: int | None = Field(default=None, sa_type=BIG)
    category: str = Field(max_length=40)
    channel: Channel = word(Channel)
    confined: bool


class MarkSum(SQLModel, table=True):
    """How many marks of a kind a circle has of a day or month, or a division of a month.

    A unit is the circle, or the division (an office above it counts as its own); `period` is the
    day, or the first of the month.
    """

    __tablename__ = "mark_sum"
    __table_args__ = (
        Index("ix_mark_sum_circle", "circle_id", "grain", "measure", "period"),
        {"sqlite_with_rowid": False},
    )

    grain: Grain = word(Grain, primary_key=True)
    measure: Measure = word(Measure, primary_key=True)
    period: date = Field(primary_key=True)
    unit_id: int = Field(primary_key=True, sa_type=BIG)
    key: str = Field(primary_key=True, max_length=40)
    value: int = Field(primary_key=True)
    category: str = Field(primary_key=True, max_length=40)
    channel: Channel = word(Channel, primary_key=True)
    confined: bool = Field(primary_key=True)
    region_id: int | None = Field(default=None, sa_type=BIG)
    circle_id: int | None = Field(default=None, sa_type=BIG)
    count: int


class MarkState(SQLModel, table=True):
    """Until when marks have been summed, and whether histories written before there were any have.

    One row: what is summed later than `summed_until` is read mark by mark.
    """

    __tablename__ = "mark_state"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    filled: bool
    summed_until: date | None = None
    """The last day that is in the sums."""
