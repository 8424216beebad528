"""A notice that was given up or came back is sent again; its question keeps one code that holds."""

import re
from datetime import timedelta

import pytest
from casebook import Casebook
from fake_ways import PlannedChannel
from sqlmodel import select

from data.models.message import Notice, NoticeChannel
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Task
from dopcrm_tui.services.delivery import bounced
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sending import Sending

NEVER = Sent(Fate.NEVER, "550 no such user")


@pytest.fixture
def sms():
    return PlannedChannel()


@pytest.fixture
def sending(desk, sms):
    ways = {NoticeChannel.SMS: sms, NoticeChannel.EMAIL: PlannedChannel()}
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


def given_up(book, sending, sms):
    number = book.register()
    book.deliver()
    book.seek(number)
    sms.plan.append(NEVER)
    sending.send()
    (notice,) = by_channel(book, number, "confirmation_sought").values()
    return number, notice


def comes_back(book, notice):
    """Let a notice that its way had taken be reported as lost."""
    with book.desk.store.writing() as session:
        moment = Moment.of(session, book.desk.intake.ground, SWEEPER)
        bounced(moment, session.get_one(Notice, notice.id), "550 mailbox gone")


@pytest.mark.usefixtures("real")
def test_why_a_notice_does_not_arrive_is_told_without_the_number_it_went_to(book, sending, sms):
    number = book.register()
    sms.plan.append(Sent(Fate.LATER, "450 9876543210 is busy"))
    sending.send()
    (shown,) = book.desk.outbox.notices(book.staff["operator"], number)
    assert shown.problem.startswith("450 ")
    assert "9876543210" not in shown.problem
    assert shown.next_try_at > book.clock.now


def test_a_notice_given_up_is_sent_again_when_the_way_is_mended(book, desk, sending, sms):
    number, notice = given_up(book, sending, sms)
    desk.resending.retry(book.staff["operator"], notice.id)
    assert sending.send().states == {"delivered": 1}
    assert book.row(number).task is None
    assert DeadlineKind.CONFIRMATION in book.facts(number).deadlines
    assert book.account_events("notice_retry")


@pytest.mark.parametrize(
    ("post", "refusal"),
    [("other_operator", NotFound), ("auditor", NotPermitted), ("call_centre", NotPermitted)],
)
def test_who_does_not_act_on_a_complaint_sends_nothing_again(
    book, desk, sending, sms, post, refusal
):
    _, notice = given_up(book, sending, sms)
    with pytest.raises(refusal):
        desk.resending.retry(book.staff[post], notice.id)


def test_what_arrived_is_not_sent_again(book, desk, sending):
    number = asked(book)
    sending.send()
    notice = by_channel(book, number, "confirmation_sought")["sms"]
    with pytest.raises(Conflict, match="delivered"):
        desk.resending.retry(book.staff["operator"], notice.id)


@pytest.mark.usefixtures("real")
def test_a_question_that_came_back_after_it_was_sent_gets_a_new_code(book, desk, sending):
    number = book.register()
    old = book.seek(number)
    sending.send()
    (notice,) = by_channel(book, number, "confirmation_sought").values()
    comes_back(book, notice)
    assert book.row(number).task is Task.PHONE_CUSTOMER
    desk.resending.retry(book.staff["operator"], notice.id)
    new = book.code(number)
    assert new.isdigit()
    if new != old:
        with pytest.raises(InvalidInput):
            book.answer(number, Action.ACCEPT, code=old)
    assert book.answer(number, Action.ACCEPT, code=new).state == "closed"


def test_a_question_that_came_back_starts_the_48_hours_when_it_arrives_again(
    book, desk, sending, clock
):
    number = book.register()
    book.seek(number)
    sending.send()
    (notice,) = by_channel(book, number, "confirmation_sought").values()
    comes_back(book, notice)
    clock.advance(days=5)
    desk.resending.retry(book.staff["operator"], notice.id)
    sending.send()
    assert book.row(number).task is None, "nobody has to phone who was reached"
    due = book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at
    assert due == clock.now + timedelta(hours=48)


@pytest.mark.usefixtures("real")
def test_the_code_a_customer_has_by_sms_outlives_the_letter_that_came_back(book, desk, sending):
    number = asked(book)
    code = book.code(number)
    sending.send()
    letter = by_channel(book, number, "confirmation_sought")["email"]
    comes_back(book, letter)
    with pytest.raises(Conflict, match="another way"):
        desk.resending.retry(book.staff["operator"], letter.id)
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_a_new_code_is_told_by_every_way_that_is_tried_anew(book, desk, sending, sms):
    number = asked(book)
    sms.plan.append(NEVER)
    sending.send()
    ways = by_channel(book, number, "confirmation_sought")
    comes_back(book, ways["email"])
    for way in ("email", "sms"):
        desk.resending.retry(book.staff["operator"], ways[way].id)
    sending.send()
    (code,) = re.findall(r"\b\d{6}\b", sms.received[-1].text)
    assert book.answer(number, Action.ACCEPT, code=code).state == "closed"


@pytest.mark.usefixtures("real")
def test_a_code_that_is_not_needed_any_more_is_forgotten_unsent(book, sending, store):
    number = asked(book)
    code = book.code(number)
    book.answer(number, Action.ASK_CLARIFICATION, code=code, reason="To whom?")
    sending.send()
    with store.reading() as session:
        kept = session.exec(select(Notice)).all()
    assert not [notice for notice in kept if code in repr(notice.variables)]
