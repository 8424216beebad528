"""Checking a whole form at once: every problem found in one go, nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from data.catalogues.taxonomy import Grievance, field_set, grievance
from data.models.office import Office
from dopcrm_tui.rules.complaint_number import looks_like_number, parse_number
from dopcrm_tui.rules.contact import parse_email, parse_employee_id, parse_mobile
from dopcrm_tui.rules.customer_text import clean_line, clean_text
from dopcrm_tui.rules.dates import parse_date, today
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Channel, Language, Relation
from dopcrm_tui.services.known import Known
from dopcrm_tui.services.new_complaint import Complainant, NewComplaint
from dopcrm_tui.services.subject_fields import Findings, check_subject, known_pin

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CheckedComplainant:
    """Who complains, in the form in which it is kept."""

    name: str
    mobile: str
    email: str | None
    address: str
    pin: str | None


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form fit to become a complaint."""

    grievance: Grievance
    against: Office
    complainant: CheckedComplainant
    description: str
    external_reference: str | None
    refers_to: str | None
    subject: dict[str, str]
    named: tuple[int, ...]
    received_on: date
    channel: Channel
    language: Language
    relation: Relation


@dataclass(slots=True)
class _Checker:
    """Collects a sentence for every field that a check refuses."""

    problems: dict[str, str] = field(default_factory=dict)

    def take(self, place: str, check: Callable[[], T], otherwise: T) -> T:
        """Return what `check` gives; where it refuses, keep its sentence and return `otherwise`."""
        try:
            return check()
        except ValueError as problem:
            self.problems[place] = str(problem)
            return otherwise


def check_form(
    known: Known, form: NewComplaint, policy: Policy, taken_at: datetime
) -> tuple[CheckedForm, dict[str, str]]:
    """Return the checked form and its warnings by field.

    `taken_at` is when the clerk took it: what came "today" came on that day. Raises `InvalidInput`
    with a sentence for every wrong field.
    """
    checker = _Checker()
    take = checker.take
    kind = take("grievance", lambda: _grievance(form.grievance), None)
    complainant = _complainant(known, form.complainant, checker)
    description, reference, refers_to = _words(known, form, policy, checker)
    against = take("against_office", lambda: active_office(known, form.against_office), None)
    nobody: tuple[int, ...] = ()
    named = take("named", lambda: _named(known, form.named), nobody)
    received = take("received_on", lambda: _received(form, taken_at), today(taken_at))
    channel = take("channel", lambda: _word(Channel, form.channel), Channel.COUNTER)
    spoken, relation = _relation(form.complainant, checker)
    subject = Findings({}, {}, {})
    if kind is not None:
        subject = check_subject(known, field_set(kind.field_set), form.subject, today(taken_at))
    problems = {**checker.problems, **subject.problems}
    if problems or kind is None or against is None:
        raise InvalidInput(problems)
    checked = CheckedForm(
        grievance=kind,
        against=against,
        complainant=complainant,
        description=description,
        external_reference=reference,
        refers_to=refers_to,
        subject=subject.values,
        named=named,
        received_on=received,
        channel=channel,
        language=spoken,
        relation=relation,
    )
    return checked, subject.warnings


def _grievance(code: str) -> Grievance:
    if not code:
        raise ValueError("Type the three digits of the grievance; F4 lists them.")
    try:
        found = grievance(plain_code(code))
    except KeyError:
        raise ValueError(f"{code} is not a grievance code; F4 lists them.") from None
    if not found.active:
        raise ValueError(f"{found.label} is not registered any more.")
    return found


def _complainant(known: Known, who: Complainant, checker: _Checker) -> CheckedComplainant:
    take = checker.take
    return CheckedComplainant(
        name=take("complainant.name", lambda: clean_line(who.name, "Name", 120), ""),
        mobile=take("complainant.mobile", lambda: parse_mobile(who.mobile), ""),
        email=take(
            "complainant.email", lambda: parse_email(who.email) if who.email else None, None
        ),
        address=take(
            "complainant.address",
            lambda: clean_text(who.address, "Address", 500) if who.address else "",
            "",
        ),
        pin=take("complainant.pin", lambda: known_pin(known, who.pin) if who.pin else None, None),
    )


def _words(
    known: Known, form: NewComplaint, policy: Policy, checker: _Checker
) -> tuple[str, str | None, str | None]:
    take, outside = checker.take, form.external_reference
    longest = policy.description_max
    return (
        take("description", lambda: clean_text(form.description, "Description", longest), ""),
        take(
            "external_reference",
            lambda: clean_line(outside, "External reference", 50) if outside else None,
            None,
        ),
        take("refers_to", lambda: _earlier(known, form.refers_to), None),
    )


def _relation(who: Complainant, checker: _Checker) -> tuple[Language, Relation]:
    language = checker.take(
        "complainant.language", lambda: _word(Language, who.language), Language.ENGLISH
    )
    relation = checker.take(
        "complainant.relation", lambda: _word(Relation, who.relation), Relation.OTHER
    )
    return language, relation


def _earlier(known: Known, typed: str | None) -> str | None:
    """Return the number of the complaint referred to; whose it is and how it stands is not told."""
    if not typed:
        return None
    if looks_like_number(typed) and not known.has_complaint(typed):
        raise ValueError(f"No complaint {typed} is known. Please compare it with the slip.")
    return parse_number(typed)


def active_office(known: Known, code: str) -> Office:
    """Return the office of a typed code. Raises ValueError with the sentence for the field."""
    typed = code.strip().upper()
    if not typed:
        raise ValueError("Name the office: type its PIN and choose.")
    found = known.office(typed) if typed.isascii() else None
    if found is None:
        raise ValueError(f"There is no office with the code {code}.")
    return found


def _named(known: Known, employee_ids: list[str]) -> tuple[int, ...]:
    wanted = [parse_employee_id(typed) for typed in employee_ids]
    return known.accounts(wanted) if wanted else ()


def _received(form: NewComplaint, taken_at: datetime) -> date:
    day = today(taken_at)
    return parse_date(form.received_on, day) if form.received_on else day


def _word(kind: type[W], typed: str) -> W:
    try:
        return kind(typed)
    except ValueError:
        raise ValueError(f"{typed} is not one of: {', '.join(kind)}.") from None
