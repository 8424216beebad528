"""Looking at complaints: queues, search, one complaint, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli import case_text, documents, why_due
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.typed import cursor_of, number_of, place_of
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import QUEUE_LABELS, Queue, State

if TYPE_CHECKING:
    from dopcrm_tui.services.queues import Narrowed, QueuePage

app = group("Complaints: register, find, work, answer.")

Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Eleven digits, with or without hyphens.")
]
Limit = Annotated[int, typer.Option(min=1, max=1_000, help="Lines of a page.")]
After = Annotated[
    str | None, typer.Option(metavar="CURSOR", help="Go on behind the page before: its `next`.")
]


@verb(app, "list")
def list_complaints(
    call: Call,
    queue: Annotated[Queue, typer.Option(help="Which list.")] = Queue.PENDING,
    office: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only that office and all below it.")
    ] = None,
    state: Annotated[State | None, typer.Option(help="Only that state.")] = None,
    category: Annotated[
        str | None, typer.Option(help="Only that category, as `taxonomy list` names it.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is past its time.")] = False,
    limit: Limit = 50,
    after: After = None,
    count: Annotated[bool, typer.Option("--count", help="Only say how many.")] = False,
) -> None:
    """List a queue, what is due first on top."""
    narrowed = _narrowed(office, state, category, overdue)
    with call.logged_in() as (desk, actor):
        if count:
            number = desk.queues.count(actor, queue, narrowed)
            call.out.give({"queue": queue, "count": number}, str(number))
            return
        page = desk.queues.page(actor, queue, narrowed=narrowed, after=place_of(after), limit=limit)
    _give(call, page, none=f"{QUEUE_LABELS[queue]}: no complaint.")


@verb(app, "search")
def search(
    call: Call,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help="Number, article, mobile, name, a part of one, or description."
        ),
    ],
    limit: Limit = 50,
    after: After = None,
) -> None:
    """Find complaints, newest first."""
    place = place_of(after)
    with call.logged_in() as (desk, actor):
        page = desk.queues.search(actor, text, after=place.id if place else None, limit=limit)
    _give(call, page, none="No complaint that you may see fits.")


@verb(app, "show")
def show(
    call: Call,
    number: Number,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="With the personal numbers; the look is recorded.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why-due", help="Only why it is due when it is, line by line.")
    ] = False,
) -> None:
    """Show a complaint and what may be done to it now."""
    wanted = number_of(number)
    with call.logged_in() as (desk, actor):
        if why:
            account = desk.cases.why_due(actor, wanted)
            call.out.give(why_due.document(account), *why_due.text(account))
            return
        view = (desk.cases.reveal if reveal else desk.cases.show)(actor, wanted)
        events = desk.cases.history(actor, wanted)
    call.out.give(documents.complaint(view, events), *case_text.complaint(view))


@verb(app, "history")
def history(call: Call, number: Number) -> None:
    """Show all that has happened to a complaint, oldest first."""
    wanted = number_of(number)
    with call.logged_in() as (desk, actor):
        events = desk.cases.history(actor, wanted)
    call.out.give(
        {"number": wanted, "events": [documents.event(each) for each in events]},
        case_text.history(events),
    )


def _narrowed(
    office: str | None, state: State | None, category: str | None, overdue: bool
) -> Narrowed:
    from dopcrm_tui.services.queues import Narrowed

    return Narrowed(office, state, _category(category), overdue)


def _category(typed: str | None) -> str | None:
    """Return a category as the taxonomy spells it. Raises InvalidInput (`category`)."""
    from data.catalogues.taxonomy import grievances

    if typed is None:
        return None
    known = dict.fromkeys(each.category for each in grievances())
    for category in known:
        if category.casefold() == typed.strip().casefold():
            return category
    raise InvalidInput({"category": f"{typed} is not one of: {', '.join(known)}."})


def _give(call: Call, page: QueuePage, *, none: str) -> None:
    following = cursor_of(page.last) if page.more else None
    call.out.give(
        {"complaints": [documents.line(each) for each in page.lines], "next": following},
        case_text.page(page, none=none),
    )
    if following and not call.out.as_json:
        last = show_number(page.lines[-1].number)
        call.out.note(f"There are more behind {last}: --after {following}")
