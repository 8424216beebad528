"""What every exported list says of a complaint, whatever stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dopcrm_tui.gateways.sheets import Cell
    from dopcrm_tui.services.queues import QueueLine

ABOUT_HEADINGS = (
    "Category",
    "Service",
    "Grievance type",
    "Complainant",
    "Mobile",
    "Article",
    "Office",
    "Office name",
)


def about(line: QueueLine) -> tuple[Cell, ...]:
    """Return the cells below those headings."""
    return (
        line.category,
        line.service,
        line.grievance_type,
        line.complainant_name,
        line.mobile,
        line.article_number,
        line.office_code,
        line.office_name,
    )
