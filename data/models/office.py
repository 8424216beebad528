"""The tree of offices, and the words by which an office is found."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from data.models.columns import BIG, SEARCH_WORD, key, ref, word
from dopcrm_tui.rules.vocabulary import OfficeKind


class Office(SQLModel, table=True):
    """Any unit of the department; people type its `code`, level ids are as in `OfficePath`."""

    id: int = key()
    code: str = Field(max_length=16, unique=True)
    name: str = Field(max_length=120)
    kind: OfficeKind = word(OfficeKind)
    pin: str | None = Field(default=None, max_length=6, index=True)
    delivery: bool = False
    district: str = Field(default="", max_length=80)
    state: str = Field(default="", max_length=80)
    parent_id: int | None = ref("office.id", default=None, index=True)
    head_office_id: int | None = Field(default=None, sa_type=BIG, index=True)
    division_id: int | None = Field(default=None, sa_type=BIG)
    region_id: int | None = Field(default=None, sa_type=BIG)
    circle_id: int | None = Field(default=None, sa_type=BIG)
    circle_number: int | None = None
    active: bool = True


class OfficeWord(SQLModel, table=True):
    """One search word of one office: an index that reads the same on every store."""

    __tablename__ = "office_word"
    __table_args__ = (
        Index("ix_office_word_office_id", "office_id"),
        {"sqlite_with_rowid": False},
    )

    word: str = Field(primary_key=True, sa_type=SEARCH_WORD)
    office_id: int = Field(
        primary_key=True, sa_type=BIG, foreign_key="office.id", ondelete="CASCADE"
    )
