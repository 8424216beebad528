"""By what a clerk's machine keeps to itself the complaints taken while the store is away."""

from datetime import datetime

from sqlmodel import Field, SQLModel

import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import ref


class SpoolKey(SQLModel, table=True):
    """A key of one operator; a machine holds it in memory alone, and asks for it by its id."""

    __tablename__ = "spool_key"

    id: str = Field(primary_key=True, max_length=32)
    operator_id: int = ref("operator.id", index=True)
    secret: str = Field(max_length=44)
    made_at: datetime
