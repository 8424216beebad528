"""What came from customers, and what they were told of it."""

from sqlmodel import select

from data.models.message import InboundMessage, NoticeChannel

EMAIL, SMS = NoticeChannel.EMAIL, NoticeChannel.SMS
RAVI, MOBILE = "ravi@example.in", "9876543210"
BIG = b"%PDF-1.4\n" + b"0" * 250_000 + b"\n%%EOF\n"


def kept(book):
    with book.desk.store.reading() as session:
        return session.exec(select(InboundMessage).order_by(InboundMessage.id)).all()


def replies(book, number):
    """The notices that tell the customer of a message."""
    wanted = {"not_understood", "answer_refused"}
    return [each for each in book.notices(number) if each.template in wanted]


def to(number):
    return f"care+{number}@desk.example"


def wrong_for(code):
    return f"{(int(code) + 1) % 1_000_000:06}"
