"""The door for what customers send: one e-mail or SMS, handed in by the mail system."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.rules.refusals import InvalidInput

if TYPE_CHECKING:
    from data.models.message import NoticeChannel
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.gateways.channel import Arrived
    from dopcrm_tui.services.inbound import Worked

app = group()

LARGEST = 40_000_000
"""Bytes of the largest message; mail systems refuse less."""


@verb(app, "inbound")
def inbound(
    call: Call,
    message: Annotated[
        str, typer.Argument(metavar="FILE|-", help="An e-mail (RFC 5322) or an SMS (JSON).")
    ],
) -> None:
    """Take in one e-mail or SMS and say what became of it.

    An SMS is a JSON object of four texts: id, from, text, received_at. The same message again does
    nothing: what became of it the first time is said. Nobody need be logged in.
    """
    content = _content(message)
    with call.desk() as desk:
        done = desk.inbound.take_in(*_arrived(desk, content))
    call.out.give(_document(done), done.outcome or "")


def _content(path: str) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as problem:
        raise InvalidInput({"message": f"{path} cannot be read: {problem.strerror}."}) from None
    except ValueError:
        raise InvalidInput({"message": f"{path} is no name of a file."}) from None
    if len(content) > LARGEST:
        raise InvalidInput(
            {"message": f"A message has at most {LARGEST:,} bytes; {path} has more."}
        )
    return content


def _arrived(desk: Desk, content: bytes) -> tuple[NoticeChannel, Arrived]:
    """Return the message by its content. Raises InvalidInput where it is neither kind."""
    from data.models.message import NoticeChannel
    from dopcrm_tui.gateways.channel import Arrived
    from dopcrm_tui.rules.inbound_mail import is_letter, letter_id, letter_sender
    from dopcrm_tui.rules.inbound_sms import read_sms

    if is_letter(content):
        id_, sender = letter_id(content), letter_sender(content)
        return NoticeChannel.EMAIL, Arrived(id_, sender, desk.clock(), content, "")
    try:
        sms = read_sms(content)
    except ValueError as wrong:
        sentence = f"That is neither an e-mail (RFC 5322) nor an SMS (JSON). {wrong}"
        raise InvalidInput({"message": sentence}) from None
    return NoticeChannel.SMS, Arrived(sms.id, sms.sender, sms.received_at, content, "")


def _document(done: Worked) -> dict[str, object]:
    word, _, sentence = (done.outcome or "").partition(": ")
    return {
        "id": str(done.id),
        "channel": done.channel,
        "number": done.number,
        "outcome": word,
        "sentence": sentence,
    }
