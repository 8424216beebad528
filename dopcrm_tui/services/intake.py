"""Registering: a form becomes a complaint with a number, a holder, an alarm and a notice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from data.queries.text_search import index_text
from sqlmodel import Session

from data.identity import new_id
from data.models import Complaint as Row
from data.models import ComplaintNamed, Office
from data.queries import cases, counts, duplicates, histories, number_series
from data.queries.cases import Case, path_of
from dopcrm_tui.rules.complaint import Actor, Complaint
from dopcrm_tui.rules.dates import today
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.registration import Registration, check_registrar, decide_registration
from dopcrm_tui.rules.routing import Picked
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, OfficeKind, Queue, State
from dopcrm_tui.services import limits, outbox_writer, papers, submissions
from dopcrm_tui.services.form_check import CheckedForm, check_form
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.papers import Paper


@dataclass(frozen=True, slots=True)
class Registered:
    """What the clerk tells the customer."""

    number: str
    office_code: str
    office_name: str
    due_at: datetime
    registered_at: datetime
    warnings: dict[str, str] = field(default_factory=dict)
    lookalikes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Checking and registering complaints."""

    ground: Ground

    def check(self, actor: Actor, form: NewComplaint, brought: Sequence[Paper] = ()) -> Registered:
        """Say what registering would do, and do not do it; `number` is empty.

        Raises `InvalidInput` with a sentence for every wrong field, `NotPermitted`.
        """
        check_registrar(actor)
        now = self.ground.clock()
        with self.ground.store.reading() as session:
            policy = self.ground.policy.at(session, now)
            checked, warnings = _checked(session, form, brought, policy, now)
            decision = _decision(checked, actor, policy, now)
            office = session.get_one(Office, decision.holder_id)
            alike = duplicates.lookalikes(session, actor, checked.subject, now, policy)
            return Registered("", office.code, office.name, _due(decision), now, warnings, alike)

    def register(
        self,
        actor: Actor,
        form: NewComplaint,
        brought: Sequence[Paper] = (),
        *,
        key: str | None = None,
    ) -> Registered:
        """Register a complaint and return its number; one `key` makes one complaint.

        Warnings refuse unless the form accepts them. Raises `InvalidInput` with a sentence for
        every wrong field, `NotPermitted`, `Conflict` for a key used otherwise.
        """
        check_registrar(actor)
        now = self.ground.clock()
        body = form.model_dump()
        with self.ground.store.writing() as session:
            done = submissions.earlier(session, key, actor, body)
            if done is not None:
                return _registered(session, done)
            policy = self.ground.policy.at(session, now)
            checked, warnings = _checked(session, form, brought, policy, now)
            if warnings and not form.accept_warnings:
                raise InvalidInput(warnings, rule="warnings")
            alike = duplicates.lookalikes(session, actor, checked.subject, now, policy)
            row = self._open(session, checked, actor, policy, now, brought)
            submissions.keep(session, key, actor, body, row.id, now)
            return replace(_registered(session, row), warnings=warnings, lookalikes=alike)

    def _open(
        self,
        session: Session,
        form: CheckedForm,
        actor: Actor,
        policy: Policy,
        now: datetime,
        brought: Sequence[Paper],
    ) -> Row:
        decision = _decision(form, actor, policy, now)
        holder = session.get_one(Office, decision.holder_id)
        row = self._row(session, form, actor, holder, decision, now)
        session.add(row)
        session.flush()
        session.add_all(
            ComplaintNamed(
                operator_id=person, complaint_id=row.id, circle_id=row.registered_circle_id
            )
            for person in form.named
        )
        session.flush()
        facts = replace(
            cases.facts_of(session, row), deadlines={DeadlineKind.RESOLVE: decision.resolve}
        )
        cases.rewrite_deadlines(session, facts, row.registered_circle_id)
        counts.move(session, None, facts)
        self._tell(session, row, facts, actor, decision, now)
        index_text(session, row.id, row.complainant_name, row.description)
        if brought:
            papers.keep(session, self.ground, Case(row, facts), brought, actor, policy)
        return row

    def _tell(
        self,
        session: Session,
        row: Row,
        facts: Complaint,
        actor: Actor,
        decision: Registration,
        now: datetime,
    ) -> None:
        entry = histories.Entry(
            id=new_id(now, self.ground.random),
            action=Action.REGISTER,
            at=now,
            actor=actor,
            from_state=None,
            data={"due_at": row.due_at.isoformat(), "to_office": row.office_id},
        )
        event = histories.append(session, facts, row.registered_circle_id, entry)
        outbox_writer.write(session, self.ground, row, event, decision.notices, None, None)

    def _row(
        self,
        session: Session,
        form: CheckedForm,
        actor: Actor,
        holder: Office,
        decision: Registration,
        now: datetime,
    ) -> Row:
        path = path_of(holder)
        office = session.get_one(Office, actor.office.id if actor.office else holder.id)
        circle_id = office.circle_id or office.id
        return Row(
            id=new_id(now, self.ground.random),
            number=number_series.next_number(session, circle_id, today(now).year),
            state=State.PENDING,
            queue=Queue.PENDING,
            office_id=path.id,
            head_office_id=path.head_office_id,
            division_id=path.division_id,
            region_id=path.region_id,
            circle_id=path.circle_id,
            confined=form.grievance.confined,
            due_at=_due(decision),
            registered_at=now,
            registered_office_id=office.id,
            registered_circle_id=circle_id,
            registered_by=actor.account,
            received_on=form.received_on,
            channel=form.channel,
            grievance=form.grievance.code,
            category=form.grievance.category,
            against_office_id=form.against.id,
            language=form.language,
            relation=form.relation,
            article_number=form.subject.get("article_number"),
            subject=form.subject,
            complainant_name=form.complainant.name,
            complainant_mobile=form.complainant.mobile,
            complainant_email=form.complainant.email,
            complainant_address=form.complainant.address,
            complainant_pin=form.complainant.pin,
            description=form.description,
            external_reference=form.external_reference,
            refers_to=form.refers_to,
        )


def _checked(
    session: Session,
    form: NewComplaint,
    brought: Sequence[Paper],
    policy: Policy,
    now: datetime,
) -> tuple[CheckedForm, dict[str, str]]:
    """Check the form and the papers together, so that all problems are told at once."""
    wrong_papers: dict[str, str] = {}
    if brought:
        try:
            papers.check(brought, 0, policy)
        except InvalidInput as problem:
            wrong_papers = problem.fields
    try:
        checked = check_form(session, form, policy, now)
    except InvalidInput as problem:
        raise InvalidInput({**problem.fields, **wrong_papers}) from None
    if wrong_papers:
        raise InvalidInput(wrong_papers)
    return checked


def _decision(form: CheckedForm, actor: Actor, policy: Policy, now: datetime) -> Registration:
    branch = form.against.kind is OfficeKind.BRANCH_OFFICE
    picked = Picked(path_of(form.against), form.against.parent_id if branch else None)
    return decide_registration(
        picked,
        actor,
        against_staff=form.grievance.against_staff,
        confined=form.grievance.confined,
        limit=limits.resolve_limit(form.grievance, policy),
        now=now,
    )


def _due(decision: Registration) -> datetime:
    due_at = decision.resolve.due_at
    if due_at is None:
        raise AssertionError("a new complaint's clock runs")
    return due_at


def _registered(session: Session, row: Row) -> Registered:
    office = session.get_one(Office, row.office_id)
    return Registered(row.number, office.code, office.name, row.due_at, row.registered_at)
