"""What every act leaves for reports: its marks, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.models.complaint import Complaint as Row
from data.queries import marks
from data.queries.marks import Matter
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.measures import Deed, marks_of
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.moment import Moment


@dataclass(frozen=True, slots=True)
class Happening:
    """An act as the history keeps it, and what it made of a complaint."""

    matter: Matter
    before: Complaint | None
    after: Complaint
    action: Action
    told: Mapping[str, object]
    answered_at: datetime | None = None
    """When the entry before was made, if that was the customer's answer."""


def matter_of(row: Row) -> Matter:
    """Return what reports tell a complaint apart by."""
    return Matter(
        row.id, row.registered_circle_id, row.grievance, row.category, row.channel, row.confined
    )


def _deed(moment: Moment, each: Happening) -> Deed:
    actor = moment.actor
    return Deed(
        each.action,
        each.told,
        each.matter.grievance,
        actor.role,
        actor.id,
        moment.now,
        each.answered_at,
    )


def note(moment: Moment, happenings: Sequence[Happening]) -> None:
    """Leave the marks of what was just done."""
    marks.add(
        moment.session,
        (
            marks.row_of(each.matter, each.after.version, mark)
            for each in happenings
            for mark in marks_of(each.before, each.after, _deed(moment, each))
        ),
    )
