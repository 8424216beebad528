"""What a person is shown of a complaint, with names in place of ids and numbers masked."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as sql_select
from sqlmodel import Session

from data.catalogues.taxonomy import field_set, grievance
from data.models.complaint import Complaint
from data.models.history import Event
from data.models.office import Office
from data.models.operator import Operator
from data.models.papers import Attachment
from data.queries import references, viewings
from data.queries.cases import Case
from data.queries.tables import OFFICE
from dopcrm_tui.rules.compensation import Compensation
from dopcrm_tui.rules.enquiry import Enquiry
from dopcrm_tui.rules.guards import allowed
from dopcrm_tui.rules.masking import mask_email, mask_fields, mask_mobile
from dopcrm_tui.rules.vocabulary import Action, Level, OnSilence, Role, State, Task
from dopcrm_tui.services import questions
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.reaching import AskingView, asking
from dopcrm_tui.services.referral_views import ReferralView, referrals


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment without its bytes."""

    id: int
    file_name: str
    kind: str
    size: int
    signed_statement: bool


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of a history, with names in place of ids."""

    sequence: int
    at: datetime
    action: Action
    actor: str
    actor_role: Role
    from_state: State | None
    to_state: State
    escalation_level: int
    office_code: str
    office_name: str
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """All a person may see of a complaint; personal numbers are masked unless `revealed`.

    `actions` holds for every action None where it may be done now, else the sentence why not.
    """

    number: str
    version: int
    state: State
    escalation_level: Level
    office_code: str
    office_name: str
    handler_code: str
    handler_name: str
    assignee: str | None
    due_at: datetime
    registered_at: datetime
    registered_office: str
    registered_by: str
    received_on: date
    channel: str
    external_reference: str | None
    refers_to: str | None
    provisional_number: str | None
    referred_to_by: tuple[str, ...]
    grievance: str
    category: str
    service: str
    grievance_type: str
    against_office: str
    complainant: dict[str, str | None]
    subject: dict[str, str]
    subject_labels: dict[str, str]
    description: str
    confined: bool
    directed: bool
    clarify: bool
    task: Task | None
    resolution: str | None
    question: str | None
    on_silence: OnSilence | None
    asked_by: tuple[AskingView, ...]
    referrals: tuple[ReferralView, ...]
    closed_at: datetime | None
    closure_reason: str | None
    closure_agreed: str | None
    closure_reference: str | None
    rating: int | None
    feedback: str | None
    incident: str
    enquiry: Enquiry | None
    answers_due: datetime | None
    """Until when the offices on the route of its enquiry are to answer."""
    compensation: Compensation | None
    attachments: tuple[AttachmentView, ...]
    actions: dict[Action, str | None]
    revealed: bool
    office_names: dict[str, str]
    open_by: str | None
    open_since: datetime | None

    def named(self, value: str) -> str:
        """Return an office code with its name before it, any other value as it is."""
        name = self.office_names.get(value)
        return f"{name} ({value})" if name else value


def view_of(moment: Moment, case: Case, *, revealed: bool) -> ComplaintView:
    """Return the complaint as the moment's actor is shown it."""
    row, facts, session = case.row, case.facts, moment.session
    may = allowed(facts, moment.actor, moment.now, moment.policy)
    origin = _origin(session, row)
    opened = viewings.others(session, [row.id], moment.actor.id, moment.now).get(row.id)
    return ComplaintView(
        version=row.version,
        assignee=employee_id(session, row.assignee_id),
        complainant=_complainant(row, revealed),
        subject=row.subject if revealed else mask_fields(row.subject),
        attachments=_attachments(session, row.id),
        actions={action: str(why) if why else None for action, why in may.items()},
        revealed=revealed,
        incident=facts.incident,
        enquiry=facts.enquiry,
        answers_due=_answers_due(moment, facts.enquiry),
        compensation=facts.compensation,
        referred_to_by=references.referring_to(session, moment.actor, row.number),
        office_names=_names(session, row, origin, facts.enquiry.route if facts.enquiry else ()),
        open_by=opened.by if opened else None,
        open_since=opened.since if opened else None,
        **_standing(session, case),
        **origin,
        **_kind(row),
        asked_by=asking(session, row, revealed=revealed),
        referrals=referrals(session, facts),
        **_asked(session, row),
        **_closure(row),
    )


def _answers_due(moment: Moment, enquiry: Enquiry | None) -> datetime | None:
    return enquiry.opened_at + moment.policy.enquiry_stage if enquiry else None


def _standing(session: Session, case: Case) -> dict[str, Any]:
    row, handler = case.row, session.get_one(Office, case.facts.handler_id)
    return {
        "state": row.state,
        "escalation_level": case.facts.escalation_level,
        "office_code": case.holder.code,
        "office_name": case.holder.name,
        "handler_code": handler.code,
        "handler_name": handler.name,
        "due_at": row.due_at,
        "confined": row.confined,
        "directed": row.directed,
        "clarify": row.clarify,
        "task": row.task,
    }


def _origin(session: Session, row: Complaint) -> dict[str, Any]:
    return {
        "number": row.number,
        "registered_at": row.registered_at,
        "registered_office": session.get_one(Office, row.registered_office_id).code,
        "registered_by": employee_id(session, row.registered_by) or "",
        "received_on": row.received_on,
        "channel": row.channel,
        "external_reference": row.external_reference,
        "refers_to": row.refers_to,
        "provisional_number": row.provisional_number,
        "against_office": session.get_one(Office, row.against_office_id).code,
        "description": row.description,
    }


def _names(
    session: Session, row: Complaint, origin: dict[str, Any], route: Iterable[str]
) -> dict[str, str]:
    """Return the names of the offices a complaint speaks of, by code."""
    asked = field_set(grievance(row.grievance).field_set)
    codes = {row.subject.get(each.name) for each in asked if each.kind == "office"}
    codes |= {origin["registered_office"], origin["against_office"], *route}
    found = sql_select(OFFICE.c.code, OFFICE.c.name).where(OFFICE.c.code.in_(codes - {None}))
    return {row.code: row.name for row in session.execute(found)}


def _kind(row: Complaint) -> dict[str, Any]:
    kind = grievance(row.grievance)
    return {
        "grievance": row.grievance,
        "category": kind.category,
        "service": kind.service,
        "grievance_type": kind.grievance_type,
        "subject_labels": {field.name: field.label for field in field_set(kind.field_set)},
    }


def _asked(session: Session, row: Complaint) -> dict[str, Any]:
    confirmation = questions.latest_confirmation(session, row.id)
    information = questions.latest_information_request(session, row.id)
    return {
        "resolution": confirmation.resolution if confirmation else None,
        "question": information.question if information else None,
        "on_silence": row.on_silence,
    }


def _closure(row: Complaint) -> dict[str, Any]:
    return {
        "closed_at": row.closed_at,
        "closure_reason": row.closure_reason,
        "closure_agreed": row.closure_agreed,
        "closure_reference": row.closure_reference,
        "rating": row.rating,
        "feedback": row.feedback,
    }


def _complainant(row: Complaint, revealed: bool) -> dict[str, str | None]:
    email = row.complainant_email
    return {
        "name": row.complainant_name,
        "mobile": row.complainant_mobile if revealed else mask_mobile(row.complainant_mobile),
        "email": mask_email(email) if email and not revealed else email,
        "address": row.complainant_address,
        "pin": row.complainant_pin,
        "language": row.language,
        "relation": row.relation,
    }


def _attachments(session: Session, complaint_id: int) -> tuple[AttachmentView, ...]:
    names = [field.name for field in fields(AttachmentView)]
    table = Attachment.__table__  # type: ignore[attr-defined]  # SQLModel hides it
    wanted = sql_select(*(table.c[name] for name in names)).where(
        table.c.complaint_id == complaint_id
    )
    return tuple(AttachmentView(*row) for row in session.execute(wanted.order_by(table.c.id)))


def employee_id(session: Session, operator_id: int | None) -> str | None:
    """Return the employee ID of an account, None where there is none."""
    operator = session.get(Operator, operator_id) if operator_id is not None else None
    return operator.employee_id if operator else None


def event_view(session: Session, event: Event) -> EventView:
    """Return one entry of a history as it is shown."""
    office = session.get_one(Office, event.office_id)
    return EventView(
        sequence=event.sequence,
        at=event.at,
        action=event.action,
        actor=employee_id(session, event.actor_id) or "",
        actor_role=event.actor_role,
        from_state=event.from_state,
        to_state=event.to_state,
        escalation_level=event.escalation_level,
        office_code=office.code,
        office_name=office.name,
        data=event.data,
    )
