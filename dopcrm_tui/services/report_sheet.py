"""A report as people read it: rows with their names, figures, whose they are and as of when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.catalogues.taxonomy import grievance
from data.queries import offices, operators
from dopcrm_tui.rules.jurisdiction import Scope
from dopcrm_tui.rules.period import Period
from dopcrm_tui.rules.reporting.columns import Report, Rows
from dopcrm_tui.rules.reporting.figures import Counted, Figure, figure
from dopcrm_tui.rules.vocabulary import LEVEL_OF_KIND, Channel
from dopcrm_tui.services.report_rows import Key, Table

AUTHORITY_LABELS = {
    "air_cargo": "Air cargo",
    "customs": "Customs",
    "foreign_administration": "Foreign administration",
}
_LATE = ("Late", "Late now")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its key, what it is called, its figures, and the office whose own report is below."""

    key: str
    label: str
    figures: tuple[Figure, ...]
    down: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report read at one moment; `total` are the figures of all rows together."""

    report: Report
    rows: tuple[SheetRow, ...]
    total: tuple[Figure, ...]
    whose: str
    office: str
    as_of: datetime
    period: Period | None
    category: str | None
    channel: Channel | None


def rows_of(
    session: Session, report: Report, table: Table, scope: Scope
) -> tuple[tuple[SheetRow, ...], tuple[Figure, ...]]:
    """Return the rows of a report, worst first, and the figures of all of them."""
    names = _names(session, report, table.rows)
    rows = [
        SheetRow(
            str(key),
            names[key].label if key in names else str(key),
            _figures(report, counted),
            _down(names.get(key), scope),
        )
        for key, counted in table.rows.items()
    ]
    kept = [row for row in rows if any(row.figures)]
    return tuple(sorted(kept, key=_order(report))), _figures(report, table.total)


@dataclass(frozen=True, slots=True)
class _Name:
    label: str
    office: offices.Named | None = None


def _names(session: Session, report: Report, keys: Iterable[Key]) -> Mapping[Key, _Name]:
    if report.rows is Rows.UNIT:
        found = offices.named(session, (int(key) for key in keys))
        return {key: _Name(office.name, office) for key, office in found.items()}
    if report.rows is Rows.PAIR:
        return _pair_names(session, [str(key) for key in keys])
    if report.rows is Rows.OPERATOR:
        known = operators.names(session, (int(key) for key in keys))
        return {key: _Name(name) for key, name in known.items()}
    word = _WORDS.get(report.rows, str)
    return {key: _Name(word(str(key))) for key in keys}


def _grievance(code: str) -> str:
    return f"{code} {grievance(code).label}"


def _month(key: str) -> str:
    year, month = key.split("-")
    return f"{month}-{year}"


_WORDS: Mapping[Rows, Callable[[str], str]] = {
    Rows.GRIEVANCE: _grievance,
    Rows.MONTH: _month,
    Rows.AUTHORITY: lambda key: AUTHORITY_LABELS.get(key, key),
}


def _pair_names(session: Session, keys: Iterable[str]) -> Mapping[Key, _Name]:
    pairs = {key: tuple(int(each) for each in key.split(".")) for key in keys}
    known = offices.named(session, {each for pair in pairs.values() for each in pair})
    return {
        key: _Name(" and ".join(known[each].name for each in pair if each in known))
        for key, pair in pairs.items()
    }


def _figures(report: Report, counted: Counted) -> tuple[Figure, ...]:
    return tuple(figure(column, counted) for column in report.columns)


def _down(name: _Name | None, scope: Scope) -> str | None:
    """Return the office whose own report lies below a row: one that has offices below it."""
    office = name.office if name else None
    if office is None or office.kind not in LEVEL_OF_KIND or office.id == scope.office_id:
        return None
    return office.code


def worst(report: Report) -> int:
    """Return the column by which rows are sorted: what is late, a year, else the first one."""
    if report.by_month:
        return len(report.columns) - 1
    labels = [column.label for column in report.columns]
    return next((place for place, label in enumerate(labels) if label in _LATE), 0)


def _order(report: Report) -> Callable[[SheetRow], tuple[float, float, str]]:
    if report.rows is Rows.MONTH:
        return lambda row: (0, 0, row.key)
    place = worst(report)
    return lambda row: (-(row.figures[place] or 0), -(row.figures[0] or 0), row.label)
