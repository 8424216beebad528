"""The sweeper: what is due is done once, oldest first, and nothing else is touched."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from whole import check_whole

from data.models.message import NoticeState
from dopcrm_tui.rules.vocabulary import (
    Action,
    Authority,
    ClosureReason,
    DeadlineKind,
    OnSilence,
    Proof,
    Queue,
    State,
    Task,
)
from dopcrm_tui.services.sweeper import Pace

SECOND = timedelta(seconds=1)


def actions(book, number):
    return [event.action for event in book.events(number)]


def asked(book):
    """A complaint whose customer has been asked and has the notice."""
    number = book.register()
    book.seek(number)
    book.deliver()
    return number


def test_nothing_due_is_nothing_done(book, desk):
    number = asked(book)
    before = book.everything()
    assert not desk.sweeper.ring().done
    assert book.everything() == before
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT


@pytest.mark.parametrize(("early", "closed"), [(SECOND, False), (timedelta(0), True)])
def test_silence_closes_at_48_hours_from_delivery_and_not_a_second_before(
    book, desk, clock, early, closed
):
    number = book.register()
    book.seek(number)
    clock.advance(hours=5)
    book.deliver()
    clock.now += timedelta(hours=48) - early
    desk.sweeper.ring()
    row = book.row(number)
    assert (row.state is State.CLOSED) is closed
    if closed:
        assert row.closure_reason is ClosureReason.AUTO_CLOSED
        assert row.closure_agreed is Proof.SILENCE


def test_a_question_that_was_never_delivered_closes_nothing(book, desk, clock):
    number = book.register()
    book.seek(number)
    clock.advance(days=300)
    desk.sweeper.ring()
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT


@pytest.mark.parametrize(
    ("means", "state", "level"),
    [(OnSilence.CLOSE, "closed", 0), (OnSilence.ESCALATE, "pending", 1)],
)
def test_information_that_does_not_come_means_what_was_said_it_would(
    book, desk, clock, means, state, level
):
    number = book.register()
    book.ask(number, means)
    book.deliver()
    clock.advance(days=7)
    desk.sweeper.ring()
    facts = book.facts(number)
    assert (facts.state, facts.escalation_level) == (state, level)


def test_what_nobody_resolves_climbs_level_by_level_and_each_is_told(book, desk, clock):
    number = book.register()
    clock.advance(days=30)
    desk.sweeper.ring()
    assert book.facts(number).escalation_level == 1
    clock.advance(days=7)
    desk.sweeper.ring()
    assert book.facts(number).escalation_level == 2
    told = [notice.address for notice in book.notices(number) if notice.channel == "desk"]
    assert len(told) == len(set(told))
    assert {"KL-D18", "KL-R2"} <= set(told)


def test_an_interim_reply_is_drafted_before_the_limit_for_the_handler_to_send(book, desk, clock):
    number = book.register()
    clock.advance(days=27)
    assert desk.sweeper.ring().done == {Action.INTERIM_DRAFTED: 1}
    row, drafted = book.row(number), book.events(number)[-1]
    assert row.task is Task.SEND_INTERIM
    assert "Kochi" in drafted.data["reason"]
    assert drafted.data["expected_by"] > clock.now.date().isoformat()
    customers = [notice for notice in book.notices(number) if notice.template == "interim_reply"]
    assert not customers, "the desk drafts, people send"


def test_an_authority_that_is_late_is_to_be_reminded_every_week(book, desk, clock):
    number = book.register()
    words = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}
    book.act(number, Action.REFER_EXTERNAL, **words)
    clock.advance(days=30)
    desk.sweeper.ring()
    clock.advance(days=7)
    desk.sweeper.ring()
    assert actions(book, number).count(Action.EXTERNAL_REMINDER) == 2
    assert book.row(number).task is Task.REMIND_AUTHORITY


def test_many_alarms_of_one_complaint_are_all_answered_in_one_round(book, desk, clock):
    """After a long outage interim draft, reminder and escalation are all overdue."""
    number = book.register()
    words = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}
    book.act(number, Action.REFER_EXTERNAL, **words)
    clock.advance(days=100)
    done = desk.sweeper.ring().done
    assert set(done) == {Action.INTERIM_DRAFTED, Action.EXTERNAL_REMINDER, Action.ESCALATE}
    alarms = book.facts(number).deadlines.values()
    assert all(alarm.due_at > clock.now for alarm in alarms)


def test_the_oldest_comes_first(book, desk, clock):
    numbers = []
    for _ in range(3):
        numbers.append(asked(book))
        clock.advance(minutes=7)
    clock.advance(days=3)
    listed = [one.number for one in desk.sweeper.announce()]
    assert listed == numbers
    answers = iter([False, True])
    desk.sweeper.ring(pace=Pace(1), stop=lambda: next(answers))
    states = [book.facts(number).state for number in numbers]
    assert states == [State.CLOSED, State.CONFIRMATION_SOUGHT, State.CONFIRMATION_SOUGHT]


def test_batches_go_on_until_none_is_left_and_leave_the_store_whole(book, desk, clock, store):
    for _ in range(23):
        asked(book)
    clock.advance(days=3)
    assert desk.sweeper.ring(pace=Pace(5)).done == {Action.CONFIRMATION_LAPSES: 23}
    with store.reading() as session:
        check_whole(session)


def test_beside_people_the_store_is_left_to_them_after_every_batch(book, desk, clock):
    for _ in range(5):
        asked(book)
    clock.advance(days=3)
    rests = []

    def rest(seconds):
        rests.append(seconds)
        book.register()  # nobody holds the store now

    assert sum(desk.sweeper.ring(pace=Pace(2, rest)).done.values()) == 5
    assert len(rests) == 3
    assert min(rests) > 0


def test_one_that_cannot_be_acted_on_is_passed_over_and_the_others_are_done(
    book, desk, clock, store
):
    broken, well = asked(book), asked(book)
    clock.advance(days=3)
    with store.writing() as session:
        session.execute(
            text("UPDATE complaint SET state = 'pending' WHERE number = :n"), {"n": broken}
        )
    rung = desk.sweeper.ring()
    assert book.facts(well).state is State.CLOSED
    assert len(rung.failed) == 1
    assert actions(book, broken)[-1] is Action.NOTICE_DELIVERED


def test_a_notice_of_the_rung_alarm_cannot_be_written_twice(book, desk, clock):
    number = asked(book)
    due = book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at
    clock.advance(days=3)
    desk.sweeper.ring()
    closed = [notice for notice in book.notices(number) if notice.template == "closed"]
    assert [f"{due:%Y%m%dT%H%M%S}" in notice.once for notice in closed] == [True]


def test_silence_is_believed_only_as_far_as_the_answers_have_been_read(book, desk, clock):
    """The mailbox could not be read for a day: whoever answered meanwhile is not silent."""
    number = asked(book)
    clock.advance(days=2, hours=1)
    heard = clock.now - timedelta(days=1)
    rung = desk.sweeper.ring(heard=heard)
    assert (rung.unheard, book.facts(number).state) == (1, State.CONFIRMATION_SOUGHT)
    late = book.register()
    clock.advance(days=40)
    desk.sweeper.ring(heard=heard)
    assert book.facts(late).escalation_level >= 1, "the department's own clocks wait for nobody"
    desk.sweeper.ring()
    assert book.facts(number).state is State.CLOSED


def test_who_is_asked_to_stop_stops_after_the_batch_in_hand(book, desk, clock):
    for _ in range(4):
        asked(book)
    clock.advance(days=3)
    answers = iter([False, True])
    rung = desk.sweeper.ring(pace=Pace(2), stop=lambda: next(answers))
    assert rung.done == {Action.CONFIRMATION_LAPSES: 2}


def test_a_customer_whom_no_notice_reaches_is_a_task_in_the_holders_queue(book, desk, clock):
    number = book.register()
    book.seek(number)
    book.lose(number)
    clock.advance(days=30)
    desk.sweeper.ring()
    row = book.row(number)
    assert row.state is State.CONFIRMATION_SOUGHT
    assert (row.task, row.queue) == (Task.PHONE_CUSTOMER, Queue.PENDING)
    page = desk.queues.page(book.staff["operator"], Queue.PENDING)
    assert [line.number for line in page.lines] == [number]
    assert desk.queues.badges(book.staff["operator"])[Queue.PENDING] == 1
    states = {notice.state for notice in book.notices(number) if notice.template != "undeliverable"}
    assert states == {NoticeState.UNDELIVERABLE}
