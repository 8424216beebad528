"""Telling the sessions that listen which circles a transaction touches, when it is kept."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

CHANNEL = "dopcrm"

_TELL = text("SELECT pg_notify(:channel, :circles)")


def announce(session: Session, circles: Iterable[int | None]) -> None:
    """Tell them; SQLite has nobody who listens: there a look at the file is as cheap."""
    if session.get_bind().dialect.name == "postgresql":
        told = sorted({circle for circle in circles if circle is not None})
        session.execute(_TELL, {"channel": CHANNEL, "circles": ",".join(map(str, told))})
