"""Who has a complaint open: told to the others, and never in anybody's way.

A lease is held while the complaint is on a screen and renewed by it; that of a session which died
runs out. It is no part of a history.
"""

from dataclasses import dataclass
from datetime import timedelta

from data.queries import cases, viewings
from data.queries.announcing import announce
from data.queries.viewings import Lease
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.services.ground import Ground

HELD = timedelta(seconds=90)
"""How long a lease lasts that nobody renews."""

RENEWED = timedelta(seconds=30)
"""How often a screen renews its own: two may fail before the others think it is gone."""

FORGOTTEN = timedelta(hours=1)
"""How long one that ran out is kept."""


@dataclass(frozen=True, slots=True)
class Viewings:
    """Saying that a complaint is open, and that it no longer is."""

    ground: Ground

    def begin(self, actor: Actor, number: str) -> Lease:
        """Say that the actor has the complaint open now. Raises `NotFound`, `StoreUnavailable`."""
        now = self.ground.clock()
        with self.ground.store.reading() as session:
            case = cases.load(session, number)
            if case is None or not sees(actor, case.facts):
                raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
            home, held = case.row.registered_circle_id, case.facts.holder.circle_id
            lease = Lease(case.row.id, actor.account, home, now, held)
        with self.ground.store.writing() as session:
            viewings.forget(session, now - FORGOTTEN)
            viewings.hold(session, lease, now, now + HELD)
            announce(session, (lease.circle_id, lease.holder_circle_id))
        return lease

    def renew(self, lease: Lease) -> None:
        """Say that it is still open. Raises `StoreUnavailable`."""
        now = self.ground.clock()
        with self.ground.store.writing() as session:
            viewings.hold(session, lease, now, now + HELD)

    def end(self, lease: Lease) -> None:
        """Say that it is open no longer. Raises `StoreUnavailable`."""
        with self.ground.store.writing() as session:
            viewings.give_back(session, lease)
            announce(session, (lease.circle_id, lease.holder_circle_id))
