"""Registering: a form becomes a complaint with a number, a holder, an alarm and a notice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from data.models.complaint import Complaint
from data.models.office import Office
from data.queries import duplicates, histories
from data.queries.offices import path_of
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.registration import Registration, check_registrar, decide_registration
from dopcrm_tui.rules.routing import Picked
from dopcrm_tui.rules.vocabulary import OfficeKind
from dopcrm_tui.services import clock_check, limits, papers, submissions
from dopcrm_tui.services.form_check import CheckedForm, check_form
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.known import InStore, Known, Unasked
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.opening import TakenAway, open_complaint
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

    @unit_of_work
    def check(
        self,
        actor: Actor,
        form: NewComplaint,
        brought: Sequence[Paper] = (),
        *,
        key: str | None = None,
    ) -> Registered:
        """Say what registering would do, and do not do it.

        `number` is empty, but where this form with this `key` is registered already.
        Raises `InvalidInput` with a sentence for every wrong field, `NotPermitted`, `Conflict`.
        """
        check_registrar(actor)
        body = _body(form, brought)
        papers.examine(self.ground, brought)
        with self.ground.store.reading() as session:
            moment = Moment.of(session, self.ground, actor)
            done = submissions.earlier(moment, key, body)
            if done is not None:
                return _told(moment, done)
            checked, warnings = _checked(moment, form, brought, moment.now)
            decision = _decision(moment, checked)
            office = session.get_one(Office, decision.holder_id)
            alike = _lookalikes(moment, checked)
            due_at, now = decision.due_at, moment.now
            return Registered("", office.code, office.name, due_at, now, warnings, alike)

    def check_away(
        self, actor: Actor, form: NewComplaint, brought: Sequence[Paper] = ()
    ) -> dict[str, str]:
        """Return the warnings of a form while the store is away, by field.

        What only the store knows is believed. Raises as `check` does.
        """
        check_registrar(actor)
        wrong = _wrong_papers(self.ground, brought, Policy())
        _, warnings = _check_all(Unasked(), form, wrong, Policy(), self.ground.clock())
        return warnings

    @unit_of_work
    def register(
        self,
        actor: Actor,
        form: NewComplaint,
        brought: Sequence[Paper] = (),
        *,
        key: str | None = None,
        taken: TakenAway | None = None,
    ) -> Registered:
        """Register a complaint and return its number; one `key` makes one complaint.

        `taken` says of a form that it was taken while the store was away.
        Warnings refuse unless the form accepts them. Raises `InvalidInput` with a sentence for
        every wrong field, `NotPermitted`, `Conflict` for a key used otherwise.
        """
        check_registrar(actor)
        body = _body(form, brought)
        papers.examine(self.ground, brought)
        with self.ground.store.writing() as session:
            moment = Moment.of(session, self.ground, actor)
            done = submissions.earlier(moment, key, body)
            if done is not None:
                return _registered_before(moment, done, taken)
            clock_check.check(moment, histories.newest(session))
            checked, warnings = _checked(moment, form, brought, taken.at if taken else moment.now)
            if warnings and not form.accept_warnings:
                raise InvalidInput(warnings, rule="warnings")
            alike = _lookalikes(moment, checked)
            news = open_complaint(moment, checked, _decision(moment, checked), taken)
            if brought:
                papers.keep(moment, news.after.id, news.addressee.circle_id, brought)
            submissions.keep(moment, key, body, news.after.id)
            number, office = news.after.number, news.office
            return Registered(
                number, office.code, office.name, news.due_at, moment.now, warnings, alike
            )


def _body(form: NewComplaint, brought: Sequence[Paper]) -> dict[str, object]:
    """Return by what a form is known again, also when its warnings have been accepted since."""
    told = form.model_copy(update={"accept_warnings": False})
    return {"form": told.model_dump_json(), "brought": [paper.sha256 for paper in brought]}


def _checked(
    moment: Moment, form: NewComplaint, brought: Sequence[Paper], taken_at: datetime
) -> tuple[CheckedForm, dict[str, str]]:
    wrong_papers = _wrong_papers(moment.ground, brought, moment.policy)
    return _check_all(InStore(moment.session), form, wrong_papers, moment.policy, taken_at)


def _check_all(
    known: Known,
    form: NewComplaint,
    wrong_papers: dict[str, str],
    policy: Policy,
    taken_at: datetime,
) -> tuple[CheckedForm, dict[str, str]]:
    """Check the form, and tell what is wrong with the papers together with all else."""
    try:
        checked = check_form(known, form, policy, taken_at)
    except InvalidInput as problem:
        raise InvalidInput({**problem.fields, **wrong_papers}) from None
    if wrong_papers:
        raise InvalidInput(wrong_papers)
    return checked


def _wrong_papers(ground: Ground, brought: Sequence[Paper], policy: Policy) -> dict[str, str]:
    if not brought:
        return {}
    try:
        papers.check(ground, brought, 0, policy)
    except InvalidInput as problem:
        return problem.fields
    return {}


def _decision(moment: Moment, form: CheckedForm) -> Registration:
    branch = form.against.kind is OfficeKind.BRANCH_OFFICE
    picked = Picked(path_of(form.against), form.against.parent_id if branch else None)
    return decide_registration(
        picked,
        moment.actor,
        against_staff=form.grievance.against_staff,
        confined=form.grievance.confined,
        limit=limits.resolve_limit(form.grievance, moment.policy),
        now=moment.now,
        policy=moment.policy,
    )


def _lookalikes(moment: Moment, form: CheckedForm) -> tuple[str, ...]:
    return duplicates.lookalikes(
        moment.session, moment.actor, form.subject, moment.now, moment.policy
    )


def _registered_before(moment: Moment, row: Complaint, taken: TakenAway | None) -> Registered:
    """Tell of the complaint; a slip that was given since is noted: the first try was kept, too."""
    if taken is not None and row.provisional_number is None:
        row.provisional_number = taken.provisional_number
    return _told(moment, row)


def _told(moment: Moment, row: Complaint) -> Registered:
    office = moment.session.get_one(Office, row.office_id)
    return Registered(row.number, office.code, office.name, row.due_at, row.registered_at)
