"""The cards of the home screen: which ways on a role has, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.registration import REGISTRARS
from dopcrm_tui.rules.vocabulary import QUEUE_LABELS, Queue, Role
from screens.kept import Kept
from screens.recent import Recent

if TYPE_CHECKING:
    from screens.spool_watch import SpoolWatch

PROCESSING = (Queue.PENDING, Queue.WAITING, Queue.EXTERNAL, Queue.MINE, Queue.CLOSED)
HAVE_QUEUES = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR})
"""The roles that have queues."""

KEYS = "1234567890i"
"""What opens a card: the tenth has the key after nine, the one for incidents its letter."""


@dataclass(slots=True)
class Seat:
    """Who sits at the desk, and what outlives each visit to a screen."""

    desk: Desk
    actor: Actor
    say: Callable[[str], None]
    recent: Recent = field(default_factory=Recent)
    kept: Kept = field(default_factory=Kept)
    spooled: SpoolWatch | None = None
    """What waits on this machine for the store."""


@dataclass(frozen=True, slots=True)
class Card:
    """One way on from home; `queue` is where its count comes from."""

    label: str
    open: Callable[[Seat], Screen[Any]]
    queue: Queue | None = None


def cards_of(role: Role) -> Iterator[Card]:
    """Yield the cards of a role in their order."""
    if role in REGISTRARS:
        yield Card("Complaint Registration", _register)
    if role in HAVE_QUEUES:
        for queue in PROCESSING:
            if queue is not Queue.MINE or role is not Role.AUDITOR:
                yield _queue_card(queue, "Complaint Processing: ")
        yield _queue_card(Queue.ESCALATED)
        yield Card("Reports & Analytics", _reports)
    if role in REGISTRARS:
        yield Card("Customer's answer", _answer)
    if role is Role.ADMINISTRATOR:
        yield Card("Administration", _administration)
    if role is not Role.ADMINISTRATOR:
        yield Card("Outbox", _outbox)
    if role in {Role.OPERATOR, Role.SUPERVISOR}:
        yield Card("Incidents: many complaints, one cause", _incidents)


def _queue_card(queue: Queue, before: str = "") -> Card:
    def opened(seat: Seat) -> Screen[Any]:
        from screens.queue import QueueScreen

        return QueueScreen(seat.desk, seat.actor, queue, recent=seat.recent)

    return Card(before + QUEUE_LABELS[queue], opened, queue)


def _register(seat: Seat) -> Screen[Any]:
    from screens.register import RegisterScreen

    if not seat.kept.draft and (found := _next_left(seat)):
        seat.kept = replace(found, last=seat.kept.last)
    return RegisterScreen(seat.desk, seat.actor, seat.kept, seat.recent.writer)


def _next_left(seat: Seat) -> Kept | None:
    """Return what an earlier session left, else what the store has sent back."""
    writer = seat.recent.writer
    if writer and writer.left:
        return writer.left.pop(0)
    if seat.spooled and seat.spooled.returned:
        return next(iter(seat.spooled.returned.values()))
    return None


def _reports(seat: Seat) -> Screen[Any]:
    from screens.reports import ReportsScreen

    return ReportsScreen(seat.desk, seat.actor)


def _incidents(seat: Seat) -> Screen[Any]:
    from screens.incidents import IncidentsScreen

    return IncidentsScreen(seat.desk, seat.actor, recent=seat.recent)


def _answer(seat: Seat) -> Screen[Any]:
    from screens.counter_answer import CounterAnswerDialog

    return CounterAnswerDialog(seat.desk, seat.actor, seat.say)


def _administration(seat: Seat) -> Screen[Any]:
    from screens.administration import AdministrationScreen

    return AdministrationScreen(seat.desk, seat.actor)


def _outbox(seat: Seat) -> Screen[Any]:
    from screens.outbox import OutboxScreen

    return OutboxScreen(seat.desk, seat.actor)
