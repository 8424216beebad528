"""What the host does once, so that no session has to: load everything, paint a first screen."""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
from contextlib import suppress
from pathlib import Path
from typing import Never

from dopcrm_tui.rules.refusals import StoreUnavailable
from dopcrm_tui.terminal.environment import MIN_HEIGHT, MIN_WIDTH, prepare

PACKAGES = ("screens", "data", "dopcrm_tui")
COMMANDS = ("dopcrm_tui.cli", "dopcrm_tui.demo", "dopcrm_tui.host", "dopcrm_tui.__main__")
"""Parts that no session uses."""
MIGRATIONS = "data.migrations"

EXTRAS = ("PIL", "psycopg", "reportlab")

LOADED_LATER = (
    "concurrent.futures.thread",
    "cryptography.fernet",
    "platformdirs.unix",
    "psycopg",
    "pyotp",
    "secrets",
    "segno",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "textual.scrollbar",
    "tomllib",
)
"""What sessions load of others' when they need it."""


MMAP_THRESHOLD, LARGE = -3, 1 << 20
"""The parameter of mallopt(3), and from how many bytes on a piece is mapped by itself."""

WIDE = "डाक"
"""Text for which Rich loads its table of widths."""


def warm() -> None:
    """Load what a session may need, and paint the login for nobody; no store is opened."""
    os.environ.setdefault("TERM", "xterm-256color")
    prepare(os.environ)
    for package in PACKAGES:
        _import_all(package)
    for name in LOADED_LATER:
        _import(name)
    _measure()
    _read_catalogues()
    _map()
    _give_back()
    asyncio.run(_paint_for_nobody())


def _import_all(package: str) -> None:
    path = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(path, f"{package}."):
        if not module.name.startswith((*COMMANDS, MIGRATIONS)):
            _import(module.name)


def _import(name: str) -> None:
    """Import a module, unless what it stands on is a driver that this machine does not have."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in EXTRAS:
            raise


def _read_catalogues() -> None:
    """Read what the program brings along: each session would keep half a MiB of it by itself."""
    from data.catalogues import circles, limits, policy, taxonomy, wording

    circles.circles()
    circles.circle_numbers()
    policy.policy_entries()
    wording.shipped()
    limits.limitations()
    limits.compensations()
    limits.delivery_norms()
    for name in taxonomy.field_set_names():
        taxonomy.field_set(name)
    taxonomy.grievance(taxonomy.grievances()[0].code)
    taxonomy.cpgrams()


def _map() -> None:
    """Let the models be mapped to their tables, and asked for once.

    Mapping each session would write 4 MiB anew; what SQLAlchemy keeps with each column of the first
    statement in which it stands is half a MiB more.
    """
    from sqlalchemy.orm import configure_mappers
    from sqlmodel import SQLModel, select

    configure_mappers()
    for model in SQLModel.__subclasses__():
        if hasattr(model, "__table__"):
            str(select(model).where(*(each == 1 for each in model.__table__.c)))


def _give_back() -> None:
    """Have large pieces of memory, as a password's hash takes, given back as soon as used.

    By itself the C library keeps such a piece from the second on: 19 MiB in each session.
    """
    from ctypes import CDLL

    with suppress(AttributeError, OSError):  # a library without it
        CDLL(None).mallopt(MMAP_THRESHOLD, LARGE)


def _measure() -> None:
    from rich.cells import cell_len

    cell_len(WIDE)


async def _paint_for_nobody() -> None:
    from dopcrm_tui.app import DopCrm
    from screens.login import LoginScreen

    def nothing(*_: object) -> Never:
        raise StoreUnavailable("Nobody is there.")

    app = DopCrm(lambda: LoginScreen(nothing, nothing), state=Path(os.devnull))
    async with app.run_test(size=(MIN_WIDTH, MIN_HEIGHT)) as pilot:
        await pilot.press("1")
        await pilot.pause()
