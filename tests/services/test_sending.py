"""Sending: each notice leaves once, is tried again with growing waits, and is never lost."""

from datetime import timedelta
from itertools import pairwise

import pytest
from casebook import Casebook
from fake_ways import PlannedChannel
from sqlmodel import select

from data.models.message import Notice, NoticeChannel, NoticeState
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, State, Task
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.sending import LEASE, Sending

LATER = Sent(Fate.LATER, "451 try again")
NEVER = Sent(Fate.NEVER, "550 no such user")


@pytest.fixture
def sms():
    return PlannedChannel()


@pytest.fixture
def email():
    return PlannedChannel()


@pytest.fixture
def sending(desk, sms, email):
    ways = {NoticeChannel.SMS: sms, NoticeChannel.EMAIL: email}
    return Sending(desk.intake.ground, ways)


def by_channel(book: Casebook, number: str, template: str) -> dict[str, Notice]:
    return {
        notice.channel.value: notice
        for notice in book.notices(number)
        if notice.template == template
    }


def asked(book: Casebook) -> str:
    number = book.register(complainant={"email": "ravi@example.in"})
    book.deliver()
    book.clock.advance(minutes=1)
    book.seek(number)
    return number


def test_every_notice_is_sent_once_by_its_own_way(book, sending, sms, email):
    book.register(complainant={"email": "ravi@example.in"})
    assert sending.send().states == {"delivered": 2}
    assert not sending.send().states
    assert [one.to for one in sms.received] == ["9876543210"]
    assert [one.to for one in email.received] == ["ravi@example.in"]


def test_the_48_hours_begin_when_the_first_way_has_taken_it(book, sending, clock, sms):
    number = asked(book)
    sms.plan.append(LATER)
    clock.advance(hours=3)
    sending.send()
    due = book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at
    assert due == clock.now + timedelta(hours=48)
    clock.advance(hours=1)
    sending.send()
    assert book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at == due


def test_it_is_tried_again_with_growing_waits_and_always_the_same_id(book, sending, clock, sms):
    book.register()
    sms.plan.extend([LATER] * 4)
    tried = []
    for _ in range(60 * 6):
        before = len(sms.received)
        sending.send()
        if len(sms.received) > before:
            tried.append(clock.now)
        clock.advance(minutes=1)
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits == sorted(waits)
    assert len(tried) == 5
    assert len({one.reference for one in sms.received}) == 1


def test_the_gateway_may_ask_for_a_longer_wait(book, sending, clock, sms):
    number = book.register()
    sms.plan.append(Sent(Fate.LATER, "429", wait=timedelta(minutes=40)))
    sending.send()
    (notice,) = book.notices(number)
    assert notice.next_try_at == clock.now + timedelta(minutes=40)
    assert notice.last_error == "429"


def test_who_cannot_be_reached_is_to_be_phoned_and_never_closed(book, sending, clock, desk, sms):
    number = book.register()
    book.deliver()
    book.seek(number)
    sms.plan.append(NEVER)
    assert sending.send().states == {"undeliverable": 1}
    assert book.row(number).task is Task.PHONE_CUSTOMER
    clock.advance(days=60)
    desk.sweeper.ring()
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT


def test_after_the_last_try_it_is_given_up(book, sending, clock, sms):
    number = book.register()
    sms.plan.extend([LATER] * 30)
    for _ in range(30):
        sending.send()
        clock.advance(days=1)
    (notice,) = book.notices(number)
    assert notice.state is NoticeState.UNDELIVERABLE
    assert len(sms.received) == 8


@pytest.mark.parametrize("first", ["sms", "email"])
def test_one_way_that_fails_is_no_matter_where_another_arrives(book, sending, sms, email, first):
    number = asked(book)
    (sms if first == "sms" else email).plan.append(NEVER)
    sending.send()
    assert book.row(number).task is None
    assert DeadlineKind.CONFIRMATION in book.facts(number).deadlines


def test_a_question_that_is_answered_before_it_was_sent_is_not_put_any_more(book, sending, sms):
    number = asked(book)
    book.answer(number, Action.ACCEPT, code=book.code(number))
    sending.send()
    assert not [one for one in sms.received if book.code(number) in one.text]
    asking = by_channel(book, number, "confirmation_sought").values()
    assert {notice.state for notice in asking} == {NoticeState.OVERTAKEN}


@pytest.mark.usefixtures("real")
def test_the_code_is_forgotten_with_the_notice_that_carried_it(book, sending, store):
    number = asked(book)
    code = book.code(number)
    sending.send()
    with store.reading() as session:
        kept = session.exec(select(Notice)).all()
    assert not [notice for notice in kept if code in repr(notice.variables)]
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


def test_what_a_dead_sender_had_in_hand_is_sent_when_its_lease_is_over(book, sending, clock, desk):
    book.register()
    dying = Sending(desk.intake.ground, {NoticeChannel.SMS: _Dying()})
    with pytest.raises(KeyboardInterrupt):
        dying.send()
    assert not sending.send().states, "somebody may have it in hand still"
    clock.now += LEASE
    assert sending.send().states == {"delivered": 1}


class _Dying:
    def send(self, notices):
        yield from self._killed(len(notices))

    def _killed(self, count):
        raise KeyboardInterrupt(count)


def test_officers_get_one_digest_a_day_however_much_there_is(book, desk, sending, clock):
    way = PlannedChannel()
    digests = Digests(desk.intake.ground, way)
    numbers = [book.register() for _ in range(3)]
    for number in numbers[:2]:
        book.act(number, Action.ESCALATE, reason="Needs the division.")
    assert digests.send(sending).states == {"delivered": 2}
    book.act(numbers[2], Action.ESCALATE, reason="Needs the division.")
    clock.advance(hours=5)
    assert not digests.send(sending).states
    clock.advance(hours=19)
    assert digests.send(sending).states == {"delivered": 1}
    assert [one.to for one in way.received] == ["KL-D18", "KL-D18"]
    assert "2" in way.received[0].subject


class SlowChannel(PlannedChannel):
    """Takes half a minute for each notice."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock

    def send(self, notices):
        for sent in super().send(notices):
            self.clock.advance(seconds=30)
            yield sent


def test_a_slow_way_does_not_hold_up_answers_and_alarms(book, desk, clock):
    numbers = [book.register() for _ in range(6)]
    slow = SlowChannel(clock)
    sending = Sending(desk.intake.ground, {NoticeChannel.SMS: slow}, timedelta(minutes=1))
    assert sending.send().states == {"delivered": 2}
    assert sending.send().states == {"delivered": 2}
    assert sending.send().states == {"delivered": 2}
    assert len({one.reference for one in slow.received}) == len(numbers)
    assert {one.attempts for number in numbers for one in book.notices(number)} == {1}


def test_who_is_told_to_stop_sends_no_more(book, desk, clock):
    for _ in range(4):
        book.register()
    slow = SlowChannel(clock)
    sending = Sending(desk.intake.ground, {NoticeChannel.SMS: slow})
    assert sending.send(stop=lambda: len(slow.received) > 1).states == {"delivered": 2}
    assert sending.send().states == {"delivered": 2}
