"""Who can log in, their sessions, and what was done to accounts."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

import data.models.office  # noqa: F401  it is referred to
from data.models.columns import BIG, DOCUMENT, key, ref, word
from dopcrm_tui.rules.vocabulary import Role


class Operator(SQLModel, table=True):
    """A person with an account; acts for one office."""

    id: int = key()
    employee_id: str = Field(max_length=8, unique=True)
    name: str = Field(max_length=120)
    role: Role = word(Role)
    office_id: int = ref("office.id", index=True)
    password_hash: str = Field(max_length=200)
    password_set_at: datetime
    must_change: bool = True
    secret_valid_until: datetime | None = None
    active: bool = True
    created_at: datetime


class OperatorSession(SQLModel, table=True):
    """A login; only the hash of its token is kept."""

    __tablename__ = "operator_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    operator_id: int = ref("operator.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    valid_until: datetime


class AuthenticationToken(SQLModel, table=True):
    """A Trusted Authentication Token: what it shares with the store, and which code was last."""

    __tablename__ = "authentication_token"

    operator_id: int = ref("operator.id", primary_key=True)
    secret: str = Field(max_length=32)
    last_step: int = Field(sa_type=BIG)
    enrolled_at: datetime


class AccountEvent(SQLModel, table=True):
    """A login, a refusal, a reset, an administrator's act: append-only."""

    __tablename__ = "account_event"
    __table_args__ = ({"postgresql_partition_by": "RANGE (id)"},)

    id: int = key()
    at: datetime
    kind: str = Field(max_length=32)
    employee_id: str = Field(max_length=8, index=True)
    by_operator_id: int | None = Field(default=None, sa_type=BIG)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
