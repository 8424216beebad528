"""The ways out that are shut: one row each, whoever finds it so."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from data.models.message import NoticeChannel
from data.models.sweeping import ShutWay
from data.queries.tables import SHUT_WAY


def shut_way(session: Session, channel: NoticeChannel) -> ShutWay | None:
    """Return since when a way is shut, None where it is open."""
    return session.get(ShutWay, channel.value)


def found_shut(session: Session, channel: NoticeChannel, now: datetime) -> ShutWay:
    """Return the row of a way that is shut, new and without a try where it was open until now."""
    add = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"channel": channel.value, "since": now, "tries": 0, "next_try_at": now, "trouble": ""}
    ours = {"channel": channel.value}  # changes nothing, and keeps the row in our hand
    kept = add(SHUT_WAY).values(row).on_conflict_do_update(index_elements=["channel"], set_=ours)
    session.execute(kept)
    return session.get_one(ShutWay, channel.value)


def found_open(session: Session, channel: NoticeChannel) -> None:
    """Forget that a way was shut."""
    session.execute(delete(SHUT_WAY).where(SHUT_WAY.c.channel == channel.value))
