"""A way out that is shut is our own fault: it costs no notice a try, and keeps nobody for ever."""

from datetime import timedelta
from itertools import pairwise

import pytest
from fake_ways import PlannedChannel
from mail_server import PASSWORD, USER, Certified, Post, free_port, serving
from sms_gateway import Gateway, answering
from sqlmodel import select

from data.models.message import Notice, NoticeChannel, NoticeState
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.gateways.sms import SmsChannel
from dopcrm_tui.gateways.smtp import SmtpChannel
from dopcrm_tui.rules.vocabulary import Action, State, Task
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.sending import Sending

MANY = 50
SHUT = Sent(Fate.SHUT, "The SMS gateway said 401: it does not take our sms.token.")
FAULT = Sent(Fate.FAULT, "The SMS gateway said 503.")
NEVER = Sent(Fate.NEVER, "The SMS gateway said 400.")
OUT_OF_SERVICE = (401, {}, b"")


@pytest.fixture
def sms():
    return PlannedChannel()


def by_sms(desk, way):
    return Sending(desk.intake.ground, {NoticeChannel.SMS: way})


def by_email(desk, way):
    return Sending(desk.intake.ground, {NoticeChannel.EMAIL: way})


def waiting(store):
    with store.reading() as session:
        notices = session.exec(select(Notice).where(Notice.state == NoticeState.WAITING)).all()
    return {notice.id: notice for notice in notices}


def register(book, count, **more):
    return [book.register(**more) for _ in range(count)]


def test_a_wrong_token_is_tried_once_a_pass_and_costs_nobody_a_try(book, desk, store):
    register(book, MANY)
    gateway = Gateway()
    gateway.plan = [OUT_OF_SERVICE] * MANY
    with answering(gateway) as url:
        assert not by_sms(desk, SmsChannel(url, "INPOST", "1101", "wrong token")).send().states
    assert len(gateway.posted) == 1
    assert {notice.attempts for notice in waiting(store).values()} == {0}
    (way,) = desk.beats.shut_ways()
    assert str(way) == (f"No SMS has gone out since 23-11-2026 10:00 IST: {SHUT.detail}")
    assert "wrong token" not in str(way)


def test_once_the_token_is_right_all_are_sent_and_none_twice(book, desk, clock):
    register(book, MANY)
    gateway = Gateway()
    gateway.plan = [OUT_OF_SERVICE]
    with answering(gateway) as url:
        by_sms(desk, SmsChannel(url, "INPOST", "1101", "wrong token")).send()
        clock.advance(seconds=30)
        mended = by_sms(desk, SmsChannel(url, "INPOST", "1101", "the token"))
        assert mended.send().states == {"delivered": MANY}
        assert not mended.send().states
    sent = [form["reference"] for form in gateway.posted[1:]]
    assert len(sent) == len(set(sent)) == MANY
    assert not desk.beats.shut_ways()


def test_a_wrong_password_is_tried_once_a_pass_until_it_is_right(book, desk, store):
    register(book, MANY, complainant={"email": "ravi@example.in"})
    post, certified = Post(), Certified()
    with serving(post, certified, auth=True) as port:

        def mail(password: str) -> SmtpChannel:
            name, known = USER.decode(), certified.known
            return SmtpChannel(
                *("127.0.0.1", port, "starttls", "care@post.example", name, password), context=known
            )

        assert not by_email(desk, mail("wrong seal")).send().states
        assert post.logins == 1
        assert {notice.attempts for notice in waiting(store).values()} == {0}
        assert by_email(desk, mail(PASSWORD.decode())).send().states == {"delivered": MANY}
    assert len(post.letters) == MANY


def test_a_port_where_nobody_listens_keeps_the_notices_waiting(book, desk, store, clock):
    register(book, 3)
    sending = by_sms(desk, SmsChannel(f"http://127.0.0.1:{free_port()}/", "INPOST", "1101"))
    for _ in range(40):
        assert not sending.send().states
        clock.advance(hours=1)
    assert [notice.attempts for notice in waiting(store).values()] == [0] * 3


def test_a_way_that_is_shut_is_tried_again_with_growing_waits(book, desk, sms, clock):
    register(book, 5)
    sms.plan.extend([SHUT] * 6)
    sending, tried = by_sms(desk, sms), []
    for _ in range(60):
        before = len(sms.received)
        sending.send()
        tried += [clock.now] if len(sms.received) > before else []
        clock.advance(minutes=1)
    waits = [(b - a) / timedelta(minutes=1) for a, b in pairwise(tried)]
    assert waits == [1, 2, 5, 10, 15, 15]
    assert not desk.beats.shut_ways()


def test_one_way_that_is_shut_keeps_no_other_from_being_used(book, desk, sms):
    register(book, 2, complainant={"email": "ravi@example.in"})
    email = PlannedChannel()
    sms.plan.append(SHUT)
    ways = {NoticeChannel.SMS: sms, NoticeChannel.EMAIL: email}
    assert Sending(desk.intake.ground, ways).send().states == {"delivered": 2}


def test_a_gateway_that_breaks_for_all_is_shut_after_three_and_for_one_it_is_not(
    book, desk, sms, store
):
    register(book, 9)
    sms.plan.extend([FAULT, FAULT, Sent(Fate.ACCEPTED), FAULT, FAULT, FAULT])
    assert by_sms(desk, sms).send().states == {"delivered": 1, "waiting": 5}
    assert len(sms.received) == 6
    (way,) = desk.beats.shut_ways()
    assert way.trouble == f"3 in a row failed. {FAULT.detail}"
    assert sorted(notice.attempts for notice in waiting(store).values()) == [0, 0, 0, 1, 1, 1, 1, 1]


def test_a_notice_that_breaks_the_gateway_each_time_is_given_up_in_the_end(book, desk, sms, clock):
    (number,) = register(book, 1)
    sms.plan.extend([FAULT] * 30)
    sending = by_sms(desk, sms)
    for _ in range(47):
        sending.send()
        clock.advance(hours=1)
    assert book.notices(number)[0].state is NoticeState.WAITING
    for _ in range(24):
        sending.send()
        clock.advance(hours=1)
    assert book.notices(number)[0].state is NoticeState.UNDELIVERABLE


def test_settings_that_make_the_gateway_refuse_all_make_no_storm_of_tasks(book, desk, sms, store):
    register(book, MANY)
    sms.plan.extend([NEVER] * MANY)
    assert by_sms(desk, sms).send().states == {"undeliverable": 10}
    assert len(waiting(store)) == MANY - 10
    assert "10 in a row failed" in desk.beats.shut_ways()[0].trouble


def test_one_address_that_is_refused_is_given_up_at_once_between_others(book, desk):
    numbers = register(book, 3, complainant={"email": "ravi@example.in"})
    post = Post()
    post.rcpt = ["", "550 5.1.1 no such user", ""]
    with serving(post) as port:
        way = SmtpChannel("127.0.0.1", port, "none", "care@post.example")
        assert by_email(desk, way).send().states == {"delivered": 2, "undeliverable": 1}
    (refused,) = [
        notice
        for number in numbers
        for notice in book.notices(number)
        if notice.state is NoticeState.UNDELIVERABLE
    ]
    assert (refused.attempts, refused.last_error) == (1, "The mail server said 550.")
    assert not desk.beats.shut_ways()


@pytest.fixture
def asked(book):
    number = book.register()
    book.deliver()
    book.seek(number)
    return number


def test_nothing_closes_while_the_way_is_shut_and_after_two_days_somebody_phones(
    book, desk, sms, asked, clock
):
    sms.plan.extend([SHUT] * 500)
    sending = by_sms(desk, sms)
    for _ in range(47):
        sending.send()
        desk.sweeper.ring()
        clock.advance(hours=1)
    assert book.row(asked).task is None
    clock.advance(hours=1)
    assert sending.send().states == {"undeliverable": 1}
    assert book.row(asked).task is Task.PHONE_CUSTOMER
    assert book.facts(asked).state is State.CONFIRMATION_SOUGHT
    told = [one for one in book.notices(asked) if one.template == "confirmation_sought"]
    assert "Shut since 23-11-2026" in told[0].last_error


def test_who_was_written_to_late_in_an_outage_waits_two_days_as_well(book, desk, sms, clock):
    sms.plan.extend([SHUT] * 500)
    sending = by_sms(desk, sms)
    register(book, 2)
    sending.send()
    clock.advance(hours=40)
    (late,) = register(book, 1)
    clock.advance(hours=10)
    assert sending.send().states == {"undeliverable": 2}
    assert book.notices(late)[0].state is NoticeState.WAITING


def test_two_sweepers_that_find_a_way_shut_together_count_as_one(book, desk, sms, clock):
    register(book, 2)
    sms.plan.extend([SHUT] * 2)
    by_sms(desk, sms).send()
    by_sms(desk, sms).send()
    assert desk.beats.shut_ways()[0].next_try_at == clock.now + timedelta(minutes=1)


def test_a_way_by_which_nothing_waits_any_more_is_not_told_as_shut(book, desk, sms, clock, asked):
    sms.plan.append(SHUT)
    sending = by_sms(desk, sms)
    sending.send()
    book.answer(asked, Action.ACCEPT, code=book.code(asked))
    clock.advance(minutes=1)
    sending.send()
    assert not desk.beats.shut_ways()


def test_officers_digests_wait_for_their_way_as_well(book, desk, sms):
    for number in register(book, 3):
        book.act(number, Action.ESCALATE, reason="Needs the division.")
    way = PlannedChannel(SHUT)
    digests, sending = Digests(desk.intake.ground, way), by_sms(desk, sms)
    assert not digests.send(sending).states
    assert [one.what for one in desk.beats.shut_ways()] == ["digest"]
    assert len(way.received) == 1
    assert digests.send(by_sms(desk, sms)).states == {"delivered": 3}
