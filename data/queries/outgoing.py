"""The notices that may be sent now: claimed for a while, so that no two send one at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from data.models.message import NoticeChannel, NoticeState
from data.queries.tables import COMPLAINT, NOTICE


class Claimed(NamedTuple):
    """A notice in somebody's hand until `next_try_at`; `attempts` counts this try."""

    id: int
    complaint_id: int
    number: str
    channel: NoticeChannel
    address: str
    template: str
    language: str
    variables: dict[str, Any]
    attempts: int
    next_try_at: datetime


_WAITS = NOTICE.c.state == NoticeState.WAITING
_DUE = (
    select(NOTICE.c.id)
    .where(
        _WAITS,
        NOTICE.c.channel == bindparam("channel"),
        NOTICE.c.next_try_at <= bindparam("now"),
    )
    .order_by(NOTICE.c.next_try_at, NOTICE.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)), _WAITS)
    .values(next_try_at=bindparam("until"), attempts=NOTICE.c.attempts + 1)
)
_READ = (
    select(
        *(COMPLAINT.c.number if name == "number" else NOTICE.c[name] for name in Claimed._fields)
    )
    .join(COMPLAINT, COMPLAINT.c.id == NOTICE.c.complaint_id)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(NOTICE.c.id)
)
_OFFICES = (
    select(NOTICE.c.address)
    .where(
        _WAITS,
        NOTICE.c.channel == NoticeChannel.DESK,
        NOTICE.c.next_try_at <= bindparam("now"),
    )
    .distinct()
    .order_by(NOTICE.c.address)
    .limit(bindparam("limit"))
)
_OF_OFFICE = (
    select(NOTICE.c.id)
    .where(
        _WAITS,
        NOTICE.c.channel == NoticeChannel.DESK,
        NOTICE.c.next_try_at <= bindparam("now"),
        NOTICE.c.address == bindparam("address"),
    )
    .order_by(NOTICE.c.id)
    .with_for_update(skip_locked=True)
)
_LAST_DIGEST = select(func.max(NOTICE.c.delivered_at)).where(
    NOTICE.c.channel == NoticeChannel.DESK, NOTICE.c.address == bindparam("address")
)
_PUT_OFF = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)), _WAITS)
    .values(next_try_at=bindparam("until"))
)
_RELEASE = (
    update(NOTICE)
    .where(
        NOTICE.c.id.in_(bindparam("ids", expanding=True)),
        _WAITS,
        NOTICE.c.next_try_at == bindparam("until"),
    )
    .values(
        next_try_at=bindparam("now"),
        attempts=NOTICE.c.attempts - 1,
        last_error=func.coalesce(
            bindparam("why", type_=NOTICE.c.last_error.type), NOTICE.c.last_error
        ),
    )
)
_OLD = (
    select(NOTICE.c.id)
    .join(COMPLAINT, COMPLAINT.c.id == NOTICE.c.complaint_id)
    .where(
        _WAITS,
        NOTICE.c.channel == bindparam("channel"),
        NOTICE.c.next_try_at <= bindparam("now"),
        NOTICE.c.created_at <= bindparam("written_by"),
    )
    .order_by(NOTICE.c.next_try_at, NOTICE.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=COMPLAINT, skip_locked=True, key_share=True)
)
_STILL_OLD = (
    select(NOTICE.c.id)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)), _WAITS)
    .order_by(NOTICE.c.next_try_at, NOTICE.c.id)
)
_IN_ORDER = (
    select(NOTICE.c.id)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(NOTICE.c.id)
    .with_for_update()
)


def claim(
    session: Session, channel: NoticeChannel, now: datetime, until: datetime, limit: int
) -> list[Claimed]:
    """Take up to `limit` notices of a channel in hand until `until`, the oldest first."""
    ids = _ids(session, _DUE, {"channel": channel, "now": now, "limit": limit})
    return _leased(session, ids, until)


def release(
    session: Session, untried: Sequence[Claimed], now: datetime, why: str | None = None
) -> None:
    """Put notices back that were not tried: it was no try, and they may be sent now."""
    for until in {one.next_try_at for one in untried}:
        ids = [one.id for one in untried if one.next_try_at == until]
        session.execute(_IN_ORDER, {"ids": ids})
        values = {"ids": ids, "until": until, "now": now, "why": why}
        session.connection().execute(_RELEASE, values)


def old(
    session: Session, channel: NoticeChannel, now: datetime, written_by: datetime, limit: int
) -> list[int]:
    """Return up to `limit` notices in nobody's hand that were written by then, oldest first.

    Their complaints are held: more may come of them than the notices' end.
    """
    values = {"channel": channel, "now": now, "written_by": written_by, "limit": limit}
    ids = _ids(session, _OLD, values)
    return _ids(session, _STILL_OLD, {"ids": ids}) if ids else []


def offices(session: Session, now: datetime, limit: int) -> list[str]:
    """Return the codes of offices for which notices wait."""
    return list(session.execute(_OFFICES, {"now": now, "limit": limit}).scalars())


def claim_of_office(
    session: Session, address: str, now: datetime, until: datetime
) -> list[Claimed]:
    """Take all that waits for an office in hand."""
    return _leased(session, _ids(session, _OF_OFFICE, {"now": now, "address": address}), until)


def put_off(session: Session, address: str, now: datetime, until: datetime) -> None:
    """Let what waits for an office wait for its next digest."""
    ids = _ids(session, _OF_OFFICE, {"now": now, "address": address})
    session.execute(_PUT_OFF, {"ids": ids, "until": until})


def last_digest(session: Session, address: str) -> datetime | None:
    """Return when an office was written to last."""
    return session.execute(_LAST_DIGEST, {"address": address}).scalar()


def _ids(session: Session, statement: Any, values: dict[str, object]) -> list[int]:  # noqa: ANN401
    return list(session.execute(statement, values).scalars())


def _leased(session: Session, ids: Sequence[int], until: datetime) -> list[Claimed]:
    if not ids:
        return []
    session.connection().execute(_LEASE, {"ids": ids, "until": until})
    return [Claimed._make(row) for row in session.execute(_READ, {"ids": ids})]
