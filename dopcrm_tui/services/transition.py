"""The one way a complaint changes: decide, guarded write, history, alarms, counts, notices."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from data.identity import new_id
from data.models import Event, Office
from data.queries import cases, counts, histories
from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.decision import Decision, decide
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.services import conflicts, outbox_writer, questions
from dopcrm_tui.services.ground import Ground


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


def find(session: Session, number: str) -> cases.Case:
    """Return the complaint of that number. Raises `NotFound`."""
    case = cases.load(session, number)
    if case is None:
        raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
    return case


def transit(
    session: Session, ground: Ground, number: str, act: Act, actor: Actor, version: int | None
) -> Acted:
    """Do `act` to a complaint inside the caller's transaction.

    `version` is the one the actor last saw, None where that does not matter. Raises what `decide`
    raises, and `Conflict` where somebody else was faster.
    """
    now = ground.clock()
    case = find(session, number)
    policy = ground.policy.at(session, now)
    decision = decide(case.facts, act, actor, now, policy)
    if version is not None and version != case.facts.version:
        raise conflicts.since(session, case, version)
    return _carry_out(session, ground, case, act, actor, decision, policy, now)


def _carry_out(
    session: Session,
    ground: Ground,
    case: cases.Case,
    act: Act,
    actor: Actor,
    decision: Decision,
    policy: Policy,
    now: datetime,
) -> Acted:
    before, office = case.facts, session.get_one(Office, decision.holder_id)
    after = replace(decision.after, holder=cases.path_of(office))
    due_at = clocks.sorts_at(
        after.state, after.deadlines, case.row.due_at, now, policy.confirmation_window
    )
    circle_id = case.row.registered_circle_id
    if not cases.save(session, before, after, due_at, circle_id):
        raise conflicts.since(session, case, before.version)
    counts.move(session, before, after)
    event = _note(session, ground, before, after, circle_id, act, actor, decision, now)
    code = questions.record(session, ground, case, act, actor, now)
    session.refresh(case.row)
    outbox_writer.write(session, ground, case.row, event, decision.notices, act, code)
    return _acted(after, act, office, due_at)


def _note(
    session: Session,
    ground: Ground,
    before: Complaint,
    after: Complaint,
    circle_id: int,
    act: Act,
    actor: Actor,
    decision: Decision,
    now: datetime,
) -> Event:
    entry = histories.Entry(
        id=new_id(now, ground.random),
        action=act.action,
        at=now,
        actor=actor,
        from_state=before.state,
        data=dict(decision.event),
    )
    return histories.append(session, after, circle_id, entry)


def _acted(after: Complaint, act: Act, office: Office, due_at: datetime) -> Acted:
    return Acted(
        after.number,
        act.action,
        after.state,
        int(after.escalation_level),
        office.code,
        office.name,
        after.version,
        due_at,
    )
