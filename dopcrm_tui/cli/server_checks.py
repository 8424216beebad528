"""What the doctor asks a PostgreSQL server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dopcrm_tui.cli.check import Check

if TYPE_CHECKING:
    from data.database import Store

LISTED = 5
"""So many missing rights are named; the remedy is the same for all."""


def server_checks(store: Store, now: datetime) -> list[Check]:
    """Look at version, encoding, clock, time zone and rights; nothing for a SQLite store."""
    if store.is_sqlite:
        return []
    from data import rights, server

    with store.reading() as session:
        found = server.ask(session.connection())
        lacking = rights.missing(session.connection())
    told = f"PostgreSQL {found.release}, {found.encoding}, time zone {found.zone}"
    wrong = " ".join(server.refusals(found, now))
    return [Check("server", told, wrong), _rights(found.user, lacking)]


def ownership_checks(store: Store) -> list[Check]:
    """Look whether the desk's user could lift the guards of what was written."""
    if store.is_sqlite:
        return []
    from data import rights

    with store.reading() as session:
        owns = rights.owned(session.connection())
    if not owns:
        return [Check("guards", "append-only by trigger, and by the user's rights")]
    return [
        Check(
            "guards",
            "append-only by trigger alone: the store's user owns the tables",
            "Let a plain role do the work: dopcrm init --application-role ROLE",
        )
    ]


def _rights(user: str, lacking: list[str]) -> Check:
    if not lacking:
        return Check("rights", f"{user} has all that is needed")
    more = f" and {len(lacking) - LISTED} more" if len(lacking) > LISTED else ""
    return Check(
        "rights",
        f"{user} lacks {', '.join(lacking[:LISTED])}{more}",
        f"As the owner of the tables run: dopcrm init --application-role {user}",
    )
