"""The offices: looking them up, and what an administrator changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.files import text_of
from dopcrm_tui.cli.output import Facts, Rows
from dopcrm_tui.rules.vocabulary import OfficeKind

if TYPE_CHECKING:
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.services.directory import Directory, OfficeView

app = group("Offices: look them up, add, retire, import.")

Code = Annotated[str, typer.Argument(metavar="CODE", help="The office's code.")]


@verb(app, "list")
def list_offices(
    call: Call,
    under: Annotated[
        str | None, typer.Option(metavar="CODE", help="That office and all below it.")
    ] = None,
    pin: Annotated[str | None, typer.Option(help="The offices of a PIN.")] = None,
    search: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Beginnings of words, PIN or code.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """List offices; without an option your own and those that report to it."""
    with call.logged_in() as (desk, actor):
        found = _found(desk.directory, actor, under, pin, search, limit)
    shown = found[:limit]
    call.out.give(
        {"offices": [documents.office(each) for each in shown], "more": len(found) > limit},
        Rows(
            ("Code", "Name", "Kind", "PIN", "Reports to", "Division"),
            [(x.code, x.name, x.kind, x.pin, x.parent_code, x.division) for x in shown],
            none="There is no such office.",
        ),
    )


def _found(
    directory: Directory,
    actor: Actor,
    under: str | None,
    pin: str | None,
    search: str | None,
    limit: int,
) -> tuple[OfficeView, ...]:
    """Return the offices that all options given name."""
    found: list[tuple[OfficeView, ...]] = []
    if pin is not None:
        found.append(directory.at_pin(pin))
    if under is not None:
        found.append(directory.under(under))
    if search is not None:
        found.append(directory.find(search, limit + 1 if not found else 1_000))
    if not found:
        own = directory.by_id(actor.office.id) if actor.office else directory.by_code("IN")
        return (own, *directory.children(own.code))
    kept = set.intersection(*({each.code for each in some} for some in found))
    return tuple(each for each in found[0] if each.code in kept)


@verb(app, "show")
def show(call: Call, code: Code) -> None:
    """Show one office."""
    with call.logged_in() as (desk, _):
        found = desk.directory.by_code(code)
    _show(call, found)


@verb(app, "add")
def add(
    call: Call,
    code: Annotated[str, typer.Option(help="The new office's code.")],
    name: Annotated[str, typer.Option(help="Its name, without S.O or B.O.")],
    kind: Annotated[OfficeKind, typer.Option(help="What it is.")],
    parent: Annotated[str, typer.Option(metavar="CODE", help="The office it reports to.")],
    pin: Annotated[str, typer.Option(help="Six digits.")] = "",
    delivery: Annotated[bool, typer.Option(help="It delivers.")] = False,
    district: Annotated[str, typer.Option(help="Its district.")] = "",
    state: Annotated[str, typer.Option(help="Its state or union territory.")] = "",
) -> None:
    """Add an office below another."""
    with call.logged_in() as (desk, actor):
        from dopcrm_tui.services.office_changes import NewOffice

        new = NewOffice(
            code=code,
            name=name,
            kind=kind,
            parent=parent,
            pin=pin,
            delivery="yes" if delivery else "",
            district=district,
            state=state,
        )
        added = desk.directory.add(actor, new)
    _show(call, added)


@verb(app, "retire")
def retire(call: Call, code: Code) -> None:
    """Take an office out of use, once nothing depends on it."""
    with call.logged_in() as (desk, actor):
        desk.directory.retire(actor, code)
        retired = desk.directory.by_code(code)
    _show(call, retired)


@verb(app, "import")
def import_csv(
    call: Call, file: Annotated[str, typer.Argument(metavar="FILE.csv", help="`-` reads stdin.")]
) -> None:
    """Add the offices of a CSV file, all or none.

    Its columns: code, name, kind, parent, pin, delivery, district, state.
    """
    lines = text_of(file).splitlines(keepends=True)
    with call.logged_in() as (desk, actor):
        added = desk.directory.import_csv(actor, lines)
    call.out.give({"added": added}, f"{added} offices were added.")


def _show(call: Call, office: OfficeView) -> None:
    call.out.give(
        documents.office(office),
        Facts(
            (
                ("Code", office.code),
                ("Office", office.label),
                ("Kind", office.kind),
                ("Delivers", office.delivery),
                ("District", office.district),
                ("State", office.state),
                ("Reports to", office.parent_code),
                ("In use", "yes" if office.active else "no"),
            )
        ),
    )
