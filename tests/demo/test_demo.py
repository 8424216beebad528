"""The demonstration: believable, whole, and open to everybody it names."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlmodel import select
from whole import check_whole

from data.database import Store
from data.models.complaint import Complaint
from data.models.history import DeadlineRow, Event
from data.models.message import Notice, NoticeState
from dopcrm_tui.demo import build_demo
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.article_number import check_article
from dopcrm_tui.rules.passwords import new_secret
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import (
    ACCOUNT_ROLES,
    Action,
    Channel,
    ClosureReason,
    Language,
    Queue,
    Role,
    State,
    Task,
)

NOW = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)
"""A quarter to two at night in India: offices are shut, and the store is as full as by day."""


@pytest.fixture(scope="module")
def progress():
    return []


@pytest.fixture(scope="module")
def made(tmp_path_factory, progress):
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"

    def note(done, total):
        progress.append((done, total))

    return build_demo(url, now=NOW, random=Random(7), on_progress=note)


@pytest.fixture(scope="module")
def session(made):
    store = Store.open(made.url)
    store.check()
    with store.reading() as session:
        yield session
    store.close()


@pytest.fixture(scope="module")
def complaints(session):
    return list(session.exec(select(Complaint)))


def test_there_are_some_three_hundred_complaints_and_the_bar_was_told_of_each(complaints, progress):
    assert 280 <= len(complaints) <= 320
    assert progress == [(n, len(complaints)) for n in range(1, len(complaints) + 1)]


def test_every_state_level_closure_and_language_is_there(complaints):
    assert {row.state for row in complaints} == set(State)
    assert {row.escalation_level for row in complaints} >= {0, 1, 2, 3}
    assert {row.closure_reason for row in complaints} - {None} == set(ClosureReason)
    assert {row.language for row in complaints} == set(Language)
    assert {row.channel for row in complaints} >= {Channel.COUNTER, Channel.EMAIL, Channel.CPGRAMS}
    assert any(row.confined for row in complaints)
    assert any(row.rating for row in complaints)


def test_every_action_of_the_lifecycle_has_happened(session):
    done = Counter(event.action for event in session.exec(select(Event)))
    assert set(Action) - done.keys() == {Action.RELEASE, Action.CORRECT_CONTACT}


def test_nothing_is_half_there(session):
    check_whole(session)


def test_histories_lie_in_the_past_and_go_forward(session):
    last = {}
    for event in session.exec(select(Event).order_by(Event.complaint_id, Event.sequence)):
        assert NOW - timedelta(days=75) <= event.at <= NOW
        assert event.at >= last.get(event.complaint_id, event.at)
        last[event.complaint_id] = event.at


def test_no_alarm_was_slept_through(session):
    armed = session.exec(select(DeadlineRow))
    assert all(row.due_at is None or row.due_at > NOW for row in armed)


def test_every_notice_has_arrived_or_somebody_is_to_phone(session, complaints):
    states = Counter(notice.state for notice in session.exec(select(Notice)))
    assert NoticeState.WAITING not in states
    to_phone = [row for row in complaints if row.task is Task.PHONE_CUSTOMER]
    assert len(to_phone) == 3
    assert states[NoticeState.UNDELIVERABLE] >= len(to_phone)
    assert {row.queue for row in to_phone} == {Queue.PENDING}


def test_article_numbers_have_right_check_digits(complaints):
    numbers = [row.article_number for row in complaints if row.article_number]
    assert len(numbers) > 80
    assert [check_article(number).warning for number in numbers] == [None] * len(numbers)


def test_everybody_named_can_log_in_at_once(made):
    desk = Desk.open(made.url, clock=lambda: NOW)
    assert {one.role for one in made.operators} == set(ACCOUNT_ROLES)
    for one in made.operators[:12]:
        login = desk.accounts.log_in(one.employee_id, one.secret)
        assert (login.actor.role, login.must_change) == (one.role, False)
    desk.store.close()


def test_everybody_shares_the_secret_that_was_drawn_for_this_demo(made):
    (drawn,) = {one.secret for one in made.operators}
    other = new_secret(Random(8))
    assert other != drawn
    desk = Desk.open(made.url, clock=lambda: NOW)
    with pytest.raises(Refusal):
        desk.accounts.log_in(made.operators[0].employee_id, other)
    desk.store.close()


def test_a_clerk_finds_work_in_every_queue(made):
    desk = Desk.open(made.url, clock=lambda: NOW)
    everywhere = Counter()
    for one in made.operators:
        if one.role in {Role.OPERATOR, Role.SUPERVISOR}:
            actor = desk.accounts.log_in(one.employee_id, one.secret).actor
            everywhere.update(queue for queue, n in desk.queues.badges(actor).items() if n)
    assert set(everywhere) == set(Queue)
    assert desk.outbox.is_demo()
    desk.store.close()


def test_what_waits_for_the_customer_can_be_answered_with_the_code_that_is_shown(session):
    waiting = session.exec(
        select(Complaint).where(Complaint.state == State.CONFIRMATION_SOUGHT)
    ).all()
    assert len(waiting) >= 10
    for row in waiting:
        wanted = select(Notice).where(Notice.complaint_id == row.id)
        assert any("code" in notice.variables for notice in session.exec(wanted))


@pytest.mark.parametrize(("seed", "hour"), [(1, 4), (2, 9)])
def test_it_is_built_at_any_hour(tmp_path, seed, hour):
    now = datetime(2027, 3, 1, hour, 40, tzinfo=UTC)
    made = build_demo(
        f"sqlite:///{tmp_path / 'demo.db'}",
        now=now,
        random=Random(seed),
        on_progress=lambda *_: None,
    )
    store = Store.open(made.url)
    with store.reading() as session:
        check_whole(session)
    store.close()
