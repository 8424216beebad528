"""What goes on beside a complaint: the responsibility enquiry and the compensation case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

import data.models.complaint  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, ref, word
from dopcrm_tui.rules.compensation import Stage


def _while(name: str, where: str) -> Index:
    unsettled = text(where)
    return Index(name, "due_at", "complaint_id", sqlite_where=unsettled, postgresql_where=unsettled)


class Enquiry(SQLModel, table=True):
    """The latest enquiry of a complaint, as its history leaves it.

    `route` are codes of offices in their order, `postings` what each has said, by its code.
    """

    __table_args__ = (_while("ix_enquiry_open", "closed_at IS NULL"),)

    complaint_id: int = ref("complaint.id", primary_key=True)
    circle_id: int = Field(sa_type=BIG)
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None = None
    route: list[str] = Field(sa_type=DOCUMENT)
    postings: list[dict[str, Any]] = Field(sa_type=DOCUMENT)
    finding: str = ""


class Compensation(SQLModel, table=True):
    """The latest compensation case of a complaint, as its history leaves it; `amount` in paise."""

    __table_args__ = (_while("ix_compensation_owed", "settled_at IS NULL"),)

    complaint_id: int = ref("complaint.id", primary_key=True)
    circle_id: int = Field(sa_type=BIG)
    stage: Stage = word(Stage)
    amount: int = Field(sa_type=BIG)
    claimed_at: datetime
    due_at: datetime
    settled_at: datetime | None = None
    claim: dict[str, Any] = Field(sa_type=DOCUMENT)
    order_reference: str = Field(default="", max_length=100)
    voucher: str = Field(default="", max_length=100)
    why: str = ""
