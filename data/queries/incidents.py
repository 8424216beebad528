"""Open complaints by what they may share, and the incidents that they belong to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session

from data.queries.standing import IS_OPEN, held_in
from data.queries.tables import COMPLAINT, ENQUIRY, OFFICE
from data.queries.visible import not_hidden
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.incident import Incident, Trait
from dopcrm_tui.rules.jurisdiction import Reach, Scope

TABLE = COMPLAINT.c
_AGAINST = OFFICE.alias("against")


def traits(session: Session, scope: Scope, reach: Reach, most: int) -> list[Trait]:
    """Return what the newest `most` open complaints of a scope tell of their articles."""
    wanted = (
        select(
            TABLE.number,
            TABLE.subject,
            TABLE.registered_at,
            TABLE.incident,
            _AGAINST.c.code,
            ENQUIRY.c.postings,
        )
        .select_from(
            COMPLAINT.join(_AGAINST, _AGAINST.c.id == TABLE.against_office_id).outerjoin(
                ENQUIRY, ENQUIRY.c.complaint_id == TABLE.id
            )
        )
        .where(*_of(scope, reach), IS_OPEN, TABLE.article_number.is_not(None))
        .order_by(TABLE.id.desc())
        .limit(most)
    )
    return [_trait(*row) for row in session.execute(wanted)]


def _trait(
    number: str,
    subject: Mapping[str, str],
    registered_at: datetime,
    incident: str | None,
    against: str,
    postings: Sequence[Mapping[str, str]] | None,
) -> Trait:
    booked = subject.get("booking_date")
    return Trait(
        number,
        subject.get("booking_office", ""),
        subject.get("delivery_office") or against,
        date.fromisoformat(booked) if booked else today(registered_at),
        frozenset(said["bag_number"] for said in postings or () if said.get("bag_number")),
        incident or "",
    )


def known(session: Session, scope: Scope, reach: Reach) -> Sequence[Incident]:
    """Return the incidents with an open complaint in a scope, the latest first."""
    is_open = func.sum(TABLE.closed_at.is_(None).cast(TABLE.version.type))
    wanted = (
        select(TABLE.incident, func.count(), is_open, func.min(TABLE.registered_at))
        .where(TABLE.incident.is_not(None), *_of(scope, reach))
        .group_by(TABLE.incident)
        .having(is_open > 0)
        .order_by(func.min(TABLE.registered_at).desc(), TABLE.incident)
    )
    return [Incident(*row) for row in session.execute(wanted)]


def members(session: Session, number: str, scope: Scope, reach: Reach) -> Mapping[str, int]:
    """Return the open complaints of an incident in a scope, oldest first, with their versions."""
    wanted = (
        select(TABLE.number, TABLE.version)
        .where(and_(TABLE.incident == number, IS_OPEN), *_of(scope, reach))
        .order_by(TABLE.registered_at, TABLE.number)
    )
    return {each.number: each.version for each in session.execute(wanted)}


def _of(scope: Scope, reach: Reach) -> tuple[ColumnElement[bool], ...]:
    return held_in(scope), not_hidden(reach.confined, reach.operator_id)
