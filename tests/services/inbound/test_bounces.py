"""Letters of ours that come back."""

from letters import bounced
from post_bag import EMAIL, SMS, replies
from sqlmodel import select

from data.models.message import Notice, NoticeState
from dopcrm_tui.rules.vocabulary import (
    DeadlineKind,
    Task,
)


def question_by_mail(book, number):
    return next(
        each for each in book.notices(number) if each.channel is EMAIL and "code" in each.variables
    )


def notice_now(book, notice):
    with book.desk.store.reading() as session:
        return session.get_one(Notice, notice.id)


def test_a_bounce_makes_its_notice_undeliverable(book, asked, mail):
    notice = question_by_mail(book, asked)
    outcome = mail(bounced(f"<dopcrm-{notice.id}@desk.example>"), sender="MAILER-DAEMON@mx.example")
    assert outcome == f"bounce: notice {notice.id} came back: smtp; 550 5.1.1 no such user"
    assert notice_now(book, notice).state is NoticeState.UNDELIVERABLE
    assert book.row(asked).task is None, "the SMS has arrived"
    assert replies(book, asked) == []


def test_where_no_notice_arrived_somebody_has_to_phone(book, number, mail):
    book.seek(number)
    book.deliver()
    with book.desk.store.writing() as session:
        sent = select(Notice).where(Notice.template == "confirmation_sought", Notice.channel == SMS)
        session.exec(sent).one().state = NoticeState.UNDELIVERABLE
    notice = question_by_mail(book, number)
    report = bounced(f"<dopcrm-{notice.id}@desk.example>")
    assert mail(report).startswith("bounce")
    assert mail(report).startswith("bounce")
    assert book.row(number).task is Task.PHONE_CUSTOMER
    assert DeadlineKind.CONFIRMATION not in book.facts(number).deadlines


def test_a_delay_changes_nothing(book, asked, mail):
    notice = question_by_mail(book, asked)
    outcome = mail(bounced(f"<dopcrm-{notice.id}@desk.example>", action="delayed"))
    assert "on its way still" in outcome
    assert notice_now(book, notice).state is NoticeState.DELIVERED


def test_a_bounce_of_nothing_of_ours_is_told_so(mail):
    assert mail(bounced("<dopcrm-12@desk.example>")) == "bounce: It is of no notice of ours."
