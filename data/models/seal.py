"""The record of the whole store: seals that tie the ends of all histories together."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.columns import BIG, ref


class Seal(SQLModel, table=True):
    """A seal over the histories that had grown since the one before; the first seals nothing.

    `entries` counts the entries under this seal and all before; `digest` covers the one before.
    """

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    entries: int = Field(sa_type=BIG)
    digest: str = Field(max_length=64)


class SealedTip(SQLModel, table=True):
    """The last entry of one history when it was sealed; its hash covers all before it."""

    __tablename__ = "sealed_tip"

    complaint_id: int = Field(primary_key=True, sa_type=BIG)
    sequence: int = Field(primary_key=True)
    seal_number: int = ref("seal.number", index=True)
    hash: str = Field(max_length=64)
