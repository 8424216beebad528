"""How every action on complaints is called: one number or many, each with its own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.many import answer_all
from dopcrm_tui.cli.typed import number_of
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.vocabulary import STATE_LABELS, State
from dopcrm_tui.services import bulk

if TYPE_CHECKING:
    from collections.abc import Callable

    from dopcrm_tui.cli.call import Call
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.complaint import Act, Actor
    from dopcrm_tui.services.transition import Acted

Numbers = Annotated[
    list[str], typer.Argument(metavar="NUMBER…", help="Eleven digits each, hyphens or not.")
]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Eleven digits, hyphens or not.")]
Text = Annotated[str, typer.Option(metavar="TEXT", help="What is to be said.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
Reference = Annotated[str, typer.Option(metavar="TEXT", help="What it is filed under there.")]
Seen = Annotated[
    int | None,
    typer.Option("--if-version", metavar="N", help="Refuse if it has changed since that version."),
]
Key = Annotated[
    str | None, typer.Option("--idempotency-key", metavar="KEY", help="Sent twice, it acts once.")
]


def act_on(
    call: Call,
    numbers: list[str],
    act: Act,
    seen: int | None,
    key: str | None,
    target_code: str | None = None,
) -> None:
    """Do `act` to every number."""
    each_of(
        call,
        numbers,
        lambda desk, actor, number: desk.processing.act(
            actor, number, act, target_code=target_code, version=seen, key=key_of(key, number)
        ),
    )


def each_of(call: Call, numbers: list[str], act: Callable[[Desk, Actor, str], Acted]) -> None:
    """Do `act` to every number as whoever is logged in, and answer with every one."""
    with call.logged_in() as (desk, actor):

        def one(place: int) -> tuple[dict[str, Any], str]:
            done = act(desk, actor, number_of(numbers[place]))
            return documents.acted(done), told(done)

        names = [{"number": number} for number in numbers]
        answer_all(call, names, one, one_alone=len(numbers) == 1)


def key_of(key: str | None, number: str) -> str | None:
    """Return the key of one complaint where a command names many."""
    return bulk.key_of(key, number) if key else None


def told(done: Acted) -> str:
    """Return how a complaint stands after an action, as people read it."""
    due = "" if done.state == State.CLOSED else f", due {show_time(done.due_at)}"
    note = f" {done.note}" if done.note else ""
    return (
        f"{show_number(done.number)}: {done.action.replace('_', ' ')} is done. "
        f"{STATE_LABELS[State(done.state)]}, {done.office_code} {done.office_name}{due}.{note}"
    )
