"""Recording what a customer answers, proved by response code or signed statement."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.acting import Key, told
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.complaints import Number
from dopcrm_tui.cli.files import papers_of
from dopcrm_tui.cli.typed import number_of, secret
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action

app = group()


class Answer(StrEnum):
    """What a customer can answer."""

    ACCEPT = "accept"
    REJECT = "reject"
    CLARIFY = "clarify"
    INFORMATION = "information"
    WITHDRAW = "withdraw"
    RATE = "rate"


_ACTIONS = {
    Answer.ACCEPT: Action.ACCEPT,
    Answer.REJECT: Action.REJECT,
    Answer.CLARIFY: Action.ASK_CLARIFICATION,
    Answer.INFORMATION: Action.GIVE_INFORMATION,
    Answer.WITHDRAW: Action.WITHDRAW,
    Answer.RATE: Action.RATE,
}


@verb(app, "respond")
def respond(
    call: Call,
    number: Number,
    answer: Annotated[Answer, typer.Option(help="What the customer says.")],
    code_stdin: Annotated[
        bool, typer.Option("--code-stdin", help="Take the response code from standard input.")
    ] = False,
    rating: Annotated[int | None, typer.Option(metavar="1..5", help="With accept or rate.")] = None,
    feedback: Annotated[str, typer.Option(metavar="TEXT", help="With accept or rate.")] = "",
    reason: Annotated[
        str,
        typer.Option(
            "--reason", "--text", metavar="TEXT", help="Why not, the question, the information."
        ),
    ] = "",
    signed_statement: Annotated[
        str | None,
        typer.Option("--signed-statement", metavar="FILE", help="Where there is no code."),
    ] = None,
    key: Key = None,
) -> None:
    """Record the customer's answer; the customer closes, nobody else."""
    wanted = number_of(number)
    informs = answer is Answer.INFORMATION
    act = Act(
        action=_ACTIONS[answer],
        text=reason if informs else "",
        reason="" if informs else reason,
        rating=rating,
        feedback=feedback,
    )
    statement = papers_of([signed_statement], "signed_statement") if signed_statement else ()
    code = None if statement else _code(code_stdin)
    with call.logged_in() as (desk, actor):
        done = desk.answers.respond(
            actor,
            wanted,
            act,
            code=code,
            signed_statement=statement[0] if statement else None,
            key=key,
        )
    call.out.give(documents.acted(done), told(done))


def _code(from_stdin: bool) -> str | None:
    """Return the code; None where nobody can be asked, so that the desk says what is missing."""
    if not from_stdin and not sys.stdin.isatty():
        return None
    return secret("response_code", "--code-stdin", from_stdin=from_stdin)
