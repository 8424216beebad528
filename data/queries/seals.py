"""Seals over the ends of histories: which there are, and what has grown since."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, func, insert
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from data.models.seal import Seal
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
    .where(EVENT.c.complaint_id > bindparam("after"))
    .group_by(EVENT.c.complaint_id)
    .having(func.max(EVENT.c.sequence) > func.coalesce(_SEALED, 0))
    .order_by(EVENT.c.complaint_id)
    .limit(bindparam("size"))
)
_HASHES = sql_select(EVENT.c.complaint_id, EVENT.c.sequence, EVENT.c.hash).where(
    EVENT.c.complaint_id.in_(bindparam("ids", expanding=True))
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
    sql_select(SEALED_TIP.c.complaint_id, SEALED_TIP.c.sequence, EVENT.c.id.is_(None))
    .outerjoin_from(
        SEALED_TIP,
        EVENT,
        (EVENT.c.complaint_id == SEALED_TIP.c.complaint_id)
        & (EVENT.c.sequence == SEALED_TIP.c.sequence),
    )
    .where(EVENT.c.id.is_(None) | (EVENT.c.hash != SEALED_TIP.c.hash))
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


def grown(session: Session, *, after: int, size: int = PAGE) -> Sequence[Tip]:
    """Return the ends of histories, behind a complaint, that have grown since they were sealed.

    All histories are looked through: whoever sealed before may have been stopped half-way.
    """
    asked = {"after": after, "size": size}
    found = {row[0]: row[1] for row in session.execute(_GROWN, asked)}
    if not found:
        return ()
    rows = session.execute(_HASHES, {"ids": list(found)})
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


def adrift(session: Session) -> Iterator[tuple[int, int, bool]]:
    """Yield what is not as it was sealed: complaint, sequence, whether it is gone.

    What stands there now is compared where it lies: it may be nothing that can be read.
    """
    yield from session.execute(_ADRIFT)
