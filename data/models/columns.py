"""The kinds of column the models share, and the names their constraints get."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints and indexes are named, in the models and in every migration."""

SQLModel.metadata.naming_convention = NAMING

BIG = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit number; SQLite keeps a key of its own plain INTEGER inside the row."""

SEARCH_WORD = String(40).with_variant(String(40, collation="C"), "postgresql")
"""A word ordered by its bytes, so that a beginning is a range on every store."""

DOCUMENT = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document."""


def key(**options: Any) -> Any:
    """Return a 64-bit primary key column, given by the application."""
    return Field(
        primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False}, **options
    )


def ref(target: str, **options: Any) -> Any:
    """Return a 64-bit foreign key column."""
    return Field(foreign_key=target, sa_type=BIG, **options)


def word(kind: type[StrEnum], **options: Any) -> Any:
    """Return a column that holds the value of an enum as text."""
    values = Enum(
        kind,
        native_enum=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=values, **options)
