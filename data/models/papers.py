"""What people bring and what they had begun to write."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

import data.models.complaint
import data.models.operator  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, key, ref


class Attachment(SQLModel, table=True):
    """A JPEG or PDF of at most 200 KB, its bytes in the store (handbook).

    `added_by` is None where the customer sent it.
    """

    id: int = key()
    complaint_id: int = ref("complaint.id", index=True)
    circle_id: int = Field(sa_type=BIG)
    file_name: str = Field(max_length=255)
    kind: str = Field(max_length=4)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    signed_statement: bool = False
    added_at: datetime
    added_by: int | None = ref("operator.id", default=None)


class Draft(SQLModel, table=True):
    """A form begun and not yet sent, one for each operator and form."""

    operator_id: int = ref("operator.id", primary_key=True)
    form: str = Field(primary_key=True, max_length=40)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    saved_at: datetime


class Submission(SQLModel, table=True):
    """The key a form was sent with, and what came of it: sent twice, it acts once."""

    once: str = Field(primary_key=True, max_length=80)
    operator_id: int = ref("operator.id")
    body_hash: str = Field(max_length=64)
    complaint_id: int = ref("complaint.id")
    at: datetime
