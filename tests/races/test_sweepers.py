"""Many sweepers at once, sweepers that die, and customers who answer at the last moment."""

import json
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from casebook import Casebook
from clerk import TOGETHER, Clerk
from overdue import check_swept, make_due, make_others, sweeping
from post_office import SettableClock
from sqlalchemy import update
from sqlmodel import select

from data.models.complaint import Complaint
from data.models.history import Event
from data.models.message import Notice, NoticeState
from data.queries.tables import DEADLINE
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Action, ClosureReason, DeadlineKind
from dopcrm_tui.services.clock import utc_now


def _sweep_together(store, staff, tmp_path, due, sweepers):
    expected = make_due(store, staff, due)
    running = [sweeping(store, tmp_path / str(n), "--json") for n in range(sweepers)]
    done = []
    for one in running:
        out, err = one.communicate(timeout=300)
        assert one.returncode == 0, err
        done.append(sum(json.loads(out)["acts"].values()))
    assert sum(done) == due
    check_swept(store, expected)


def test_sweepers_at_once_do_each_thing_once(store, staff, tmp_path):
    _sweep_together(store, staff, tmp_path, due=80, sweepers=3)


@pytest.mark.campaign
def test_eight_sweepers_over_two_thousand_do_each_thing_once(store, staff, tmp_path):
    make_others(store, staff, 48_000)
    _sweep_together(store, staff, tmp_path, due=2_000, sweepers=8)


def _kill_sweepers(store, staff, tmp_path, due, kills, chance):
    """Let `due` more complaints be due before each sweeper that is killed."""
    _let_write_the_past(store, staff)
    expected = {}
    for _ in range(kills):
        expected |= make_due(store, staff, due)
        one = sweeping(store, tmp_path)
        time.sleep(chance.uniform(0.4, 1.4))  # the moment is the point: nothing is waited for
        one.send_signal(signal.SIGKILL)
        one.communicate()
    last = sweeping(store, tmp_path)
    _, err = last.communicate(timeout=300)
    assert last.returncode == 0, err
    check_swept(store, expected)
    _check_every_notice_left(store, tmp_path)


def _let_write_the_past(store, staff):
    """What is made due was registered long before what a killed sweeper has written today."""
    then = SettableClock(utc_now() - timedelta(days=40))
    Desk.over(store, clock=then).policy.set(staff["administrator"], "clock_slack", "P40D")


def _check_every_notice_left(store, tmp_path):
    """What a dead sender had in hand waits for its lease; everything else has left."""
    folder = tmp_path / "dopcrm" / "outbox"
    names = {file.name for file in folder.iterdir()}
    with store.reading() as session:
        notices = session.exec(select(Notice).where(Notice.channel != "desk")).all()
    sent = {notice.id for notice in notices if f"dopcrm-{notice.id}.txt" in names}
    for notice in notices:
        if notice.state is NoticeState.DELIVERED and notice.attempts:
            assert notice.id in sent
        if notice.state is NoticeState.WAITING:
            assert notice.next_try_at > utc_now(), "it is in a dead sender's hand"


def test_a_killed_sweeper_leaves_nothing_half_done(store, staff, tmp_path):
    _kill_sweepers(store, staff, tmp_path, due=15, kills=4, chance=random.Random(4))


@pytest.mark.campaign
def test_a_hundred_killed_sweepers_leave_nothing_half_done(store, staff, tmp_path):
    _kill_sweepers(store, staff, tmp_path, due=200, kills=100, chance=random.Random(100))


ENDS = (Action.ACCEPT, Action.CONFIRMATION_LAPSES)
OFFSETS = (-1.0, -0.002, 0.0, 0.002, 0.005, 0.02, 1.0)
"""Seconds from the moment both begin to the deadline."""


def _race_answers(store, staff, rounds, chance):
    clock = SettableClock(utc_now() - timedelta(days=1))
    book = Casebook(Desk.over(store, clock=clock), staff, clock)
    # each round begins a day ago, whatever the one before has written since
    book.desk.policy.set(staff["administrator"], "clock_slack", "P2D")
    url = store.engine.url.render_as_string(hide_password=False)
    won = {"answer": 0, "silence": 0}
    with Clerk(url, "10000002") as counter, Clerk(url, "10000003") as sweeper:
        for _ in range(rounds):
            offset = chance.choice(OFFSETS)
            won[_one_race(book, store, counter, sweeper, offset)] += 1
    assert all(won.values()), won


def _one_race(book, store, counter, sweeper, offset):
    book.clock.advance(milliseconds=10)
    booked = {"booking_date": (book.clock.now - timedelta(days=5)).date().isoformat()}
    number = book.register(subject=booked)
    code = book.seek(number)
    book.deliver()
    at = time.time() + TOGETHER + 0.01
    due_at = datetime.fromtimestamp(at + offset, UTC)
    with store.writing() as session:
        alarm = DEADLINE.c.complaint_id == book.row(number).id
        kind = DEADLINE.c.kind == DeadlineKind.CONFIRMATION
        session.execute(update(DEADLINE).where(alarm, kind).values(due_at=due_at))
    counter.order(do="answer", number=number, action="accept", code=code, at=at)
    sweeper.order(do="ring", at=at)
    answered, swept = counter.hear(), sweeper.hear()
    if (
        "done" not in answered and not swept["done"]
    ):  # it swept before the deadline, they said it after
        assert 0 < offset < 1.0
        sweeper.order(do="ring", at=time.time())
        swept = sweeper.hear()
    return _winner(book, store, number, offset, answered, swept)


def _winner(book, store, number, offset, answered, swept):
    row = book.row(number)
    with store.reading() as session:
        events = session.exec(select(Event).join(Complaint).where(Complaint.number == number))
        ends = [one.action for one in events if one.action in ENDS]
    assert len(ends) == 1, "one of the two, never both"
    assert ("done" in answered) is (Action.ACCEPT in ends)
    assert bool(swept["done"]) is (Action.CONFIRMATION_LAPSES in ends)
    if offset >= 1.0:
        assert ends == [Action.ACCEPT], "a second before the deadline the answer counts"
    if offset <= -1.0:
        assert ends == [Action.CONFIRMATION_LAPSES], "after it, it does not"
    wanted = ClosureReason.CONFIRMED if "done" in answered else ClosureReason.AUTO_CLOSED
    assert row.closure_reason is wanted
    return "answer" if "done" in answered else "silence"


def test_an_answer_and_the_sweeper_never_both_win(store, staff):
    _race_answers(store, staff, 20, random.Random(20))


@pytest.mark.campaign
def test_an_answer_and_the_sweeper_never_both_win_in_five_hundred_races(store, staff):
    _race_answers(store, staff, 500, random.Random(500))
