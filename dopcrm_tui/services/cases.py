"""Looking at one complaint: its facts, its history, and what may be done to it now."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.queries import cases, histories, viewings
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.due_account import DueAccount
from dopcrm_tui.rules.interim import InterimDraft
from dopcrm_tui.rules.jurisdiction import has_jurisdiction, sees
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.services import due, interim
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.case_views import (
    AttachmentView,
    ComplaintView,
    EventView,
    event_view,
    view_of,
)
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment

__all__ = ["AttachmentView", "Cases", "ComplaintView", "EventView"]


@dataclass(frozen=True, slots=True)
class Glance:
    """What others can change of a complaint while somebody reads it."""

    version: int
    open_by: str | None
    open_since: datetime | None


@dataclass(frozen=True, slots=True)
class Cases:
    """Reading single complaints."""

    ground: Ground

    @unit_of_work
    def show(self, actor: Actor, number: str) -> ComplaintView:
        """Return the complaint, personal numbers masked. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            return view_of(Moment.of(session, self.ground, actor), case, revealed=False)

    @unit_of_work
    def glance(self, actor: Actor, number: str) -> Glance:
        """Return whether the complaint is as it was, at the least cost. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            opened = viewings.others(session, [case.row.id], actor.id, self.ground.clock())
            who = opened.get(case.row.id)
            return Glance(case.row.version, who.by if who else None, who.since if who else None)

    @unit_of_work
    def reveal(self, actor: Actor, number: str) -> ComplaintView:
        """Return the complaint with its personal numbers; the look is kept as an account event.

        Raises `NotPermitted` to who does not act on the complaint.
        """
        with self.ground.store.writing() as session:
            case = self._seen(session, actor, number)
            if not has_jurisdiction(actor, case.facts):
                raise NotPermitted("Only those who act on a complaint see its personal numbers.")
            moment = Moment.of(session, self.ground, actor)
            told = {"number": number}
            record(
                session,
                self.ground.random,
                moment.now,
                "reveal",
                actor.employee_id,
                actor.account,
                told,
            )
            return view_of(moment, case, revealed=True)

    @unit_of_work
    def history(self, actor: Actor, number: str) -> tuple[EventView, ...]:
        """Return the history, oldest first. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            return tuple(
                event_view(session, event) for event in histories.entries(session, case.row.id)
            )

    @unit_of_work
    def why_due(self, actor: Actor, number: str) -> DueAccount:
        """Return why the complaint is due when it is, from its history. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            return due.account(session, self.ground.policy, case)

    @unit_of_work
    def draft_interim(self, actor: Actor, number: str) -> InterimDraft:
        """Return an interim reply to begin with. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            return interim.draft(Moment.of(session, self.ground, actor), case)

    def _seen(self, session: Session, actor: Actor, number: str) -> cases.Case:
        case = cases.load(session, number)
        if case is None or not sees(actor, case.facts):
            raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
        return case
