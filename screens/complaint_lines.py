"""Complaints as lines of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.vocabulary import STATE_LABELS, TASK_LABELS, State
from dopcrm_tui.services.queues import QueueLine
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.row_window import Row
from screens.wording import closed_words, due_words, open_words, state_words

WIDE = 110
"""From this width on a line has room for mobile and office; below, the preview shows them."""

MINE, TAKEN, OPEN = "*", "+", "o"
"""Before a complaint taken by the person who looks, by a colleague, and open on another screen."""

MOVED_ON = "moved on"
"""The state of a complaint that is in the list no more."""

COLUMNS = (
    Column("", 1),
    Column("Number", 13),
    Column("Due", 8),
    Column("State", 9),
    Column("Grievance", 0),
    Column("Article", 13),
    Column("Complainant", 12, until=WIDE),
    Column("Complainant", 18, since=WIDE),
    Column("Mobile", 10, since=WIDE),
    Column("Office", 18, since=WIDE),
)


def row_of(line: QueueLine, me: int | None, now: datetime, place: object) -> Row:
    """Return a complaint as a row of those columns."""
    taken = " " if line.assignee_id is None else MINE if line.assignee_id == me else TAKEN
    closed = line.state is State.CLOSED and line.closed_at
    due = closed_words(line.closed_at) if closed and line.closed_at else due_words(line.due_at, now)
    cells = (
        OPEN if line.open_by else taken,
        show_number(line.number),
        due,
        state_words(line.state, line.escalation_level, clarify=line.clarify, task=line.task),
        f"{line.grievance_type} ({line.service})",
        line.article_number or "",
        line.complainant_name,
        line.complainant_name,
        line.mobile,
        line.office_name,
    )
    style = "" if closed else _style(due, taken)
    return Row(line.number, cells, style, anchor=place)


def moved_on(row: Row) -> Row:
    """Return the row of a complaint that others took out of the list it is still shown in."""
    cells = (*row.cells[:3], MOVED_ON, *row.cells[4:])
    return replace(row, cells=cells, style="muted")


def _style(due: str, taken: str) -> str:
    if due.startswith("LATE"):
        return "late"
    return "warning" if due == "today" else "strong" if taken == MINE else ""


def preview(line: QueueLine, me: int | None, now: datetime, *, left: bool = False) -> str:
    """Return what a line has no room for, in three lines; `left` when it has moved on."""
    taken = "not taken" if line.assignee_id is None else "taken by a colleague"
    taken = "taken by you" if line.assignee_id == me and me is not None else taken
    level = f" · level {line.escalation_level}" if line.escalation_level else ""
    clarify = " · the customer asked for clarification" if line.clarify else ""
    due = f"due {show_time(line.due_at)}"
    if line.task:
        due = f"{TASK_LABELS[line.task]} · {due}"
    stands = STATE_LABELS[line.state]
    if line.open_by and line.open_since:
        stands = open_words(line.open_by, line.open_since, now)
    if left:
        stands = f"in this list no more; it was: {STATE_LABELS[line.state]}"
    article = f" · {line.article_number}" if line.article_number else ""
    how = f"{due} · {taken}"
    if line.closed_at and line.state is State.CLOSED:
        how = show_time(line.closed_at)
    return "\n".join(
        (
            f"{line.service} - {line.grievance_type}{article}",
            f"{line.complainant_name} · {line.mobile} · {line.office_code} {line.office_name}",
            f"{stands}{level}{clarify} · {how}",
        )
    )
