"""The accounts: who has one, and what an administrator does to it."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.files import text_of
from dopcrm_tui.cli.output import Facts, Rows

app = group("Accounts: list, add, close, open, move, reset, import, lost tokens.")

EmployeeId = Annotated[str, typer.Argument(metavar="ID", help="Eight digits.")]


@verb(app, "list")
def list_operators(
    call: Call,
    under: Annotated[
        str | None, typer.Option(metavar="CODE", help="That office and all below it.")
    ] = None,
) -> None:
    """List the accounts you may see."""
    with call.logged_in() as (desk, actor):
        found = desk.accounts.operators(actor, under)
    call.out.give(
        {"operators": [documents.operator(each) for each in found]},
        Rows(
            ("Employee ID", "Name", "Role", "Office", "Office name", "Open"),
            [
                (
                    each.employee_id,
                    each.name,
                    each.role,
                    each.office_code,
                    each.office_name,
                    "yes" if each.active else "no",
                )
                for each in found
            ],
            none="There is no account there.",
        ),
    )


@verb(app, "add")
def add(
    call: Call,
    employee_id: Annotated[str, typer.Option("--employee-id", help="Eight digits.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[
        str,
        typer.Option(help="operator, supervisor, call_centre, administrator or auditor."),
    ],
    office: Annotated[str, typer.Option(metavar="CODE", help="The office acted for.")],
) -> None:
    """Add an account and print the one-time secret it begins with."""
    with call.logged_in() as (desk, actor):
        secret = desk.accounts.add(
            actor, employee_id=employee_id, name=name, role=role, office_code=office
        )
    _tell_secret(call, employee_id, secret)


@verb(app, "reset")
def reset(call: Call, employee_id: EmployeeId) -> None:
    """Replace a forgotten password by a one-time secret, and print it."""
    with call.logged_in() as (desk, actor):
        secret = desk.accounts.reset(actor, employee_id)
    _tell_secret(call, employee_id, secret)


@verb(app, "take-token")
def take_token(call: Call, employee_id: EmployeeId) -> None:
    """Take a lost authentication token away; the next login enrols another."""
    with call.logged_in() as (desk, actor):
        desk.accounts.take_token(actor, employee_id)
    call.out.give(
        {"employee_id": employee_id, "token": False}, f"{employee_id} has no token any more."
    )


@verb(app, "disable")
def disable(call: Call, employee_id: EmployeeId) -> None:
    """Close an account and end its sessions."""
    with call.logged_in() as (desk, actor):
        desk.accounts.disable(actor, employee_id)
    call.out.give(
        {"employee_id": employee_id, "active": False}, f"The account {employee_id} is closed."
    )


@verb(app, "enable")
def enable(call: Call, employee_id: EmployeeId) -> None:
    """Open a closed account again."""
    with call.logged_in() as (desk, actor):
        desk.accounts.enable(actor, employee_id)
    call.out.give(
        {"employee_id": employee_id, "active": True}, f"The account {employee_id} is open."
    )


@verb(app, "move")
def move(
    call: Call,
    employee_id: EmployeeId,
    office: Annotated[str, typer.Option(metavar="CODE", help="The new office.")],
) -> None:
    """Give an account another office, at once."""
    with call.logged_in() as (desk, actor):
        desk.accounts.move(actor, employee_id, office)
        there = desk.directory.by_code(office)
    call.out.give(
        {"employee_id": employee_id, "office": there.code},
        f"{employee_id} now acts for {there.label}.",
    )


@verb(app, "import")
def import_csv(
    call: Call, file: Annotated[str, typer.Argument(metavar="FILE.csv", help="`-` reads stdin.")]
) -> None:
    """Add the accounts of a CSV file, all or none, and print their one-time secrets.

    Its columns: employee_id, name, role, office.
    """
    lines = text_of(file).splitlines(keepends=True)
    with call.logged_in() as (desk, actor):
        added = desk.accounts.import_csv(actor, lines)
    call.out.give(
        {"operators": added},
        Rows(
            ("Employee ID", "Name", "One-time secret"),
            [(each.employee_id, each.name, each.secret) for each in added],
        ),
    )


def _tell_secret(call: Call, employee_id: str, secret: str) -> None:
    call.out.give(
        {"employee_id": employee_id, "secret": secret},
        Facts((("Employee ID", employee_id), ("One-time secret", secret))),
    )
    call.out.note("It is shown this once; it must be changed at the first login.")
