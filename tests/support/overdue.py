"""Complaints that are overdue in real time, and what must be true after they were swept."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from busy_desk import article
from casebook import Casebook
from post_office import SettableClock
from sqlmodel import col, select
from whole import check_whole

from data.models.complaint import Complaint
from data.models.history import Event
from data.models.message import Notice
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services.clock import utc_now

LAPSED, ESCALATED = Action.CONFIRMATION_LAPSES, Action.ESCALATE
ENDS = (LAPSED, ESCALATED)


def make_due(store, staff, count: int) -> dict[str, Action]:
    """Make complaints with one alarm each that has rung; return what each calls for."""
    clock = SettableClock(utc_now() - timedelta(days=33))
    desk = Desk.over(store, clock=clock)
    book = Casebook(desk, staff, clock)
    booked = {"booking_date": (clock.now - timedelta(days=5)).date().isoformat()}
    tomorrow = clock.now.date() + timedelta(days=2)
    expected = {}
    for place in range(count):
        clock.advance(milliseconds=10)
        number = book.register(subject={**booked, "article_number": article(place)})
        expected[number] = LAPSED if place % 2 else ESCALATED
        if place % 2:
            book.seek(number)
        else:
            words = {"reason": "Awaiting the hub.", "expected_by": tomorrow}
            book.act(number, Action.INTERIM_REPLY, **words)
    book.deliver(in_hand=False)
    return expected


def make_others(store, staff, count: int) -> None:
    """Make complaints of which nothing is due."""
    clock = SettableClock(utc_now() - timedelta(hours=12))
    book = Casebook(Desk.over(store, clock=clock), staff, clock)
    booked = {"booking_date": (clock.now - timedelta(days=5)).date().isoformat()}
    for place in range(count):
        clock.advance(milliseconds=10)
        book.register(subject={**booked, "article_number": article(place)})
    book.deliver()


def check_swept(store, expected: dict[str, Action]) -> None:
    """Assert that each was acted on exactly once, with one event and its notices."""
    with store.reading() as session:
        check_whole(session)
        numbers = dict(session.exec(select(Complaint.id, Complaint.number)).all())
        acts = Counter(
            (numbers[event.complaint_id], event.action)
            for event in session.exec(select(Event).where(col(Event.action).in_(ENDS)))
        )
        told = Counter(
            (numbers[notice.complaint_id], notice.template, notice.recipient)
            for notice in session.exec(select(Notice))
            if notice.template in {"closed", "escalated", "escalated_to_you"}
        )
        states = {row.number: row for row in session.exec(select(Complaint))}
    assert acts == dict.fromkeys(expected.items(), 1)
    assert set(told.values()) == {1}
    assert len(told) == sum(1 if action is LAPSED else 2 for action in expected.values())
    for number, action in expected.items():
        assert (states[number].state is State.CLOSED) is (action is LAPSED)
        assert states[number].escalation_level == (0 if action is LAPSED else 1)


def sweeping(store, state_dir: Path, *options: str) -> "subprocess.Popen[str]":
    """Start the command that sweeps."""
    return begun(store, state_dir, "sweep", *options)


def begun(store, state_dir: Path, *words: str) -> "subprocess.Popen[str]":
    """Start a command on a store."""
    url = store.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "DOPCRM_STORE": url, "XDG_STATE_HOME": str(state_dir)}
    return subprocess.Popen(
        [sys.executable, "-m", "dopcrm_tui", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
