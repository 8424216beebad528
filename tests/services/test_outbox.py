"""The outbox: who is told what, and who may read it."""

from datetime import date, timedelta

import pytest
from casebook import KOCHI
from sqlmodel import select

from data.models.message import NoticeState
from data.models.settings import PolicyValue
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind
from dopcrm_tui.services.outbox import HIDDEN_CODE


@pytest.fixture
def asked(book):
    number = book.register(complainant={"email": "ravi@example.in"})
    book.clock.advance(minutes=1)
    book.seek(number)
    return number


def texts(book, number, post="operator"):
    return [notice.text for notice in book.desk.outbox.notices(book.staff[post], number)]


def test_a_demonstration_shows_what_the_customer_reads(book, asked):
    assert book.desk.outbox.is_demo()
    assert book.code(asked) in texts(book, asked)[0]
    assert book.desk.outbox.notices(book.staff["operator"], asked)[0].address in {
        "9876543210",
        "ravi@example.in",
    }


@pytest.mark.usefixtures("real")
def test_elsewhere_nobody_reads_a_code_or_a_whole_address(book, asked):
    told = book.desk.outbox.notices(book.staff["circle_supervisor"], asked)
    assert book.code(asked) not in repr(told)
    assert HIDDEN_CODE in told[0].text
    assert {notice.address for notice in told} == {"98xxxxxx10", "rxxx@example.in"}


def test_both_ways_carry_the_same_code(book, asked):
    asking = [notice for notice in book.notices(asked) if "code" in notice.variables]
    assert {notice.channel.value for notice in asking} == {"sms", "email"}
    assert len({notice.variables["code"] for notice in asking}) == 1


def test_the_time_to_answer_begins_once_however_often_the_notice_arrives(book, asked):
    book.deliver()
    due = book.facts(asked).deadlines[DeadlineKind.CONFIRMATION].due_at
    assert due == book.clock.now + timedelta(hours=48)
    delivered = [event for event in book.events(asked) if event.action is Action.NOTICE_DELIVERED]
    assert len(delivered) == 1
    assert {notice.state for notice in book.notices(asked)} == {NoticeState.DELIVERED}


def test_a_notice_of_an_older_question_begins_no_time(book, asked):
    book.answer(asked, Action.ASK_CLARIFICATION, code=book.code(asked), reason="Who signed?")
    book.deliver()
    assert DeadlineKind.CONFIRMATION not in book.facts(asked).deadlines


def test_where_policy_says_so_the_time_begins_with_the_asking(book, store):
    with store.writing() as session:
        wanted = select(PolicyValue).where(PolicyValue.key == "confirmation_runs_from")
        for row in session.exec(wanted):
            row.value = "asking"
    number = book.register()
    book.seek(number)
    due = book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at
    assert due == book.clock.now + timedelta(hours=48)


def test_no_value_a_customer_wrote_can_stand_for_another(book):
    number = book.register(complainant={"name": "{code} {office}", "email": "ravi@example.org"})
    book.seek(number)
    assert any("Dear {code} {office}," in text for text in texts(book, number))


def test_notices_are_read_page_by_page_newest_first(book):
    number = book.register()
    for _ in range(4):
        book.clock.advance(minutes=1)
        book.act(number, Action.INTERIM_REPLY, reason="Wait.", expected_by=date(2027, 1, 1))
    found, before = [], None
    while page := book.desk.outbox.notices(book.staff["operator"], before=before, limit=2):
        found += [notice.id for notice in page]
        before = page[-1].id
    assert len(found) == 5
    assert found == sorted(found, reverse=True)


def test_a_notice_is_shown_only_to_who_sees_its_complaint(book, asked):
    (newest, *_) = book.desk.outbox.notices(book.staff["operator"], asked)
    assert book.desk.outbox.show(book.staff["auditor"], newest.id) == newest
    for post in ("far_operator", "administrator"):
        assert book.desk.outbox.notices(book.staff[post]) == ()
        with pytest.raises(NotFound):
            book.desk.outbox.show(book.staff[post], newest.id)


def test_officers_read_english_whatever_the_language_of_the_customer(book):
    number = book.register(complainant={"language": "hi"})
    book.act(number, Action.ESCALATE, reason="Needs a decision.")
    told = book.desk.outbox.notices(book.staff["auditor"], number)
    spoken = {notice.channel: notice.text.isascii() for notice in told}
    assert spoken == {"sms": False, "desk": True}


def test_the_new_handler_is_told_at_their_desk(book):
    number = book.register()
    book.act(number, Action.ESCALATE, reason="Needs a decision.")
    desk = [notice for notice in book.notices(number) if notice.channel.value == "desk"]
    assert [(notice.template, notice.address) for notice in desk] == [
        ("escalated_to_you", "KL-D18")
    ]
    assert book.row(number).against_office_id == book.staff["operator"].office.id
    assert str(book.row(number).office_id) == KOCHI


def test_an_sms_is_shown_as_the_telephone_gets_it(book):
    number = book.register()
    book.seek(number)
    shown = {
        (one.channel, one.text.startswith("Dear "))
        for one in book.desk.outbox.notices(book.staff["operator"], number)
    }
    assert shown == {("sms", False)}
