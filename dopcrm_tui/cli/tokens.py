"""The Trusted Authentication Token by command: for a person, or for a program in two steps."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.accounts import EmployeeId, keep_login
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts
from dopcrm_tui.cli.typed import secret

app = group("Your authentication token: enrol it; draw and keep do the same in two steps.")

FromStdin = Annotated[bool, typer.Option("--stdin", help="Take all from lines of standard input.")]


@verb(app, "enrol")
def enrol(call: Call, employee_id: EmployeeId) -> None:
    """Enrol your token at the terminal, and log in."""
    password = secret("password", "", from_stdin=False)
    with call.desk() as desk:
        drawn = desk.accounts.drawn_token(employee_id, password)
        _show(call, drawn.secret, drawn.uri)
        code = secret("code", "", from_stdin=False)
        keep_login(call, desk, desk.accounts.enrol(employee_id, password, drawn.secret, code))


@verb(app, "draw")
def draw(
    call: Call,
    employee_id: EmployeeId,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Take the password from standard input.")
    ] = False,
) -> None:
    """Draw the secret of a token and print it; nothing is kept of it."""
    password = secret("password", "--password-stdin", from_stdin=password_stdin)
    with call.desk() as desk:
        drawn = desk.accounts.drawn_token(employee_id, password)
    _show(call, drawn.secret, drawn.uri)
    call.out.note("It counts once a code of it is kept: dopcrm token keep")


@verb(app, "keep")
def keep(call: Call, employee_id: EmployeeId, stdin: FromStdin = False) -> None:
    """Keep a token that was drawn, and log in: password, secret, and the code it shows now."""
    password = secret("password", "--stdin", from_stdin=stdin)
    drawn = secret("secret", "--stdin", from_stdin=stdin)
    code = secret("code", "--stdin", from_stdin=stdin)
    with call.desk() as desk:
        keep_login(call, desk, desk.accounts.enrol(employee_id, password, drawn, code))


def _show(call: Call, drawn: str, uri: str) -> None:
    from dopcrm_tui.terminal.qr_code import qr_lines

    groups = " ".join(drawn[at : at + 4] for at in range(0, len(drawn), 4))
    call.out.give(
        {"secret": drawn, "uri": uri},
        "\n".join(qr_lines(uri)),
        Facts((("Secret", groups), ("As a link", uri))),
    )
