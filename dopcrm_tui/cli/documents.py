"""What services return, in the words programs read: offices by code, one key for one thing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dopcrm_tui.rules.vocabulary import State

if TYPE_CHECKING:
    from dopcrm_tui.services.cases import ComplaintView, EventView
    from dopcrm_tui.services.directory import OfficeView
    from dopcrm_tui.services.intake import Registered
    from dopcrm_tui.services.operator_list import OperatorView
    from dopcrm_tui.services.outbox import NoticeView
    from dopcrm_tui.services.queues import QueueLine
    from dopcrm_tui.services.transition import Acted

_RENAMED = {"office_code": "office", "handler_code": "handler"}


def complaint(view: ComplaintView, events: tuple[EventView, ...]) -> dict[str, Any]:
    """Return a complaint with its closure in one object, and its history."""
    found = _renamed(asdict(view))
    del found["subject_labels"], found["office_names"]
    reason = found.pop("closure_reason")
    closure = {
        "at": found.pop("closed_at"),
        "reason": reason,
        "agreed": found.pop("closure_agreed"),
        "reference": found.pop("closure_reference"),
    }
    found["closure"] = closure if reason else None
    found["attachments"] = [{**paper, "id": str(paper["id"])} for paper in found["attachments"]]
    found["events"] = [event(each) for each in events]
    return found


def event(view: EventView) -> dict[str, Any]:
    """Return one entry of a history."""
    return _renamed(asdict(view))


def line(of: QueueLine) -> dict[str, Any]:
    """Return one line of a queue."""
    found = _renamed(asdict(of))
    del found["assignee_id"]
    return found


def acted(done: Acted) -> dict[str, Any]:
    """Return how a complaint stands after an action."""
    return _renamed(asdict(done))


def registered(done: Registered) -> dict[str, Any]:
    """Return what the clerk tells the customer; a check alone gives no number."""
    found = _renamed(asdict(done))
    return {**found, "number": done.number or None, "state": State.PENDING if done.number else None}


def notice(view: NoticeView) -> dict[str, Any]:
    """Return a notice; its id is text, for programs whose numbers end at 53 bits."""
    return {**asdict(view), "id": str(view.id)}


def office(view: OfficeView) -> dict[str, Any]:
    """Return an office without the store's keys."""
    found = asdict(view)
    del found["id"], found["path"]
    found["parent"] = found.pop("parent_code")
    return {**found, "label": view.label}


def operator(view: OperatorView) -> dict[str, Any]:
    """Return an account."""
    return _renamed(asdict(view))


def _renamed(found: dict[str, Any]) -> dict[str, Any]:
    return {_RENAMED.get(name, name): value for name, value in found.items()}
