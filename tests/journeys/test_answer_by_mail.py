"""The whole way over real servers: asked by e-mail, answered by e-mail, closed by the sweeper."""

import email
import re
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from casebook import Casebook
from imap_server import PASSWORD, USER, open_mailbox, put
from mail_server import Post, serving
from overdue import sweeping
from post_office import SettableClock

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import ClosureReason, State
from dopcrm_tui.services.clock import utc_now


@pytest.fixture
def outside(monkeypatch):
    """A mail server and a mailbox, set as an office sets them."""
    post = Post()
    with serving(post) as smtp, open_mailbox() as imap:
        for name, value in {
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": str(smtp),
            "MAIL_SECURITY": "none",
            "MAIL_SENDER": "care@post.example",
            "MAILBOX_HOST": "127.0.0.1",
            "MAILBOX_PORT": str(imap),
            "MAILBOX_SECURITY": "none",
            "MAILBOX_USER": USER,
            "MAILBOX_PASSWORD": PASSWORD,
        }.items():
            monkeypatch.setenv(f"DOPCRM_{name}", value)
        yield post, imap


def sweep(store, tmp_path):
    out, err = (one := sweeping(store, tmp_path)).communicate(timeout=60)
    assert one.returncode == 0, err
    return out


def test_a_customer_accepts_by_replying_to_the_question(store, staff, tmp_path, outside):
    post, imap = outside
    clock = SettableClock(utc_now() - timedelta(days=1))
    book = Casebook(Desk.over(store, clock=clock), staff, clock)
    booked = {"booking_date": (clock.now - timedelta(days=5)).date().isoformat()}
    number = book.register(complainant={"email": "ravi@example.in"}, subject=booked)
    sweep(store, tmp_path)
    book.seek(number)
    sweep(store, tmp_path)
    question = email.message_from_bytes(post.letters[-1], policy=policy.default)
    code = re.search(r"code: (\d{6})", question.get_content())[1]
    put(imap, _reply(question, f"I ACCEPT. Code {code}\n"))
    assert "1 new" in sweep(store, tmp_path)
    row = book.row(number)
    assert row.state is State.CLOSED
    assert row.closure_reason is ClosureReason.CONFIRMED


def _reply(question, text):
    reply = EmailMessage()
    reply["From"] = "Ravi Kumar <ravi@example.in>"
    reply["To"] = question["Reply-To"]
    reply["Subject"] = f"Re: {question['Subject']}"
    reply["Message-ID"] = "<answer-1@example.in>"
    reply["In-Reply-To"] = question["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in question.get_content().splitlines())
    reply.set_content(f"{text}\nOn Monday, care@post.example wrote:\n{quoted}\n")
    return reply.as_bytes()
