"""Looking at one complaint: its facts, its history, and what may be done to it now."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select as sql_select
from sqlmodel import Session

from data.catalogues.taxonomy import field_set, grievance
from data.identity import new_id
from data.models import AccountEvent, Attachment, Complaint, Event, Office, Operator
from data.queries import cases, histories
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.guards import allowed
from dopcrm_tui.rules.jurisdiction import has_jurisdiction, sees
from dopcrm_tui.rules.masking import mask_email, mask_fields, mask_mobile
from dopcrm_tui.rules.refusals import NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Level, Role, State
from dopcrm_tui.services import questions
from dopcrm_tui.services.ground import Ground


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
    resolution: str | None
    question: str | None
    closed_at: datetime | None
    closure_reason: str | None
    closure_agreed: str | None
    closure_reference: str | None
    rating: int | None
    feedback: str | None
    attachments: tuple[AttachmentView, ...]
    actions: dict[Action, str | None]
    revealed: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """Reading single complaints."""

    ground: Ground

    def show(self, actor: Actor, number: str) -> ComplaintView:
        """Return the complaint, personal numbers masked. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            return self._view(session, self._seen(session, actor, number), actor, revealed=False)

    def reveal(self, actor: Actor, number: str) -> ComplaintView:
        """Return the complaint with its personal numbers; the look is kept as an account event.

        Raises `NotPermitted` to who does not act on the complaint.
        """
        with self.ground.store.writing() as session:
            case = self._seen(session, actor, number)
            if not has_jurisdiction(actor, case.facts):
                raise NotPermitted("Only those who act on a complaint see its personal numbers.")
            now = self.ground.clock()
            session.add(
                AccountEvent(
                    id=new_id(now, self.ground.random),
                    at=now,
                    kind="reveal",
                    employee_id=actor.employee_id,
                    by_operator_id=actor.account,
                    data={"number": number},
                )
            )
            return self._view(session, case, actor, revealed=True)

    def history(self, actor: Actor, number: str) -> tuple[EventView, ...]:
        """Return the history, oldest first. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = self._seen(session, actor, number)
            return tuple(
                _event(session, event) for event in histories.entries(session, case.row.id)
            )

    def _seen(self, session: Session, actor: Actor, number: str) -> cases.Case:
        case = cases.load(session, number)
        if case is None or not sees(actor, case.facts):
            raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
        return case

    def _view(
        self, session: Session, case: cases.Case, actor: Actor, *, revealed: bool
    ) -> ComplaintView:
        row, facts = case.row, case.facts
        now = self.ground.clock()
        kind = grievance(row.grievance)
        holder = case.holder
        handler = session.get_one(Office, facts.handler_id)
        confirmation = questions.latest_confirmation(session, row.id)
        asked = questions.latest_information_request(session, row.id)
        may = allowed(facts, actor, now, self.ground.policy.at(session, now))
        return ComplaintView(
            number=row.number,
            version=row.version,
            state=row.state,
            escalation_level=facts.escalation_level,
            office_code=holder.code,
            office_name=holder.name,
            handler_code=handler.code,
            handler_name=handler.name,
            assignee=_employee(session, row.assignee_id),
            due_at=row.due_at,
            registered_at=row.registered_at,
            registered_office=session.get_one(Office, row.registered_office_id).code,
            registered_by=_employee(session, row.registered_by) or "",
            received_on=row.received_on,
            channel=row.channel,
            external_reference=row.external_reference,
            refers_to=row.refers_to,
            grievance=row.grievance,
            category=kind.category,
            service=kind.service,
            grievance_type=kind.grievance_type,
            against_office=session.get_one(Office, row.against_office_id).code,
            complainant=_complainant(row, revealed),
            subject=row.subject if revealed else mask_fields(row.subject),
            subject_labels={field.name: field.label for field in field_set(kind.field_set)},
            description=row.description,
            confined=row.confined,
            directed=row.directed,
            clarify=row.clarify,
            resolution=confirmation.resolution if confirmation else None,
            question=asked.question if asked else None,
            closed_at=row.closed_at,
            closure_reason=row.closure_reason,
            closure_agreed=row.closure_agreed,
            closure_reference=row.closure_reference,
            rating=row.rating,
            feedback=row.feedback,
            attachments=_attachments(session, row.id),
            actions={action: str(why) if why else None for action, why in may.items()},
            revealed=revealed,
        )


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


def _employee(session: Session, operator_id: int | None) -> str | None:
    operator = session.get(Operator, operator_id) if operator_id is not None else None
    return operator.employee_id if operator else None


def _event(session: Session, event: Event) -> EventView:
    office = session.get_one(Office, event.office_id)
    return EventView(
        sequence=event.sequence,
        at=event.at,
        action=event.action,
        actor=_employee(session, event.actor_id) or "",
        actor_role=event.actor_role,
        from_state=event.from_state,
        to_state=event.to_state,
        escalation_level=event.escalation_level,
        office_code=office.code,
        office_name=office.name,
        data=event.data,
    )
