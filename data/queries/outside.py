"""Complaints that lie with external authorities: with whom, for how long, how often reminded."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, literal, select
from sqlmodel import Session

from data.queries.tables import COMPLAINT, EXTERNAL_REFERRAL, MARK
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.reporting.bands import BANDS, Band
from dopcrm_tui.rules.vocabulary import Authority, State

REFERRAL = EXTERNAL_REFERRAL.c
_LATER = EXTERNAL_REFERRAL.alias("later")

_IS_LAST = (
    REFERRAL.id
    == (
        select(func.max(_LATER.c.id)).where(_LATER.c.complaint_id == REFERRAL.complaint_id)
    ).scalar_subquery()
)
"""The stay that lasts: one that ended with the complaint itself is never said to be over."""


def _times(measure: Measure) -> ScalarSelect[int]:
    """Return how often something was marked of a complaint, as a column beside it."""
    marks = MARK.alias(measure.value)
    return (
        select(func.count())
        .select_from(marks)
        .where(marks.c.complaint_id == COMPLAINT.c.id, marks.c.measure == measure)
        .scalar_subquery()
    )


REMINDERS = _times(Measure.REMINDED)
"""How often the authorities of a complaint were reminded."""

REVIEWS = _times(Measure.REVIEWED)
"""How often somebody looked at how it was worked."""


class Stay(NamedTuple):
    """Complaints with one authority: how many for how long, how many overdue, and reminders."""

    authority: Authority
    band: int
    late: bool
    complaints: int
    reminders: int


def in_band(at: ColumnElement[datetime], now: datetime) -> ColumnElement[int]:
    """Return the place in `BANDS` of the time since then; what is yet to come is of today."""
    edges = [(band.span(today(now))[0], place) for place, band in enumerate(BANDS)]
    return case(
        *((at >= literal(begun, at.type), place) for begun, place in edges if begun is not None),
        else_=len(BANDS) - 1,
    )


def lying_with(authority: Authority | None, stay: Band | None, now: datetime) -> Select[tuple[int]]:
    """Select the ids of complaints whose last stay is with an authority, and as long."""
    wanted = select(REFERRAL.complaint_id).where(_IS_LAST)
    if authority is not None:
        wanted = wanted.where(REFERRAL.authority == authority)
    if stay is not None:
        wanted = wanted.where(in_band(REFERRAL.referred_at, now) == BANDS.index(stay))
    return wanted


def stays(session: Session, which: Sequence[ColumnElement[bool]], now: datetime) -> Sequence[Stay]:
    """Return where those complaints lie that meet the conditions and are with an authority."""
    late = COMPLAINT.c.due_at <= literal(now, COMPLAINT.c.due_at.type)
    band = in_band(REFERRAL.referred_at, now)
    each = (
        select(
            REFERRAL.authority.label("authority"),
            band.label("band"),
            late.label("late"),
            REMINDERS.label("reminders"),
        )
        .select_from(COMPLAINT.join(EXTERNAL_REFERRAL, REFERRAL.complaint_id == COMPLAINT.c.id))
        .where(COMPLAINT.c.state == State.EXTERNAL, _IS_LAST, *which)
        .subquery()
    )
    wanted = select(
        each.c.authority, each.c.band, each.c.late, func.count(), func.sum(each.c.reminders)
    ).group_by(each.c.authority, each.c.band, each.c.late)
    return [
        Stay(authority, band, bool(late), count, int(reminders or 0))
        for authority, band, late, count, reminders in session.execute(wanted)
    ]
