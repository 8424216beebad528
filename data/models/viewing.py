"""Who has a complaint open at this moment."""

from datetime import datetime

from sqlmodel import Field, SQLModel

import data.models.complaint
import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import BIG, ref


class Viewing(SQLModel, table=True):
    """A lease of somebody who reads a complaint; it locks nothing, and runs out by itself."""

    complaint_id: int = ref("complaint.id", primary_key=True)
    operator_id: int = ref("operator.id", primary_key=True)
    circle_id: int = Field(sa_type=BIG)
    since: datetime
    until: datetime = Field(index=True)
