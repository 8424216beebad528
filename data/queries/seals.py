"""Seals over the ends of histories: which there are, and what has grown since."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, func, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from data.identity import DAY
from data.models import Seal
from data.queries.tables import EVENT, SEALED_TIP
from dopcrm_tui.rules.sealing import Tip

PAGE = 2_000

_SEALED = (
    sql_select(func.max(SEALED_TIP.c.sequence))
    .where(SEALED_TIP.c.complaint_id == EVENT.c.complaint_id)
    .scalar_subquery()
)
_GROWN = (
    sql_select(EVENT.c.complaint_id, func.max(EVENT.c.sequence))
    .where(EVENT.c.complaint_id > bindparam("after"), EVENT.c.id > bindparam("since"))
    .group_by(EVENT.c.complaint_id)
    .having(func.max(EVENT.c.sequence) > func.coalesce(_SEALED, 0))
    .order_by(EVENT.c.complaint_id)
    .limit(bindparam("size"))
)
_HASHES = sql_select(EVENT.c.complaint_id, EVENT.c.sequence, EVENT.c.hash).where(
    EVENT.c.complaint_id.in_(bindparam("ids", expanding=True)),
    EVENT.c.id > bindparam("since"),
)
_SEALED_UNTIL = (
    sql_select(SEALED_TIP.c.complaint_id, func.max(SEALED_TIP.c.sequence))
    .where(SEALED_TIP.c.complaint_id.in_(bindparam("ids", expanding=True)))
    .group_by(SEALED_TIP.c.complaint_id)
)
_TIPS = (
    sql_select(SEALED_TIP.c.complaint_id, SEALED_TIP.c.sequence, SEALED_TIP.c.hash)
    .where(SEALED_TIP.c.seal_number == bindparam("number"))
    .order_by(SEALED_TIP.c.complaint_id)
)
_ADRIFT = (
    sql_select(SEALED_TIP.c.complaint_id, SEALED_TIP.c.sequence, EVENT.c.hash)
    .outerjoin_from(
        SEALED_TIP,
        EVENT,
        (EVENT.c.complaint_id == SEALED_TIP.c.complaint_id)
        & (EVENT.c.sequence == SEALED_TIP.c.sequence),
    )
    .where(EVENT.c.hash.is_(None) | (EVENT.c.hash != SEALED_TIP.c.hash))
    .order_by(SEALED_TIP.c.complaint_id, SEALED_TIP.c.sequence)
)


def last(session: Session) -> Seal | None:
    """Return the last seal there is."""
    return session.exec(select(Seal).order_by(col(Seal.number).desc()).limit(1)).first()


def by_number(session: Session, number: int) -> Seal | None:
    """Return a seal."""
    return session.get(Seal, number)


def all_of(session: Session) -> Iterator[Seal]:
    """Yield every seal in order."""
    yield from session.exec(select(Seal).order_by(col(Seal.number)))


def grown(session: Session, *, since: int, after: int, size: int = PAGE) -> Sequence[Tip]:
    """Return the ends of histories that have grown since they were sealed.

    Looked for among entries with ids above `since` and complaints behind `after`.
    """
    asked = {"since": since, "after": after, "size": size}
    found = {row[0]: row[1] for row in session.execute(_GROWN, asked)}
    if not found:
        return ()
    rows = session.execute(_HASHES, {"ids": list(found), "since": since})
    return sorted(Tip(*row) for row in rows if found[row[0]] == row[1])


def unsealed(session: Session, tips: Sequence[Tip]) -> tuple[Sequence[Tip], int]:
    """Return those of the ends that no seal covers yet, and how many entries are new with them."""
    asked = {"ids": [tip.complaint_id for tip in tips]}
    until = dict(session.execute(_SEALED_UNTIL, asked).all())
    new = [tip for tip in tips if tip.sequence > until.get(tip.complaint_id, 0)]
    return new, sum(tip.sequence - until.get(tip.complaint_id, 0) for tip in new)


def add_tips(session: Session, number: int, tips: Sequence[Tip]) -> None:
    """Write which ends a seal covers."""
    session.execute(
        insert(SEALED_TIP),
        [
            {
                "complaint_id": tip.complaint_id,
                "sequence": tip.sequence,
                "seal_number": number,
                "hash": tip.hash,
            }
            for tip in tips
        ],
    )


def tips(session: Session, number: int) -> Iterator[Tip]:
    """Yield the ends that a seal covers."""
    return (Tip(*row) for row in session.execute(_TIPS, {"number": number}))


def adrift(session: Session) -> Iterator[tuple[int, int, str | None]]:
    """Yield what was sealed and is not there any more: complaint, sequence, what is there now."""
    yield from session.execute(_ADRIFT)


def earliest(seal: Seal | None, at: int) -> int:
    """Return above which id to look for what has grown since a seal that was made at the id `at`.

    A day before it: a clock may go after another, and work may have been under way.
    """
    return at - 2 * DAY if seal and seal.number else -1
