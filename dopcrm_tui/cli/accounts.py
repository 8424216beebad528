"""Logging in and out: the session of the commands that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli import session
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts
from dopcrm_tui.cli.typed import secret
from dopcrm_tui.rules.refusals import InvalidInput, NotLoggedIn

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.services.accounts import Login

app = group()

PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input.")
]
CodeStdin = Annotated[
    bool,
    typer.Option(
        "--code-stdin", help="Take the code of the token from standard input, behind the password."
    ),
]
EmployeeId = Annotated[str, typer.Option("--employee-id", metavar="ID", help="Eight digits.")]

MISSING = {
    "new_password": "{advice} To set it: dopcrm passwd --employee-id {employee_id}",
    "token": "The desk opens by your token. To enrol it: "
    "dopcrm token enrol --employee-id {employee_id}",
}
"""What to say of somebody whose password is right, by what is still needed."""


@verb(app, "login")
def login(
    call: Call,
    employee_id: EmployeeId,
    password_stdin: PasswordStdin = False,
    code_stdin: CodeStdin = False,
) -> None:
    """Log in, for the commands that follow."""
    password = secret("password", "--password-stdin", from_stdin=password_stdin)
    with call.desk() as desk:
        held = desk.accounts.log_in(employee_id, password)
        if held.needs == "code":
            code = secret("code", "--code-stdin", from_stdin=code_stdin)
            held = desk.accounts.log_in(employee_id, password, code)
        keep_login(call, desk, held)


@verb(app, "logout")
def logout(call: Call) -> None:
    """End the session."""
    token_file = call.settings.token_file
    token = session.kept(token_file)
    session.forget(token_file)
    if token is not None:
        with call.desk() as desk:
            desk.accounts.log_out(token)
    call.out.give({"logged_out": token is not None}, "Logged out.")


@verb(app, "whoami")
def whoami(call: Call) -> None:
    """Tell who is logged in."""
    with call.logged_in() as (desk, actor):
        _tell(call, desk, actor)


@verb(app, "passwd")
def passwd(
    call: Call,
    employee_id: Annotated[
        str | None,
        typer.Option("--employee-id", metavar="ID", help="Whose; needed where nobody is in."),
    ] = None,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Take the old and the new one from two lines."),
    ] = False,
    code_stdin: CodeStdin = False,
) -> None:
    """Change your password, and log in with it."""
    with call.desk() as desk:
        whose = employee_id or _logged_in(call, desk).employee_id
        old = secret("old_password", "--password-stdin", from_stdin=password_stdin)
        new = secret("new_password", "--password-stdin", from_stdin=password_stdin)
        if not password_stdin and new != secret("new_password_again", "", from_stdin=False):
            raise InvalidInput({"new_password": "The two are not the same. Nothing was changed."})
        held = desk.accounts.change_password(whose, old, new)
        if held.needs == "code":
            code = secret("code", "--code-stdin", from_stdin=code_stdin)
            held = desk.accounts.change_password(whose, old, new, code)
        keep_login(call, desk, held)


def keep_login(call: Call, desk: Desk, held: Login) -> None:
    """Keep the session for the commands that follow; NotLoggedIn where something is missing."""
    if held.needs:
        whose = held.actor.employee_id
        raise NotLoggedIn(MISSING[held.needs].format(employee_id=whose, advice=held.advice))
    session.keep(call.settings.token_file, held.token)
    _tell(call, desk, held.actor)


def _logged_in(call: Call, desk: Desk) -> Actor:
    token = session.kept(call.settings.token_file)
    if token is None:
        raise NotLoggedIn("Nobody is logged in: say whose password with --employee-id.")
    return desk.accounts.actor(token)


def _tell(call: Call, desk: Desk, actor: Actor) -> None:
    office = desk.directory.by_id(actor.office.id) if actor.office else None
    call.out.give(
        {
            "employee_id": actor.employee_id,
            "name": actor.name,
            "role": actor.role,
            "office": office.code if office else None,
        },
        Facts(
            (
                ("Employee ID", actor.employee_id),
                ("Name", actor.name),
                ("Role", actor.role),
                ("Office", f"{office.code} {office.label}" if office else None),
            )
        ),
    )
