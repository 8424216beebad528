"""A new complaint about an old one: a customer cannot reopen, but can complain anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from data.catalogues.taxonomy import field_set, grievance
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_day
from dopcrm_tui.rules.masking import is_personal
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted
from dopcrm_tui.rules.registration import check_registrar
from dopcrm_tui.rules.vocabulary import State
from dopcrm_tui.services.cases import ComplaintView
from screens.kept import Kept
from screens.recent import Recent
from screens.registration_asks import AGAINST, GRIEVANCE, LANGUAGES, RELATION, RELATIONS
from screens.registration_fields import Entry

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TYPED = ("name", "mobile", "email", "address", "pin")


def begun(desk: Desk, actor: Actor, number: str, recent: Recent) -> Kept:
    """Return the form that was begun about a closed complaint, or one with its facts copied.

    Raises `NotPermitted` to who registers nothing, `Conflict` for an open complaint, `NotFound`.
    """
    kept = recent.begun.setdefault(number, Kept())
    if not kept.draft:
        kept.draft, kept.said = _copied(desk, actor, number)
    return kept


def _copied(desk: Desk, actor: Actor, number: str) -> tuple[dict[str, Entry], str]:
    check_registrar(actor)
    old = desk.cases.show(actor, number)
    shown = show_number(number)
    if old.state is not State.CLOSED:
        raise Conflict(f"{shown} is still open: add to it; a new one refers to a closed one.")
    try:
        old = desk.cases.reveal(actor, number)
    except NotPermitted:
        hidden = " Mobile and account numbers are hidden from you: ask for them."
    else:
        hidden = ""
    entries = {
        GRIEVANCE: Entry(old.grievance),
        "refers_to": Entry(shown),
        **dict(_person(old)),
        **dict(_subject(desk, old)),
        AGAINST: _office(desk, old.against_office),
    }
    return entries, f"Copied from {shown}: change what is otherwise.{hidden}"


def _person(old: ComplaintView) -> Iterator[tuple[str, Entry]]:
    who = old.complainant
    for name in _TYPED:
        if old.revealed or not is_personal(name):
            yield f"complainant.{name}", Entry(who[name] or "")
    yield RELATION, Entry(_label(RELATIONS, who["relation"]))
    yield "complainant.language", Entry(_label(LANGUAGES, who["language"]))


def _label(choices: Mapping[str, str], kept: str | None) -> str:
    return next((label for label, value in choices.items() if value == kept), "")


def _subject(desk: Desk, old: ComplaintView) -> Iterator[tuple[str, Entry]]:
    for field in field_set(grievance(old.grievance).field_set):
        value = old.subject.get(field.name, "")
        if not value or (is_personal(field.name) and not old.revealed):
            continue
        entry = _office(desk, value) if field.kind == "office" else Entry(_as_typed(value))
        yield f"subject.{field.name}", entry


def _as_typed(value: str) -> str:
    return show_day(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value


def _office(desk: Desk, code: str) -> Entry:
    """Return an office as it stands in a field; blank where there is none of that code any more."""
    try:
        return Entry(office=desk.directory.by_code(code))
    except NotFound:
        return Entry()
