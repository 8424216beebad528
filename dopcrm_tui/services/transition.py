"""The one way a complaint changes: decide, guarded write, history, alarms, counts, notices."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from data.models import Complaint as Row
from data.models import Office
from data.queries import cases, counts, histories
from dopcrm_tui.rules import clocks
from dopcrm_tui.rules.complaint import Act, Actor, Complaint
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.decision import Decision, decide
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.services import conflicts, outbox_writer, questions
from dopcrm_tui.services.ground import Ground
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


def find(session: Session, number: str) -> cases.Case:
    """Return the complaint of that number. Raises `NotFound`."""
    case = cases.load(session, number)
    if case is None:
        raise NotFound(f"There is no complaint {show_number(number)} that you may see.")
    return case


def transit(
    session: Session, ground: Ground, number: str, act: Act, actor: Actor, version: int | None
) -> Acted:
    """Do `act` to a complaint inside the caller's transaction; see `carry_out`."""
    return carry_out(Moment.of(session, ground, actor), find(session, number), act, version)


def carry_out(moment: Moment, case: cases.Case, act: Act, version: int | None = None) -> Acted:
    """Do `act` to a complaint inside the moment's transaction.

    `version` is the one the actor last saw, None where that does not matter. Raises what `decide`
    raises, and `Conflict` where somebody else was faster.
    """
    if version is not None and version != case.facts.version:
        raise conflicts.stale(moment, case, act.action, version)
    decision = decide(case.facts, act, moment.actor, moment.now, moment.policy)
    moved = decision.holder_id != case.holder.id
    office = moment.session.get_one(Office, decision.holder_id) if moved else case.holder
    after = replace(decision.after, holder=cases.path_of(office))
    window = moment.policy.confirmation_window
    due_at = clocks.sorts_at(case.facts, after, case.row.due_at, moment.now, window)
    _keep(moment, case, after, due_at)
    code = questions.record(moment, case, act)
    event_id = _note(moment, case, after, act, decision)
    news = News(Addressee.of(case.row), after, office, due_at, act, event_id, code)
    outbox_writer.write(moment, news, decision.notices)
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


def _keep(moment: Moment, case: cases.Case, after: Complaint, due_at: datetime) -> None:
    before, circle_id = case.facts, case.row.registered_circle_id
    if not cases.save(moment.session, before, after, due_at, circle_id):
        raise conflicts.since(moment.session, case, before.version)
    counts.move(moment.session, before, after)


def _note(moment: Moment, case: cases.Case, after: Complaint, act: Act, decision: Decision) -> int:
    """Write the entry of the history and return its id."""
    entry = histories.Entry(
        id=moment.new_id(),
        action=act.action,
        at=moment.now,
        actor=moment.actor,
        from_state=case.facts.state,
        data=dict(decision.event),
    )
    circle_id = case.row.registered_circle_id
    histories.append(moment.session, after, circle_id, entry, case.last_hash)
    return entry.id
