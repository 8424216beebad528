"""Giving out complaint numbers, one after the other in each circle and year."""

from sqlalchemy import update
from sqlmodel import Session, col

from data.models import NumberSeries, Office
from dopcrm_tui.rules.complaint_number import LAST_SERIAL, make_number
from dopcrm_tui.rules.refusals import Conflict


def next_number(session: Session, circle_id: int, year: int) -> str:
    """Return the next number of a circle (its office id; the Directorate counts as circle 0)."""
    circle = session.get_one(Office, circle_id).circle_number or 0
    this = (col(NumberSeries.circle_number) == circle, col(NumberSeries.year) == year)
    moved = session.execute(
        update(NumberSeries)
        .where(*this, col(NumberSeries.last_serial) < LAST_SERIAL)
        .values(last_serial=NumberSeries.last_serial + 1)
        .returning(col(NumberSeries.last_serial))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if moved is None:
        if session.get(NumberSeries, (circle, year)) is not None:
            raise Conflict(f"All numbers of circle {circle} in {year} are used up.")
        session.add(NumberSeries(circle_number=circle, year=year, last_serial=1))
        session.flush()
        moved = 1
    return make_number(year, circle, moved)
