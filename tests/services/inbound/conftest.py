"""A customer who writes in, and the doors by which it comes."""

import json

import pytest
from post_bag import EMAIL, MOBILE, RAVI, SMS

from dopcrm_tui.gateways.channel import Arrived


@pytest.fixture
def number(book):
    return book.register(complainant={"email": RAVI})


@pytest.fixture
def asked(book, number):
    """A complaint whose resolution was put to the customer; the notices have arrived."""
    book.seek(number)
    book.deliver()
    return number


@pytest.fixture
def mail(book):
    """Hand a letter in, and return its outcome."""

    def hand_in(content, sender=RAVI, at=None):
        arrived = Arrived("reference", sender, at or book.clock.now, content, "cursor")
        return book.desk.inbound.take_in(EMAIL, arrived).outcome

    return hand_in


@pytest.fixture
def sms(book):
    """Hand an SMS in, and return its outcome."""

    def hand_in(text, sender=f"+91{MOBILE}", id_="sms-1"):
        at = book.clock.now
        told = {"id": id_, "from": sender, "text": text, "received_at": at.isoformat()}
        arrived = Arrived(id_, sender, at, json.dumps(told).encode(), "cursor")
        return book.desk.inbound.take_in(SMS, arrived).outcome

    return hand_in
