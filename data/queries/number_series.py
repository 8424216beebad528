"""Giving out complaint numbers, one after the other in each circle and year."""

from sqlalchemy import text
from sqlmodel import Session

from data.models.office import Office
from dopcrm_tui.rules.complaint_number import LAST_SERIAL, make_number
from dopcrm_tui.rules.refusals import Conflict

_NEXT = text(
    "INSERT INTO number_series (circle_number, year, last_serial) VALUES (:circle, :year, 1)"
    " ON CONFLICT (circle_number, year)"
    " DO UPDATE SET last_serial = number_series.last_serial + 1"
    " RETURNING last_serial"
)
"""SQLite and PostgreSQL have these words in common; SQLAlchemy has none for both."""


def next_number(session: Session, circle_id: int, year: int) -> str:
    """Return the next number of a circle (its office id; the Directorate counts as circle 0).

    Raises `Conflict` where the year's numbers are used up.
    """
    circle = session.get_one(Office, circle_id).circle_number or 0
    serial = session.execute(_NEXT, {"circle": circle, "year": year}).scalar_one()
    if serial > LAST_SERIAL:
        raise Conflict(f"All numbers of circle {circle} in {year} are used up.")
    return make_number(year, circle, serial)
