"""Making the store, and its first administrator; or bringing it up to date."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts
from dopcrm_tui.cli.typed import secret
from dopcrm_tui.cli.watching import progress
from dopcrm_tui.rules.refusals import Conflict

if TYPE_CHECKING:
    from data.database import Store

app = group()


@verb(app, "init")
def init(
    call: Call,
    admin: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Employee ID of the first administrator: eight digits."),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Take their password from standard input.")
    ] = False,
    application_role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE", help="On PostgreSQL: the plain role by which desk and sweeper work."
        ),
    ] = None,
) -> None:
    """Make the store, or upgrade it: offices, taxonomy, policy, the first administrator."""
    is_new = _look(call)
    admin = admin or (_ask_for_admin(call) if is_new else None)
    password = _password(admin, from_stdin=password_stdin) if admin else ""
    store = _make(call, application_role, is_new=is_new)
    try:
        _fill(store)
        made = bool(admin) and _first_administrator(call, store, admin or "", password)
        told = {"store": store.name, "revision": store.revision()}
    finally:
        store.close()
    call.out.give(
        {**told, "administrator": admin if made else None},
        Facts(
            (
                ("Store", told["store"]),
                ("Revision", told["revision"]),
                ("Administrator", admin if made else None),
            )
        ),
    )


def _look(call: Call) -> bool:
    """Say whether the store is to be made; a server must be one that may hold it."""
    from data.database import Store
    from dopcrm_tui.services.clock import utc_now

    store = Store.open(call.settings.store)
    try:
        store.trust_server(utc_now())
        return not store.file.exists() if store.file else store.revision() is None
    finally:
        store.close()


def _ask_for_admin(call: Call) -> str | None:
    """Ask for the first administrator of a new store; None where nobody can be asked."""
    if not sys.stdin.isatty():
        call.out.note("No administrator is made: to make one, name them with --admin ID.")
        return None
    answer: str = typer.prompt("Employee ID of the first administrator", err=True)
    return answer


def _password(admin: str, *, from_stdin: bool) -> str:
    """Return a password fit for the administrator, so that nothing is made before it is."""
    from dopcrm_tui.rules.passwords import Demand
    from dopcrm_tui.services.passwords import accepted

    password = secret("password", "--password-stdin", from_stdin=from_stdin)
    return accepted(password, (admin,), Demand(), field="password")


def _make(call: Call, application_role: str | None, *, is_new: bool) -> Store:
    from random import SystemRandom

    from data.catalogues.offices import read_offices
    from data.setup import create_store
    from dopcrm_tui.services.clock import utc_now
    from dopcrm_tui.services.hashing import PASSES, calibrated

    info = {PASSES: str(calibrated())} if is_new else {}
    with progress("Loading the post offices of India") as on_progress:
        return create_store(
            call.settings.store,
            read_offices(),
            now=utc_now(),
            random=SystemRandom(),
            application_role=application_role,
            info=info,
            on_progress=on_progress,
        )


def _fill(store: Store) -> None:
    """Give histories that are older than marks theirs, so that reports know of them at once."""
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.services.measuring import Measuring

    with progress("Counting what has happened") as on_progress:
        Measuring(Desk.over(store).intake.ground).fill(on_progress)


def _first_administrator(call: Call, store: Store, admin: str, password: str) -> bool:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.services.hashing import hasher_of

    try:
        Desk.over(store, hasher=hasher_of(store.told())).accounts.first_administrator(
            admin, password
        )
    except Conflict as there_is_one:
        call.out.note(str(there_is_one))
        return False
    return True
