"""Complaints as people read them: numbers with hyphens, times of India, labels for states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dopcrm_tui.cli.output import Facts, Part, Rows
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.contact_change import change_shown
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.loss_words import losses
from dopcrm_tui.rules.loss_words import shown as loss_shown
from dopcrm_tui.rules.vocabulary import STATE_LABELS, TASK_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dopcrm_tui.services.cases import ComplaintView, EventView
    from dopcrm_tui.services.queues import QueuePage
    from dopcrm_tui.services.reaching import AskingView
    from dopcrm_tui.services.referral_views import ReferralView

_LABELS = {"name": "Complainant", "pin": "PIN"}
_LEVELS = ("", "division", "region", "circle", "directorate")


def page(of: QueuePage, *, none: str) -> Rows:
    """Return a page of a queue."""
    return Rows(
        (
            "Number",
            "Due",
            "State",
            "To do",
            "Level",
            "Office",
            "Service",
            "Grievance",
            "Complainant",
        ),
        [
            (
                show_number(line.number),
                show_time(line.due_at),
                STATE_LABELS[line.state],
                line.task.replace("_", " ") if line.task else "",
                _LEVELS[line.escalation_level],
                line.office_code,
                line.service,
                line.grievance_type,
                line.complainant_name,
            )
            for line in of.lines
        ],
        none,
    )


def complaint(view: ComplaintView) -> Iterator[Part]:
    """Yield a complaint: its facts, the words of it, and what may be done now."""
    yield Facts((*_standing(view), *_about(view), *_words(view), *_closure(view)))
    may = [action.replace("_", " ") for action, why in view.actions.items() if why is None]
    yield f"\nNow possible: {', '.join(may) or 'nothing'}"


def history(events: tuple[EventView, ...]) -> Rows:
    """Return a history, one entry a line."""
    return Rows(
        ("No.", "At", "Action", "By", "State", "Level", "Office", "Said"),
        [
            (
                each.sequence,
                show_time(each.at),
                each.action.replace("_", " "),
                each.actor or each.actor_role,
                STATE_LABELS[each.to_state],
                _LEVELS[each.escalation_level],
                each.office_code,
                _said(each.data),
            )
            for each in events
        ],
    )


def _standing(view: ComplaintView) -> tuple[tuple[str, object], ...]:
    closed = view.closed_at is not None
    return (
        ("Number", show_number(view.number)),
        ("State", STATE_LABELS[view.state]),
        ("Escalated to", _LEVELS[view.escalation_level]),
        ("To be done", TASK_LABELS[view.task] if view.task else ""),
        ("Incident", show_number(view.incident) if view.incident else ""),
        ("Office", f"{view.office_code} {view.office_name}"),
        ("Handler", f"{view.handler_code} {view.handler_name}"),
        ("Taken by", view.assignee),
        ("Open by", _open(view)),
        ("Due", None if closed else show_time(view.due_at)),
        ("Registered", f"{show_time(view.registered_at)} at {view.named(view.registered_office)}"),
        ("Version", view.version),
    )


def _open(view: ComplaintView) -> str:
    since = f" since {show_time(view.open_since)}" if view.open_since else ""
    return f"{view.open_by}{since}" if view.open_by else ""


def _about(view: ComplaintView) -> tuple[tuple[str, object], ...]:
    return (
        ("Grievance", f"{view.grievance} {view.category}: {view.service} - {view.grievance_type}"),
        ("Against", view.named(view.against_office)),
        *(
            (_LABELS.get(name, name.capitalize()), value)
            for name, value in view.complainant.items()
        ),
        *(
            (view.subject_labels.get(name, name), view.named(value))
            for name, value in view.subject.items()
        ),
        ("On the slip", view.provisional_number),
        ("Outside reference", view.external_reference),
        ("Refers to", show_number(view.refers_to) if view.refers_to else None),
        ("Referred to by", ", ".join(map(show_number, view.referred_to_by))),
    )


def _words(view: ComplaintView) -> tuple[tuple[str, object], ...]:
    papers = "\n".join(
        f"{paper.file_name} ({paper.kind}, {paper.size:,} bytes)" for paper in view.attachments
    )
    return (
        ("Description", view.description),
        ("Attachments", papers),
        ("Outside", "\n".join(map(_referral, view.referrals))),
        *losses(view.enquiry, view.compensation, view.named, view.answers_due),
        ("Asked", view.question),
        ("Asked by", "\n".join(map(_asking, view.asked_by))),
        ("Resolution", view.resolution),
    )


def _referral(of: ReferralView) -> str:
    due = f", answer due {show_time(of.answer_due)}" if of.answer_due else ""
    back = f", came back {show_time(of.returned_at)}" if of.returned_at else ""
    who = of.authority.replace("_", " ")
    return f"{who}, reference {of.reference}, referred {show_time(of.referred_at)}{due}{back}"


def _asking(by: AskingView) -> str:
    came = f"{by.state}: {by.problem}" if by.problem else by.state
    return f"notice {by.id}, {by.channel} to {by.address}, {came}"


def _closure(view: ComplaintView) -> tuple[tuple[str, object], ...]:
    return (
        ("Closed", _time(view.closed_at)),
        ("Closed as", view.closure_reason and view.closure_reason.replace("_", " ")),
        ("Agreed by", view.closure_agreed and view.closure_agreed.replace("_", " ")),
        ("Order", view.closure_reference),
        ("Rating", view.rating),
        ("Feedback", view.feedback),
    )


def _time(at: datetime | None) -> str | None:
    return show_time(at) if at else None


def _said(data: dict[str, object]) -> str:
    words = ("text", "reason", "reference", "feedback")
    said = [str(data[word]) for word in words if data.get(word)]
    return "; ".join([*change_shown(data), *loss_shown(data), *said])
