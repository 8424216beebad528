"""Working complaints: take, remark, attach, reply, pass on to where they belong."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.acting import Key, Number, Numbers, Reason, Seen, Text, act_on, each_of, key_of
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.files import papers_of
from dopcrm_tui.cli.typed import day_of
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action

app = group()


@verb(app, "take")
def take(call: Call, numbers: Numbers, seen: Seen = None, key: Key = None) -> None:
    """Take complaints: others see that you work on them."""
    act_on(call, numbers, Act(action=Action.TAKE), seen, key)


@verb(app, "release")
def release(call: Call, numbers: Numbers, seen: Seen = None, key: Key = None) -> None:
    """Give back what you took."""
    act_on(call, numbers, Act(action=Action.RELEASE), seen, key)


@verb(app, "remark")
def remark(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Write into the history (--text)."""
    act_on(call, numbers, Act(action=Action.REMARK, text=text), seen, key)


@verb(app, "attach")
def attach(
    call: Call,
    numbers: Numbers,
    file: Annotated[
        list[str], typer.Option("--file", metavar="FILE", help="JPEG or PDF, at most 200 KB.")
    ],
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Attach JPEG or PDF files (--file, more than once)."""
    papers = papers_of(file)
    each_of(
        call,
        numbers,
        lambda desk, actor, number: desk.papers.attach(
            actor, number, papers, version=seen, key=key_of(key, number)
        ),
    )


@verb(app, "correct-contact")
def correct_contact(
    call: Call,
    number: Number,
    mobile: Annotated[
        str, typer.Option(metavar="MOBILE", help="The number that reaches the customer.")
    ] = "",
    email: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The e-mail address that does.")
    ] = "",
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Correct a customer's mobile or e-mail; what waits for them goes there."""
    act = Act(action=Action.CORRECT_CONTACT, mobile=mobile, email=email, reason=reason)
    act_on(call, [number], act, seen, key)


@verb(app, "interim-reply")
def interim_reply(
    call: Call,
    numbers: Numbers,
    reason: Reason = "",
    expected_by: Annotated[
        str | None, typer.Option("--expected-by", metavar="DATE", help="When to expect more.")
    ] = None,
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Tell the customer why it takes longer; the clock goes on."""
    expected = day_of(expected_by, "expected_by")
    act = Act(action=Action.INTERIM_REPLY, reason=reason, expected_by=expected)
    act_on(call, numbers, act, seen, key)


@verb(app, "transfer")
def transfer(
    call: Call,
    numbers: Numbers,
    to: Annotated[
        str | None, typer.Option("--to", metavar="CODE", help="The office it belongs to.")
    ] = None,
    reason: Reason = "",
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Pass complaints to the office they belong to."""
    act_on(call, numbers, Act(action=Action.TRANSFER, reason=reason), seen, key, to)
