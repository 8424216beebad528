"""Who reads which report, of which offices, and over which days where nobody says."""

from datetime import date, timedelta

from sqlmodel import Session

from data.catalogues.taxonomy import grievances
from data.models.office import Office
from data.queries.offices import path_of
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import Scope, work_scope
from dopcrm_tui.rules.offices import DIRECTORATE_ID
from dopcrm_tui.rules.period import Period, year_to
from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted
from dopcrm_tui.rules.reporting.columns import Report, Rows
from dopcrm_tui.rules.vocabulary import Role

USUAL_DAYS = 30
"""Days a report looks back where nobody says from when."""


def own_scope(actor: Actor) -> Scope | None:
    """Return the offices whose reports an actor reads, None where there are none."""
    if actor.role is Role.AUDITOR:
        return Scope(None, DIRECTORATE_ID)
    return work_scope(actor)


def check_own(session: Session, actor: Actor, scope: Scope) -> None:
    """Let nobody look into what another's office has, whatever row they name.

    Raises NotPermitted.
    """
    own, office = own_scope(actor), session.get(Office, scope.office_id)
    if own is None or office is None or not own.covers(path_of(office)):
        raise NotPermitted("That office is outside your jurisdiction.", rule="scope")


def may_read(actor: Actor, report: Report) -> bool:
    """Whether a report is for an actor: on operators only their supervisors read one."""
    return report.rows is not Rows.OPERATOR or actor.role is Role.SUPERVISOR


def usual_period(report: Report, day: date) -> Period:
    """Return the days a report is about where nobody says which: thirty, or twelve months."""
    if report.rows is Rows.MONTH:
        return year_to(day)
    return Period(day - timedelta(days=USUAL_DAYS - 1), day)


def check_category(category: str | None) -> None:
    """Raise InvalidInput (`category`) for one that is not in the taxonomy."""
    known = dict.fromkeys(each.category for each in grievances())
    if category is not None and category not in known:
        raise InvalidInput({"category": f"The category is one of: {', '.join(known)}."})
