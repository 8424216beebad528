"""Leases on complaints that are being read: held, renewed, given back, and seen by the others."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, text
from sqlmodel import Session

from data.queries.account_tables import OPERATOR
from data.queries.tables import VIEWING

_LEASE = VIEWING.c

_HOLD = text(
    "INSERT INTO viewing (complaint_id, operator_id, circle_id, since, until)"
    " VALUES (:complaint_id, :operator_id, :circle_id, :since, :until)"
    " ON CONFLICT (complaint_id, operator_id) DO UPDATE SET until = excluded.until,"
    " since = CASE WHEN viewing.until <= :now THEN excluded.since ELSE viewing.since END"
).bindparams(*(bindparam(name, type_=_LEASE.since.type) for name in ("since", "until", "now")))
"""SQLite and PostgreSQL have these words in common; SQLAlchemy has none for both."""

_FORGET = delete(VIEWING).where(_LEASE.until < bindparam("past"))
_GIVE_BACK = delete(VIEWING).where(
    _LEASE.complaint_id == bindparam("this"), _LEASE.operator_id == bindparam("me")
)
_OTHERS = (
    select(_LEASE.complaint_id, OPERATOR.c.employee_id, _LEASE.since)
    .join(OPERATOR, OPERATOR.c.id == _LEASE.operator_id)
    .where(
        _LEASE.complaint_id.in_(bindparam("these", expanding=True)),
        _LEASE.operator_id != bindparam("me"),
        _LEASE.until > bindparam("now"),
    )
    .order_by(_LEASE.since.desc())
)


class Lease(NamedTuple):
    """What somebody holds while a complaint is on their screen."""

    complaint_id: int
    operator_id: int
    circle_id: int
    since: datetime
    holder_circle_id: int | None = None


class Opened(NamedTuple):
    """Who else has a complaint open, and since when."""

    by: str
    since: datetime


def hold(session: Session, lease: Lease, now: datetime, until: datetime) -> None:
    """Hold a lease until a moment; one that still runs keeps the moment it began."""
    session.execute(_HOLD, {**lease._asdict(), "now": now, "until": until})


def give_back(session: Session, lease: Lease) -> None:
    """End a lease before its time."""
    session.execute(_GIVE_BACK, {"this": lease.complaint_id, "me": lease.operator_id})


def forget(session: Session, past: datetime) -> None:
    """Drop what ran out before a moment: the leases of sessions that died."""
    session.execute(_FORGET, {"past": past})


def others(
    session: Session, complaint_ids: Sequence[int], me: int | None, now: datetime
) -> dict[int, Opened]:
    """Return who else has which of the complaints open; of several the one who came first."""
    if not complaint_ids:
        return {}
    wanted = {"these": complaint_ids, "me": me or 0, "now": now}
    return {row[0]: Opened(row[1], row[2]) for row in session.execute(_OTHERS, wanted)}
