"""Which complaints a figure is made of: its tally, narrowed to the row it stands in."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from data.catalogues.taxonomy import grievances
from data.models.office import Office
from data.queries import report_lines
from data.queries.counted import Asked, counted
from data.queries.offices import path_of
from dopcrm_tui.rules.jurisdiction import Scope, subtree
from dopcrm_tui.rules.period import Period, month_of, typed_period
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.reporting.columns import Column, Frequent, Report, Rows, Sample
from dopcrm_tui.rules.reporting.figures import Counted, Marked, drawn, frequent
from dopcrm_tui.rules.reporting.tallies import THERE, Happened, Standing, Tally
from dopcrm_tui.rules.vocabulary import LEVEL_OF_KIND, Authority
from dopcrm_tui.services.report_rows import View


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure's definition: what is counted, of which offices, in which days."""

    tally: Tally
    scope: Scope
    period: Period


def behind(session: Session, report: Report, column: Column, row: str | None, view: View) -> Behind:
    """Return what a figure counts.

    Raises NotFound where there is no such row, InvalidInput (`row`) for all pairs together.
    """
    tally = column.tally
    if row is None and report.rows is Rows.PAIR:
        raise InvalidInput({"row": "Choose a pair of offices: all together have no list."})
    if row is None:
        found = Behind(tally, view.scope, view.period)
    else:
        try:
            found = _of_row(session, report.rows, tally, row, view)
        except ValueError:
            raise NotFound(f"The report {report.name} has no row {row}.") from None
    if isinstance(column, Frequent):
        return _frequent(session, column, found, view)
    if isinstance(column, Sample):
        return _drawn(session, column, found, view)
    return _in_month(found)


def _in_month(of: Behind) -> Behind:
    """Return the figure with the days of its month, where it is about one."""
    month = of.tally.month if isinstance(of.tally, Happened) else None
    if month is None:
        return of
    whole = month_of(month)
    first, last = max(whole.first, of.period.first), min(whole.last, of.period.last)
    return replace(of, period=Period(first, last))


def _frequent(session: Session, column: Frequent, of: Behind, view: View) -> Behind:
    """Return the figure with the keys that occur often enough where it counts."""
    narrowing = view.narrowing
    asked = Asked(
        (column.tally.measure,),
        of.scope,
        of.period,
        frozenset({"key"}),
        narrowing.category,
        narrowing.channel,
    )
    row = Counted()
    for cell, n in counted(session, asked, view.reach).items():
        row.happened[Marked(cell.measure, cell.key or "", 0)] += n
    return replace(of, tally=replace(column.tally, among=frequent(column, row)))


def _drawn(session: Session, column: Sample, of: Behind, view: View) -> Behind:
    """Return the figure with those that are drawn of what it counts."""
    found = report_lines.places(
        session, column.tally, of.scope, view.reach, of.period, view.narrowing
    )
    lot = f"{of.period.first}:{of.period.last}"
    return replace(of, tally=replace(column.tally, only=drawn(found, column.most, lot)))


def _of_row(session: Session, rows: Rows, tally: Tally, row: str, view: View) -> Behind:
    if rows is Rows.UNIT:
        return Behind(tally, _scope_of(session, int(row), view.scope), view.period)
    if rows is Rows.PAIR:
        return _of_pair(tally, row, view)
    if rows is Rows.MONTH:
        month = typed_period(row)
        first, last = max(month.first, view.period.first), min(month.last, view.period.last)
        return Behind(tally, view.scope, Period(first, last))
    return Behind(_narrowed(rows, tally, row), view.scope, view.period)


def _scope_of(session: Session, unit_id: int, above: Scope) -> Scope:
    """Return what a row about an office covers: all below it, unless it is the one looked from."""
    office = session.get(Office, unit_id)
    if office is None:
        raise NotFound("There is no such office.")
    path = path_of(office)
    is_below = path.kind in LEVEL_OF_KIND and unit_id != above.office_id
    return subtree(path) if is_below else Scope("office_id", unit_id)


def _of_pair(tally: Tally, row: str, view: View) -> Behind:
    first, second = (int(each) for each in row.split("."))
    if not isinstance(tally, Happened):
        raise ValueError(row)
    giver, getter = (first, second) if tally.key == THERE else (second, first)
    return Behind(replace(tally, key=str(getter)), Scope("office_id", giver), view.period)


def _narrowed(rows: Rows, tally: Tally, row: str) -> Tally:
    if rows is Rows.CATEGORY:
        return replace(tally, category=row)
    if rows is Rows.SERVICE and isinstance(tally, Happened):
        codes = frozenset(each.code for each in grievances() if each.service == row)
        return replace(tally, among=codes)
    if rows is Rows.GRIEVANCE and isinstance(tally, Happened):
        return replace(tally, key=row)
    if rows is Rows.GRIEVANCE and isinstance(tally, Standing):
        return replace(tally, grievance=row)
    if not isinstance(tally, Standing):
        raise ValueError(row)
    if rows is Rows.AUTHORITY:
        return replace(tally, authority=Authority(row))
    return replace(tally, assignee_id=int(row))
