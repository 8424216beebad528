"""A throw-away store with people and complaints in it, to look around in."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.watching import progress
from dopcrm_tui.rules.vocabulary import Role

if TYPE_CHECKING:
    from dopcrm_tui.demo import DemoStore

app = group()


@verb(app, "demo")
def demo(
    call: Call,
    no_screens: Annotated[
        bool, typer.Option("--no-screens", help="Only make the store, and keep it.")
    ] = False,
) -> None:
    """Look around in a throw-away store with some hundred complaints."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    folder = Path(tempfile.mkdtemp(prefix="dopcrm-demo-"))
    keep = no_screens
    try:
        made = _build(f"sqlite:///{folder / 'dopcrm.db'}")
        _tell(call, made)
        if not no_screens:
            _open(call, made, folder)
    except BaseException:
        keep = False
        raise
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, _: object) -> None:
    """End by way of the `finally` that takes the store away."""
    sys.exit(128 + number)


def _build(url: str) -> DemoStore:
    from random import SystemRandom

    from dopcrm_tui.demo import build_demo
    from dopcrm_tui.services.clock import utc_now

    with progress("Making offices, people and complaints") as on_progress:
        return build_demo(url, now=utc_now(), random=SystemRandom(), on_progress=on_progress)


def _tell(call: Call, made: DemoStore) -> None:
    call.out.give(
        {"store": made.url, "operators": made.operators},
        "Who can log in:\n",
        Rows(
            ("Employee ID", "Role", "Office", "Name"),
            [(each.employee_id, each.role, each.office, each.name) for each in made.operators],
        ),
        f"\n{_hint(made)}\nStore: {made.url}",
    )


def _hint(made: DemoStore) -> str:
    """Tell the secret and name one to begin with, below a list that may have left the screen."""
    first = next(each for each in made.operators if each.role is Role.OPERATOR)
    return (
        f"Everybody's secret here: {first.secret}\n"
        f"To begin: {first.employee_id}, operator at {first.office}."
    )


def _open(call: Call, made: DemoStore, folder: Path) -> None:
    """Open the screens over the demo store, once the secrets have been read."""
    from screens.opening import open_screens

    settings = replace(call.settings, store=made.url, state_dir=folder / "state")
    if sys.stdin.isatty() and sys.stdout.isatty():
        input("\nPress Enter for the login screen. ")
    open_screens(settings)
