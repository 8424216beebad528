"""Reports: figures by office, grievance, authority or month, and the complaints behind each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from data.queries import report_lines
from data.queries.report_lines import Found, Spot
from data.queries.standing import Narrowing
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.jurisdiction import Reach, Scope, reach_of, subtree
from dopcrm_tui.rules.measures import NEVER_SUMMED
from dopcrm_tui.rules.offices import DIRECTORATE_ID, OfficePath
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.refusals import InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.reporting.columns import Column, Report, Rows
from dopcrm_tui.rules.reporting.months import months_of, with_months
from dopcrm_tui.rules.reporting.reports import BY_NAME, REPORTS, measures_of
from dopcrm_tui.rules.reporting.tallies import Happened
from dopcrm_tui.rules.vocabulary import Channel, Role
from dopcrm_tui.services.directory import Directory, OfficeView
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.queues import QueueLine, line_of
from dopcrm_tui.services.rehearsing import Progress, Rehearsal, Rehearsing
from dopcrm_tui.services.report_figures import Behind, behind
from dopcrm_tui.services.report_rows import View, table_of
from dopcrm_tui.services.report_scope import (
    check_category,
    check_own,
    may_read,
    own_scope,
    usual_period,
)
from dopcrm_tui.services.report_sheet import Sheet, rows_of

LONGEST, LONGEST_PAIRS = 31, 300
"""Days of which what no sum holds can be counted: above a division, and for the whole country."""

REHEARSED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report is narrowed by; an office by its code, all below it included.

    `sisters` counts the offices beside it, under the same one, too: to compare, not to look into.
    """

    office: str | None = None
    period: Period | None = None
    category: str | None = None
    channel: Channel | None = None
    sisters: bool = False


Place = Spot | int
"""Where a complaint stands in the list behind a figure."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A complaint behind a figure: on which day what happened, where the figure is about that.

    `is_seen` is false for one that is outside the actor's sight now: of whom it is, is not told.
    """

    line: QueueLine
    is_seen: bool
    place: Place
    day: date | None
    key: str
    reminders: int
    reviews: int


@dataclass(frozen=True, slots=True)
class FigurePage:
    """Complaints behind a figure in their order, and whether more follow in the direction read."""

    lines: tuple[FigureLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Reports:
    """Reads reports; every figure and its list go through one definition."""

    ground: Ground
    directory: Directory

    def known(self, actor: Actor) -> Sequence[Report]:
        """Return the reports an actor may read. Raises NotPermitted."""
        self._reach(actor)
        return [report for report in REPORTS if may_read(actor, report)]

    @unit_of_work
    def read(self, actor: Actor, name: str, filters: Filters = Filters()) -> Sheet:
        """Return a report as it stands now.

        Raises NotFound for `name` and an office there is not, NotPermitted, InvalidInput.
        """
        report = self._report(actor, name)
        office = self._office(actor, filters.office)
        view = self._view(actor, report, office, filters)
        report = with_months(report, view.period)
        with self.ground.store.reading(unhurried=True) as session:
            rows, total = rows_of(session, report, table_of(session, report, view), view.scope)
        return Sheet(
            report,
            rows,
            total,
            _whose(office, view.scope, filters),
            office.code,
            view.now,
            view.period if report.of_period else None,
            filters.category,
            filters.channel,
        )

    @unit_of_work
    def behind(
        self,
        actor: Actor,
        name: str,
        filters: Filters,
        row: str | None,
        column: int,
        *,
        after: Place | None = None,
        limit: int = 50,
        backwards: bool = False,
    ) -> FigurePage:
        """Return the complaints that a figure counts: of a row by its key, None for all rows.

        Up to `limit` of them beyond the place `after`, or before it, `backwards`. Raises as `read`
        does.
        """
        report = self._report(actor, name)
        office = self._office(actor, filters.office)
        view = self._view(actor, report, office, filters)
        chosen = _column(with_months(report, view.period), column)
        with self.ground.store.reading(unhurried=True) as session:
            what = behind(session, report, chosen, row, view)
            check_own(session, actor, what.scope)
            found = _page(session, what, view, after, limit + 1, backwards)
        more = len(found) > limit
        kept = (found[1:] if backwards else found[:-1]) if more else found
        return FigurePage(tuple(_line(each, what) for each in kept), more)

    def rehearse(
        self,
        actor: Actor,
        key: str,
        value: str,
        filters: Filters = Filters(),
        on_progress: Progress | None = None,
    ) -> Rehearsal:
        """Return what another number of the policy would have made of complaints; see `rehearsing`.

        Those that were registered in the days of `filters`, of ninety without; its category and
        channel do not count. Raises NotPermitted, InvalidInput.
        """
        office = self._office(actor, filters.office)
        scope = subtree(office.path)
        if actor.role is Role.OPERATOR:
            raise NotPermitted("Supervisors and auditors rehearse policies.", rule="role")
        day = today(self.ground.clock())
        period = filters.period or Period(day - timedelta(days=REHEARSED_DAYS - 1), day)
        return Rehearsing(self.ground).rehearse(
            scope, self._reach(actor), period, key, value, on_progress
        )

    def _report(self, actor: Actor, name: str) -> Report:
        report = BY_NAME.get(name)
        if report is None or not may_read(actor, report):
            raise NotFound(f"There is no report {name}; `dopcrm report list` names them.")
        return report

    def _reach(self, actor: Actor) -> Reach:
        reach = reach_of(actor)
        if reach is None:
            raise NotPermitted("Administrators see no complaints.", rule="sees")
        if own_scope(actor) is None:
            raise NotPermitted("You have no queues: find a complaint by its number.", rule="scope")
        return reach

    def _office(self, actor: Actor, code: str | None) -> OfficeView:
        self._reach(actor)
        own = own_scope(actor)
        if code is None:
            own_id = actor.office.id if actor.office and actor.role is not Role.AUDITOR else None
            return self.directory.by_id(own_id or DIRECTORATE_ID)
        office = self.directory.by_code(code)
        if own is None or not own.covers(office.path):
            raise NotPermitted(f"{office.name} is outside your jurisdiction.", rule="scope")
        return office

    def _above(self, office: OfficeView) -> OfficePath:
        """Return the administrative office next above one; the highest stays."""
        above = next((up for _, up in office.path.ladder()), office.id)
        return self.directory.path_of(above)

    def _view(self, actor: Actor, report: Report, office: OfficeView, filters: Filters) -> View:
        now = self.ground.clock()
        check_category(filters.category)
        scope = subtree(office.path)
        if actor.role is Role.OPERATOR:
            scope = Scope("office_id", office.id)
        if filters.sisters and report.rows is Rows.UNIT:
            scope = subtree(self._above(office))
        period = filters.period or usual_period(report, today(now))
        if report.by_month:
            period = months_of(period)
        is_wide = scope.column in {None, "circle_id", "region_id"}
        if is_wide and report.rows is Rows.OPERATOR:
            raise InvalidInput({"office": "Choose a division, or an office: one has too many."})
        if scope.column is None and report.rows is Rows.PAIR and period.length > LONGEST_PAIRS:
            raise InvalidInput({"from": f"Choose a circle, or at most {LONGEST_PAIRS} days."})
        if is_wide and period.length > LONGEST and NEVER_SUMMED.intersection(measures_of(report)):
            raise InvalidInput({"from": f"Choose a division, or at most {LONGEST} days."})
        narrowing = Narrowing(filters.category, filters.channel)
        return View(scope, self._reach(actor), now, period, narrowing)


def _whose(office: OfficeView, scope: Scope, filters: Filters) -> str:
    if filters.sisters:
        return f"{office.label} beside its sister offices"
    return office.label if scope.column == "office_id" else f"{office.label} and all offices below"


def _column(report: Report, place: int) -> Column:
    if not 0 <= place < len(report.columns):
        raise InvalidInput({"column": f"The report {report.name} has no such column."})
    return report.columns[place]


def _page(
    session: Session,
    what: Behind,
    view: View,
    after: Place | None,
    limit: int,
    backwards: bool,
) -> Sequence[Found]:
    if isinstance(what.tally, Happened):
        return report_lines.marked_ones(
            session,
            what.tally,
            what.scope,
            view.reach,
            what.period,
            view.narrowing,
            after=after if isinstance(after, Spot) else None,
            limit=limit,
            backwards=backwards,
        )
    return report_lines.open_ones(
        session,
        what.tally,
        what.scope,
        view.reach,
        view.now,
        view.narrowing,
        after=after if isinstance(after, int) else None,
        limit=limit,
        backwards=backwards,
    )


def _line(found: Found, what: Behind) -> FigureLine:
    line = line_of(found.line)
    if not found.is_seen:
        line = replace(line, complainant_name="", mobile="", article_number=None)
    place: Place = found.line.id
    if isinstance(what.tally, Happened) and found.day is not None:
        place = Spot(found.day, found.line.id, found.sequence)
    return FigureLine(
        line, found.is_seen, place, found.day, found.key, found.reminders, found.reviews
    )
