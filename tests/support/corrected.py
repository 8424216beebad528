"""Questions that do not reach their customer, and the numbers that are corrected for them."""

from casebook import Casebook

from data.models.message import Notice
from dopcrm_tui.gateways.channel import Fate, Sent
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.vocabulary import Action, DeadlineKind, Task
from dopcrm_tui.services.delivery import bounced
from dopcrm_tui.services.moment import Moment

OLD, NEW, MAIL = "9876543210", "9123456780", "ravi@example.in"
NEVER = Sent(Fate.NEVER, "550 no such subscriber")


def correct(book: Casebook, number: str, post: str = "operator", **said):
    words = {"reason": "Spoke to him on his land line.", **said}
    return book.act(number, Action.CORRECT_CONTACT, post, **words)


def asked(book: Casebook, **who: str) -> tuple[str, str]:
    """A question that waits to be sent, and its code."""
    number = book.register(complainant=who)
    book.deliver()
    book.clock.advance(minutes=1)
    return number, book.seek(number)


def unreached(book: Casebook, sending, sms) -> tuple[str, str]:
    """A question that was given up."""
    number, code = asked(book)
    sms.plan.append(NEVER)
    sending.send()
    assert book.row(number).task is Task.PHONE_CUSTOMER
    sms.received.clear()
    return number, code


def question(book: Casebook, number: str) -> dict[str, Notice]:
    return {each.channel.value: each for each in book.notices(number) if "code" in each.variables}


def due(book: Casebook, number: str):
    alarm = book.facts(number).deadlines.get(DeadlineKind.CONFIRMATION)
    return alarm and alarm.due_at


def come_back(book: Casebook, number: str) -> None:
    """Let the question come back that its channel had taken."""
    with book.desk.store.writing() as session:
        moment = Moment.of(session, book.desk.intake.ground, SWEEPER)
        for notice in question(book, number).values():
            bounced(moment, session.get_one(Notice, notice.id), "550 mailbox gone")
