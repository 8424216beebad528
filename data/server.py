"""What a PostgreSQL server is asked before it is trusted with complaints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from dopcrm_tui.rules.dates import show_spell
from dopcrm_tui.rules.refusals import StoreUnavailable

OLDEST = 15
"""The oldest major version that is tried with every change."""

APART = timedelta(minutes=15)
"""How far the clocks of server and machine may be apart: deadlines are counted by the machine's."""

_ASK = text(
    "SELECT current_setting('server_version_num')::int AS version, now() AS time, "
    "current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone, "
    "current_user AS user, pg_is_in_recovery() AS copies"
)


@dataclass(frozen=True, slots=True)
class Server:
    """The server as it describes itself; `copies` where it only follows another one."""

    version: int
    time: datetime
    encoding: str
    zone: str
    user: str
    copies: bool

    @property
    def release(self) -> str:
        """The version as people write it."""
        return f"{self.version // 10_000}.{self.version % 10_000}"


def ask(connection: Connection) -> Server:
    """Ask the server behind a connection."""
    return Server(**connection.execute(_ASK).one()._mapping)


def refusals(server: Server, now: datetime) -> Iterator[str]:
    """Yield a sentence for everything that keeps the server from being a store."""
    if server.version < OLDEST * 10_000:
        yield (
            f"The server runs PostgreSQL {server.release}; dopcrm needs {OLDEST} or newer. "
            "Please upgrade the server."
        )
    if server.encoding != "UTF8":
        yield (
            f"The database is encoded in {server.encoding}, which cannot hold every name. "
            "Please make one with: createdb --encoding UTF8 --template template0"
        )
    if (apart := abs(server.time - now)) > APART:
        yield (
            f"The clocks of this machine and of the store's server are {show_spell(apart)} apart. "
            "Please set the one that is wrong: deadlines depend on it."
        )


def accept(connection: Connection, now: datetime) -> None:
    """Accept the server behind a connection. Raises StoreUnavailable."""
    for sentence in refusals(ask(connection), now):
        raise StoreUnavailable(sentence)
