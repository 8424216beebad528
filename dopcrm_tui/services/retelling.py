"""What a replay asks the store for: offices, and the policy of a day, each looked up once."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlmodel import Session

from data.models.history import Event
from data.models.office import Office
from data.queries.offices import path_of
from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.replay import Entry, Step, replay
from dopcrm_tui.services.policy_book import PolicyBook


class Retelling:
    """Replays histories of one store in one transaction."""

    def __init__(self, session: Session, book: PolicyBook) -> None:
        self._session, self._book = session, book
        self._paths: dict[int, OfficePath] = {}
        self._policies: dict[date, Policy] = {}

    def steps(self, origin: Complaint, events: Iterable[Event]) -> Iterator[Step]:
        """Yield the steps of a history; see `replay`."""
        return replay(origin, map(entry_of, events), self.path_of, self.policy_at)

    def path_of(self, office_id: int) -> OfficePath:
        """Return where an office stands. Raises LookupError where there is none."""
        if office_id not in self._paths:
            office = self._session.get(Office, office_id)
            if office is None:
                raise LookupError(f"there is no office {office_id}")
            self._paths[office_id] = path_of(office)
        return self._paths[office_id]

    def policy_at(self, at: datetime) -> Policy:
        """Return the policy of a day."""
        day = today(at)
        if day not in self._policies:
            self._policies[day] = self._book.at(self._session, at)
        return self._policies[day]


def entry_of(event: Event) -> Entry:
    """Return an entry as the rules know it."""
    return Entry(
        sequence=event.sequence,
        action=event.action,
        at=event.at,
        role=event.actor_role,
        actor_id=event.actor_id,
        holder_id=event.office_id,
        data=event.data,
    )
