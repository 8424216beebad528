"""The department's dated numbers, and what a store says of itself."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import ref

CODE_KEY = "response_code_key"
"""The row of `store_info` with the key of the response codes' hashes, as hexadecimal digits."""

DEMO = "demo"
"""The row of `store_info` that says whether the store is one to play with: yes or no."""


class PolicyValue(SQLModel, table=True):
    """One number of the department, in force from a day; older ones stay for what was due then."""

    __tablename__ = "policy"

    key: str = Field(primary_key=True, max_length=40)
    valid_from: date = Field(primary_key=True)
    value: str = Field(max_length=100)
    source: str = Field(default="", max_length=200)
    set_by: int | None = ref("operator.id", default=None)
    set_at: datetime


class StoreInfo(SQLModel, table=True):
    """What makes a store ours: its mark, the key of its response codes, whether it is a demo."""

    __tablename__ = "store_info"

    key: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)
