"""What is counted for each row of a report."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from data.catalogues.taxonomy import grievance
from data.queries import counted, outside, owed, standing
from data.queries.counted import Asked, By, Cell
from data.queries.standing import Narrowing, Stood
from dopcrm_tui.rules.jurisdiction import Reach, Scope
from dopcrm_tui.rules.measures import Measure
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.reporting.columns import (
    Average,
    Column,
    Frequent,
    Report,
    Rows,
    Rupees,
    Typical,
    tallies_of,
)
from dopcrm_tui.rules.reporting.figures import Counted, Marked, Outside, Owing, Stands
from dopcrm_tui.rules.reporting.reports import measures_of
from dopcrm_tui.rules.reporting.tallies import BACK, THERE, Happened, Origin, Owed, Standing
from dopcrm_tui.rules.vocabulary import State

Key = int | str
"""What a row is about: the id of an office or an operator, or a word."""


@dataclass(frozen=True, slots=True)
class View:
    """Whose complaints are counted, by whom, when, and narrowed how."""

    scope: Scope
    reach: Reach
    now: datetime
    period: Period
    narrowing: Narrowing


class Table(NamedTuple):
    """What was counted for each row, and for all of them together."""

    rows: dict[Key, Counted]
    total: Counted


def table_of(session: Session, report: Report, view: View) -> Table:
    """Count what a report shows."""
    rows: defaultdict[Key, Counted] = defaultdict(Counted)
    if report.rows is Rows.AUTHORITY:
        _add_outside(session, view, rows)
    elif report.rows is Rows.PAIR:
        return _pairs(session, view)
    else:
        _add_happened(session, report, view, rows)
        _add_standing(session, report, view, rows)
        _add_owed(session, report, view, rows)
    total = Counted()
    for row in rows.values():
        total.add(row)
    if _asks_origin(report):
        _add_origins(session, view, rows, total)
    return Table(dict(rows), total)


class _Way(NamedTuple):
    """How rows are told apart: among marks, and among open complaints."""

    by: frozenset[By]
    happened: Callable[[Cell], Key | None]
    columns: tuple[str, ...]
    stands: Callable[[Stood], Key | None]


_WAYS: Mapping[Rows, _Way] = {
    Rows.UNIT: _Way(
        frozenset({"unit"}),
        lambda cell: cell.unit_id,
        ("unit_id",),
        lambda stood: stood.unit_id,
    ),
    Rows.CATEGORY: _Way(
        frozenset({"category"}),
        lambda cell: cell.category,
        ("category",),
        lambda stood: stood.category,
    ),
    Rows.SERVICE: _Way(
        frozenset(),
        lambda cell: grievance(cell.key).service if cell.key else None,
        (),
        lambda _: None,
    ),
    Rows.GRIEVANCE: _Way(
        frozenset(), lambda cell: cell.key, ("grievance",), lambda stood: stood.grievance
    ),
    Rows.MONTH: _Way(
        frozenset({"month"}),
        lambda cell: f"{cell.month:%Y-%m}" if cell.month else None,
        (),
        lambda _: None,
    ),
    Rows.OPERATOR: _Way(
        frozenset(), lambda _: None, ("assignee_id",), lambda stood: stood.assignee_id
    ),
}


def _add_happened(
    session: Session, report: Report, view: View, rows: defaultdict[Key, Counted]
) -> None:
    way, narrowing = _WAYS[report.rows], view.narrowing
    for told, measures in told_by(report).items():
        asked = Asked(
            measures,
            view.scope,
            view.period,
            way.by | told,
            narrowing.category,
            narrowing.channel,
        )
        for cell, n in counted.counted(session, asked, view.reach).items():
            if (key := way.happened(cell)) is not None:
                month = cell.month if report.by_month else None
                mark = Marked(cell.measure, cell.key or "", cell.value or 0, month)
                rows[key].happened[mark] += n


def told_by(report: Report) -> Mapping[frozenset[By], tuple[Measure, ...]]:
    """Return the measures of a report by what their marks have to be told apart by.

    Few sums are read where neither keys nor days matter.
    """
    found: defaultdict[frozenset[By], list[Measure]] = defaultdict(list)
    for measure in measures_of(report):
        by: set[By] = {"month"} if report.by_month else set()
        if report.rows in {Rows.GRIEVANCE, Rows.SERVICE}:
            by.add("key")
        for column in report.columns:
            by |= _told_by(column, measure)
        found[frozenset(by)].append(measure)
    return {by: tuple(measures) for by, measures in found.items()}


def _told_by(column: Column, measure: Measure) -> set[By]:
    tallies = [tally for tally in tallies_of(column) if isinstance(tally, Happened)]
    ours = [tally for tally in tallies if tally.measure is measure]
    if not ours:
        return set()
    by: set[By] = {"value"} if isinstance(column, Typical | Rupees) else set()
    if isinstance(column, Frequent | Average) or any(tally.key != "*" for tally in ours):
        by.add("key")
    return by


def _add_standing(
    session: Session, report: Report, view: View, rows: defaultdict[Key, Counted]
) -> None:
    tallies = [
        tally
        for column in report.columns
        for tally in tallies_of(column)
        if isinstance(tally, Standing) and tally.origin is None
    ]
    if not tallies:
        return
    way = _WAYS[report.rows]
    asked = [name for name in Stands._fields if any(_asks(tally, name) for tally in tallies)]
    by = (*way.columns, *asked)
    found = standing.stood(session, view.scope, view.reach, view.now, by, view.narrowing)
    for stood, n in found.items():
        if (key := way.stands(stood)) is not None:
            stands = Stands(stood.state, stood.band, stood.late, stood.escalated, stood.to_phone)
            rows[key].standing[stands] += n


def _add_owed(
    session: Session, report: Report, view: View, rows: defaultdict[Key, Counted]
) -> None:
    """Count what goes on beside complaints; reports that ask have a row for each office."""
    tallies = [tally for column in report.columns for tally in tallies_of(column)]
    for what in dict.fromkeys(tally.what for tally in tallies if isinstance(tally, Owed)):
        found = owed.debts(session, what, view.scope, view.reach, view.now, view.narrowing)
        for debt in found:
            owing = Owing(what, debt.late)
            rows[debt.unit_id].owed[owing] += debt.many
            rows[debt.unit_id].paise[owing] += debt.paise


def _asks(tally: Standing, name: str) -> bool:
    """Whether a figure depends on how complaints stand in one respect."""
    return getattr(tally, name) is not None


def _asks_origin(report: Report) -> bool:
    tallies = [tally for column in report.columns for tally in tallies_of(column)]
    return any(isinstance(tally, Standing) and tally.origin for tally in tallies)


def _add_origins(
    session: Session, view: View, rows: defaultdict[Key, Counted], total: Counted
) -> None:
    for (held, came), n in standing.lying(session, view.scope, view.reach, view.narrowing).items():
        if held is not None and held == came:
            rows[held].origins[Origin.OWN] += n
        else:
            if held is not None:
                rows[held].origins[Origin.INWARD] += n
            if came is not None:
                rows[came].origins[Origin.OUTWARD] += n
        total.origins[_origin(held, came)] += n


def _origin(held: int | None, came: int | None) -> Origin:
    if held is None:
        return Origin.OUTWARD
    return Origin.INWARD if came is None else Origin.OWN


def _add_outside(session: Session, view: View, rows: defaultdict[Key, Counted]) -> None:
    which = standing.conditions(Standing(), view.scope, view.reach, view.now, view.narrowing)
    for stay in outside.stays(session, which, view.now):
        row = rows[stay.authority.value]
        row.outside[Outside(stay.band, stay.late)] += stay.complaints
        stands = Stands(State.EXTERNAL, stay.band, stay.late, escalated=False, to_phone=False)
        row.standing[stands] += stay.complaints
        row.reminders += stay.reminders


def _pairs(session: Session, view: View) -> Table:
    """Return the pairs of offices with transfers both ways; a key names both: `giver.getter`."""
    narrowing = view.narrowing
    asked = Asked(
        (Measure.SENT_ON,),
        view.scope,
        view.period,
        frozenset({"office", "key"}),
        narrowing.category,
        narrowing.channel,
    )
    sent: Counter[tuple[int, int]] = Counter()
    for cell, n in counted.counted(session, asked, view.reach).items():
        sent[cell.office_id or 0, int(cell.key or 0)] += n
    rows: dict[Key, Counted] = {}
    total = Counted()
    for (giver, getter), there in sent.items():
        back = sent[getter, giver]
        if back and (there > back or (there == back and giver < getter)):
            row = Counted()
            row.happened[Marked(Measure.SENT_ON, THERE, 0)] = there
            row.happened[Marked(Measure.SENT_ON, BACK, 0)] = back
            rows[f"{giver}.{getter}"] = row
            total.add(row)
    return Table(rows, total)
