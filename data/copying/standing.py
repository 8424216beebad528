"""How far a copy has come, kept in the store it goes to: with each page, in its transaction."""

from dataclasses import dataclass

from sqlalchemy import Table
from sqlmodel import Session, col, delete, select

from data.copying.tables import Key, read_key, write_key
from data.database import COPY_OF
from data.models.settings import StoreInfo

_AT = "copied "
_DONE = "all"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one table has come: the last key, or that all of it is there."""

    after: Key | None = None
    is_done: bool = False


def standing(session: Session, table: Table) -> Standing:
    """Return how far a table has come."""
    row = session.get(StoreInfo, f"{_AT}{table.name}")
    if row is None:
        return Standing()
    return Standing(is_done=True) if row.value == _DONE else Standing(read_key(table, row.value))


def note(session: Session, table: Table, after: Key | None) -> None:
    """Note the last key that is copied; None when all of the table is."""
    written = _DONE if after is None else write_key(after)
    session.merge(StoreInfo(key=f"{_AT}{table.name}", value=written))


def forget(session: Session) -> None:
    """Take the notes away; of what store it is a copy stays known."""
    session.exec(delete(StoreInfo).where(col(StoreInfo.key).startswith(_AT, autoescape=True)))


def copy_of(session: Session) -> str | None:
    """Return the mark of the store that this one is a copy of."""
    row = session.get(StoreInfo, COPY_OF)
    return row.value if row else None


def is_own(key: str) -> bool:
    """Whether a row of `store_info` says something of the copy itself."""
    return key == COPY_OF or key.startswith(_AT)


def infos(session: Session) -> dict[str, str]:
    """Return all rows of `store_info`."""
    return {row.key: row.value for row in session.exec(select(StoreInfo))}
