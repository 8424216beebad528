"""Whether a store is whole: every complaint with all that belongs to it, nothing without one."""

from collections import Counter

from sqlmodel import Session, select

from data.models.complaint import Complaint, NumberSeries, QueueCount
from data.models.history import DeadlineRow, Event
from data.models.message import Notice
from data.models.papers import Submission
from data.queries.histories import chained_part
from dopcrm_tui.rules.chain import FIRST, link
from dopcrm_tui.rules.vocabulary import Action, Queue, State


def check_whole(session: Session) -> None:
    """Assert that nothing in the store is half there."""
    complaints = {row.id: row for row in session.exec(select(Complaint))}
    _check_histories(session, complaints)
    _check_deadlines(session, complaints)
    _check_counts(session, complaints)
    _check_series(session, complaints)
    noticed = {row.complaint_id for row in session.exec(select(Notice))}
    assert noticed == complaints.keys()
    assert {row.complaint_id for row in session.exec(select(Submission))} <= complaints.keys()


def _check_histories(session: Session, complaints: dict[int, Complaint]) -> None:
    histories: dict[int, list[Event]] = {}
    for event in session.exec(select(Event).order_by(Event.complaint_id, Event.sequence)):
        histories.setdefault(event.complaint_id, []).append(event)
    assert histories.keys() == complaints.keys()
    for complaint_id, events in histories.items():
        row = complaints[complaint_id]
        assert [event.sequence for event in events] == list(range(1, row.version + 1))
        assert events[0].action is Action.REGISTER
        last = events[-1]
        assert (last.to_state, last.office_id) == (row.state, row.office_id)
        assert last.escalation_level == row.escalation_level
        previous = FIRST
        for event in events:
            assert event.previous_hash == previous
            assert event.hash == link(previous, chained_part(event))
            previous = event.hash


def _check_deadlines(session: Session, complaints: dict[int, Complaint]) -> None:
    armed = {row.complaint_id for row in session.exec(select(DeadlineRow))}
    assert armed == {row.id for row in complaints.values() if row.state is not State.CLOSED}


def _check_counts(session: Session, complaints: dict[int, Complaint]) -> None:
    wanted: Counter[tuple[int, Queue]] = Counter()
    for row in complaints.values():
        wanted[row.office_id, row.queue] += 1
        if row.closed_at is None and row.escalation_level:
            wanted[row.office_id, Queue.ESCALATED] += 1
    counted: Counter[tuple[int, Queue]] = Counter()
    for row in session.exec(select(QueueCount).where(QueueCount.grain == "office")):
        counted[row.unit_id, row.queue] += row.count
    assert +counted == wanted


def _check_series(session: Session, complaints: dict[int, Complaint]) -> None:
    numbers = [row.number for row in complaints.values()]
    assert len(set(numbers)) == len(numbers)
    given = sum(row.last_serial for row in session.exec(select(NumberSeries)))
    assert given == len(numbers), "a number was given to nobody"
