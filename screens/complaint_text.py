"""A complaint as text: its facts, what can be done, its history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from textual.content import Content

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.contact_change import change_shown
from dopcrm_tui.rules.dates import show_day, show_time
from dopcrm_tui.rules.loss_words import losses
from dopcrm_tui.rules.loss_words import shown as loss_shown
from dopcrm_tui.rules.vocabulary import STATE_LABELS, Role, State
from dopcrm_tui.services.cases import AttachmentView, ComplaintView, EventView
from dopcrm_tui.terminal.safe import safe
from screens.act_keys import KEYS, ActKey, possible
from screens.complaint_outside import asking, outside, silence, to_be_done
from screens.wording import ACTION_LABELS, ROLE_LABELS, due_words, open_words

_LABEL, _ONE_LINE = 15, 63
_GAP = "  "
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PROSE = ("text", "reason")
_SAID = ("text", "reason", "reference", "authority", "expected_by", "on_silence", "feedback")


def headline(view: ComplaintView, now: datetime) -> str:
    """Return number, state, level and due time in one line."""
    level = f" · ESC{view.escalation_level}" if view.escalation_level else ""
    due = f" · {due_words(view.due_at, now)}" if view.state is not State.CLOSED else ""
    clarify = " · clarify" if view.clarify else ""
    return f"{show_number(view.number)}  {STATE_LABELS[view.state]}{level}{clarify}{due}"


def facts(view: ComplaintView, now: datetime) -> Content:
    """Return all that is known of a complaint, a fact a line."""
    beside = [
        *outside(view),
        *losses(view.enquiry, view.compensation, view.named, view.answers_due),
    ]
    now_so = [*_standing(view, now), *_asked(view), *beside]
    lines = [*now_so, *_person(view), *_matter(view), *_outcome(view)]
    return Content("\n").join(_fact(label, value) for label, value in lines if value)


def _fact(label: str, value: str) -> Content:
    if len(value) <= _ONE_LINE and "\n" not in value:
        return Content.assemble(safe(f"{label:<{_LABEL}} ").stylize("bold"), safe(value))
    return Content.assemble(safe(label).stylize("bold"), "\n", safe(value, newlines=True))


def _standing(view: ComplaintView, now: datetime) -> Iterator[tuple[str, str]]:
    yield "Grievance", f"{view.grievance}  {view.service} - {view.grievance_type}"
    yield "To be done", to_be_done(view)
    yield "Incident", show_number(view.incident) if view.incident else ""
    yield "Held by", f"{view.office_name} ({view.office_code})"
    if view.handler_code != view.office_code:
        yield "Handled by", f"{view.handler_name} ({view.handler_code})"
    opened = view.open_by and view.open_since and open_words(view.open_by, view.open_since, now)
    if view.state is State.CLOSED:
        yield "Looked at", opened or ""
    else:
        taken = view.assignee or "nobody yet"
        yield "Taken by", f"{taken} · {opened}" if opened else taken
        yield "Due", f"{show_time(view.due_at)}   W says why"
    if view.directed:
        yield "Direction", "given from above: only the supervisor seeks confirmation"


def _person(view: ComplaintView) -> Iterator[tuple[str, str]]:
    who = view.complainant
    relation = (who["relation"] or "").replace("_", " ")
    yield "Complainant", f"{who['name']} ({relation})"
    hidden = "" if view.revealed else "   V shows it"
    yield "Mobile", f"{who['mobile']}{hidden}"
    yield "E-mail", who["email"] or ""
    yield "Address", " ".join(part for part in (who["address"], who["pin"]) if part)


def _matter(view: ComplaintView) -> Iterator[tuple[str, str]]:
    for name, value in view.subject.items():
        yield view.subject_labels.get(name, name), _day(view.named(value))
    yield "Against", view.named(view.against_office)
    yield "Received", f"{show_day(view.received_on)} by {view.channel.replace('_', ' ')}"
    yield "Registered", f"{show_time(view.registered_at)} at {view.named(view.registered_office)}"
    yield "On the slip", view.provisional_number or ""
    yield "Their reference", view.external_reference or ""
    yield "Refers to", show_number(view.refers_to) if view.refers_to else ""
    yield "Referred to by", ", ".join(map(show_number, view.referred_to_by))
    yield "Description", view.description
    yield "Attachments", "\n".join(map(_attachment, view.attachments)) or "none"


def _day(value: str) -> str:
    """Write a day as people read it; anything else stays as it is."""
    return show_day(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value


def _attachment(one: AttachmentView) -> str:
    signed = ", signed statement" if one.signed_statement else ""
    return f"{one.file_name} ({one.kind.upper()}, {-(-one.size // 1024)} KB{signed})"


def _asked(view: ComplaintView) -> Iterator[tuple[str, str]]:
    """Yield what the customer is asked, and how far the question came."""
    yield "Asked", view.question or ""
    yield from asking(view)
    yield "Silence", silence(view)


def _outcome(view: ComplaintView) -> Iterator[tuple[str, str]]:
    yield "Resolution", view.resolution or ""
    if view.closed_at:
        reason = (view.closure_reason or "").replace("_", " ")
        agreed = (view.closure_agreed or "").replace("_", " ")
        yield "Closed", f"{show_time(view.closed_at)}: {reason}, by {agreed}"
    yield "Order", view.closure_reference or ""
    yield "Rating", "" if view.rating is None else f"{view.rating} of 5"
    yield "Feedback", view.feedback or ""


def allowed_keys(view: ComplaintView, width: int) -> Content:
    """Return the letters that do something now; none is parted from its word at a line's end."""
    keys = [(key.letter.upper(), key.short) for key in possible(view.actions)]
    if any(each.given_up for each in view.asked_by):
        keys.append(("Q", "Ask again"))
    if view.state is State.CLOSED:
        keys.append(("+", "New complaint"))
    lines: list[list[Content]] = [[]]
    room = width
    for letter, word in keys:
        key = Content.assemble(safe(letter).stylize("bold"), " ", safe(word))
        if lines[-1] and key.cell_length > room:
            lines.append([])
            room = width
        lines[-1].append(key)
        room -= key.cell_length + len(_GAP)
    shown = Content("\n").join(Content(_GAP).join(line) for line in lines)
    return shown if keys else safe("Nothing can be done here now.")


def others(view: ComplaintView) -> Content:
    """Return what is not possible now, each with the reason."""
    asked = [key for key in KEYS if key not in possible(view.actions)]
    reasons = [(key, view.actions.get(key.action)) for key in asked]
    lines = [_reason(key, reason) for key, reason in reasons if reason]
    return Content("\n").join(safe(line) for line in lines)


def _reason(key: ActKey, reason: str) -> str:
    names_it = reason.lower().startswith(key.action.value.replace("_", " "))
    return reason if names_it and len(key.actions) == 1 else f"{key.label}: {reason}"


def history(events: Sequence[EventView]) -> Content:
    """Return a history, the newest first."""
    return Content("\n").join(_event(event) for event in reversed(events))


def _event(event: EventView) -> Content:
    who = event.actor or ROLE_LABELS[Role(event.actor_role)]
    to = f" → {STATE_LABELS[event.to_state]}" if event.to_state != event.from_state else ""
    level = f" · ESC{event.escalation_level}" if event.escalation_level else ""
    head = f"{show_time(event.at)}  {ACTION_LABELS[event.action]}{to}{level}"
    by = f"\n    {who} · {event.office_name}"
    said = "".join(f"\n    {line}" for line in _said(event.data))
    return Content.assemble(safe(head).stylize("bold"), safe(f"{by}{said}", newlines=True))


def _said(data: Mapping[str, object]) -> Iterable[str]:
    for name in _SAID:
        if value := data.get(name):
            text = str(value).replace("\n", "\n    ")
            yield text if name in _PROSE else f"{_spaced(name)}: {_told(name, text)}"
    yield from change_shown(data)
    yield from loss_shown(data)
    if rating := data.get("rating"):
        yield f"rating: {rating} of 5"


def _told(name: str, text: str) -> str:
    return _spaced(text) if name == "authority" else _day(text) if name == "expected_by" else text


def _spaced(word: str) -> str:
    return word.replace("_", " ")
