"""The one way a complaint changes: decide, guarded write, history, alarms, counts, notices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from data.models.complaint import Complaint as Row
from data.models.office import Office
from data.queries import cases, counts, histories
from data.queries.offices import path_of
from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.alarms import ALARM_OF
from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.decision import Decision, decide
from dopcrm_tui.rules.loss_words import case_words
from dopcrm_tui.rules.measures import ANSWERS
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Action, Role
from dopcrm_tui.services import (
    clock_check,
    conflicts,
    corrections,
    marking,
    outbox_writer,
    questions,
)
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.marking import Happening, matter_of
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox_writer import Addressee, News


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of a complaint, ready to be shown after the transaction is over."""

    number: str
    action: str
    state: str
    escalation_level: int
    office_code: str
    office_name: str
    version: int
    due_at: datetime
    note: str = ""
    """What else is to be said of it."""


def find(session: Session, number: str) -> cases.Case:
    """Return the complaint of that number, to be read. Raises `NotFound`."""
    case = cases.load(session, number)
    if case is None:
        raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
    return case


def hold(session: Session, number: str) -> cases.Case:
    """Return the complaint of that number for who acts on it: nobody else does meanwhile.

    Only then it is asked what time it is, so that a history runs forward. Raises `NotFound`.
    """
    cases.hold_number(session, number)
    return find(session, number)


def transit(
    session: Session, ground: Ground, number: str, act: Act, actor: Actor, version: int | None
) -> Acted:
    """Do `act` to a complaint inside the caller's transaction; see `carry_out`."""
    case = hold(session, number)
    return carry_out(Moment.of(session, ground, actor), case, act, version)


def carry_out(moment: Moment, case: cases.Case, act: Act, version: int | None = None) -> Acted:
    """Do `act` to a complaint inside the moment's transaction.

    `version` is the one the actor last saw, None where that does not matter. Raises what `decide`
    raises, and `Conflict` where somebody else was faster.
    """
    if version is not None and version != case.facts.version:
        raise conflicts.stale(moment, case, act.action, version)
    [acted] = carry_out_all(moment, [(case, act)])
    return acted


def carry_out_all(moment: Moment, wanted: Sequence[tuple[cases.Case, Act]]) -> list[Acted]:
    """Do acts to complaints, no two to the same one, all or none, in the moment's transaction.

    Raises what `decide` raises for any, and `Conflict` where somebody else was faster at any.
    """
    steps = [_step(moment, case, act) for case, act in wanted]
    _keep(moment, steps)
    codes = [questions.record(moment, step.case, step.act) for step in steps]
    histories.append(moment.session, [_page(moment, step) for step in steps])
    marking.note(moment, [_happening(step) for step in steps])
    told = zip(steps, codes, strict=True)
    notices = [(_news(moment, step, code), step.decision.notices) for step, code in told]
    outbox_writer.write(moment, notices)
    return [_acted(step, _follow(moment, step)) for step in steps]


def acted_before(session: Session, row: Row, act: Act) -> Acted:
    """Return how the complaint stands on which a repeated form has acted already."""
    office = session.get_one(Office, row.office_id)
    return Acted(
        row.number,
        act.action,
        row.state,
        row.escalation_level,
        office.code,
        office.name,
        row.version,
        row.due_at,
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """An act that has been decided and is about to be kept; `after.holder` is the new holder."""

    case: cases.Case
    act: Act
    decision: Decision
    after: Complaint
    office: Office
    due_at: datetime
    event_id: int


def _step(moment: Moment, case: cases.Case, act: Act) -> _Step:
    decision = decide(case.facts, act, moment.actor, moment.now, moment.policy)
    clock_check.check(moment, case.last_at)  # only who may do it is told when that was
    if decision.contact is not None:
        corrections.hold(moment, case.row)
    moved = decision.holder_id != case.holder.id
    office = moment.session.get_one(Office, decision.holder_id) if moved else case.holder
    after = replace(decision.after, holder=path_of(office)) if moved else decision.after
    due_at = clocks.sorts_at(case.facts, after, case.row.due_at, moment.now, moment.policy)
    return _Step(case, act, decision, after, office, due_at, moment.new_id())


def _keep(moment: Moment, steps: Sequence[_Step]) -> None:
    moves = [
        cases.Move(step.case.facts, step.after, step.due_at, step.case.row.registered_circle_id)
        for step in steps
    ]
    if not cases.save(moment.session, moves):
        first = steps[0].case
        raise conflicts.since(moment, first, first.facts.version)
    counts.move(moment.session, [(move.before, move.after) for move in moves])


def _page(moment: Moment, step: _Step) -> histories.Page:
    entry = histories.Entry(
        id=step.event_id,
        action=step.act.action,
        at=moment.now,
        actor=moment.actor,
        from_state=step.case.facts.state,
        data=dict(step.decision.event),
    )
    circle_id = step.case.row.registered_circle_id
    return histories.Page(step.after, circle_id, entry, step.case.last_hash)


def _happening(step: _Step) -> Happening:
    matter, act = matter_of(step.case.row), step.act
    answered_at = step.case.last_at if step.case.last_action in ANSWERS else None
    return Happening(
        matter, step.case.facts, step.after, act.action, step.decision.event, answered_at
    )


def _news(moment: Moment, step: _Step, code: str | None) -> News:
    rung = ALARM_OF.get(step.act.action) if moment.actor.role is Role.SWEEPER else None
    alarm = step.case.facts.deadlines.get(rung) if rung else None
    return News(
        Addressee.of(step.case.row),
        step.after,
        step.office,
        step.due_at,
        step.act,
        step.event_id,
        code,
        alarm.due_at if alarm else None,
    )


def _follow(moment: Moment, step: _Step) -> str:
    """Let the notices follow a customer to where they are reached now; say what else came of it."""
    case = step.after.compensation
    if step.act.action is Action.CLAIM_COMPENSATION and case is not None:
        return f"{show_number(step.after.number)}: {case_words(case)}"
    contact = step.decision.contact
    return corrections.follow(moment, step.case, contact) if contact else ""


def _acted(step: _Step, note: str) -> Acted:
    after, office = step.after, step.office
    return Acted(
        after.number,
        step.act.action,
        after.state,
        int(after.escalation_level),
        office.code,
        office.name,
        after.version,
        step.due_at,
        note,
    )
