"""The store: one SQLite file or one PostgreSQL database, read and written by transactions."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from data import kept, postgresql, server, sqlite
from data.absence import Absence
from data.migrations.revisions import REVISIONS
from dopcrm_tui.rules.refusals import Interrupted, StoreUnavailable

MARK = ("program", "dopcrm")
"""The row of `store_info` by which a store is known as ours; written when it is complete."""

COPY_OF = "copy_of"
"""The row of `store_info` that says of which store this one is a copy."""

_INFOS = text("SELECT key, value FROM store_info")
_REVISION = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True)
class Store:
    """Where everything is kept. Safe to share between threads; `open` touches nothing."""

    engine: Engine
    throw_away: bool = False
    """Whether nobody else shares it, and a power cut may damage it."""
    reached: Event = field(default_factory=Event, compare=False, repr=False)
    """Set once it has answered: from then on it is waited for when it goes away."""
    absence: Absence = field(default_factory=Absence, compare=False, repr=False)

    @classmethod
    def open(cls, url: str, *, throw_away: bool = False, read_only: bool = False) -> "Store":
        """Return the store at `sqlite:///FILE` or `postgresql://…`.

        A SQLite file to be thrown away is written without waiting for the disk: a power cut may
        damage it. One that is `read_only` keeps every byte. Raises StoreUnavailable for other
        addresses.
        """
        parsed = _parse(url)
        if parsed.get_backend_name() == "sqlite":
            engine = sqlite.engine(parsed, throw_away=throw_away, read_only=read_only)
            return cls(engine, throw_away)
        return cls(postgresql.engine(parsed))

    @property
    def file(self) -> Path | None:
        """The file of a SQLite store."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is one file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def name(self) -> str:
        """What to call the store in a sentence: never with its password."""
        if self.file:
            return str(self.file)
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)

    @contextmanager
    def reading(self, *, unhurried: bool = False) -> Iterator[Session]:
        """Read one state of the store, without a write lock; nothing is kept.

        Who is `unhurried` reads much at once, with nobody waiting. Raises StoreUnavailable,
        `Interrupted` where reading again may help.
        """
        patience = postgresql.LONG_CALL if unhurried else postgresql.CALL
        with self._clear_errors(), Session(self.engine, expire_on_commit=False) as session:
            self._begin(session, {} if self.is_sqlite else postgresql.ONE_STATE, patience)
            yield session

    @contextmanager
    def writing(self, *, last_in_line: bool = False) -> Iterator[Session]:
        """Write all or nothing: kept when the block ends, dropped when it raises.

        Who is `last_in_line` lets people write first, and tidies up with `settle` when done: a
        sweeper, whom nobody waits for. Raises StoreUnavailable, `Interrupted` where nothing was
        kept and `unit_of_work` may do all of it again.
        """
        turn = sqlite.turn(self.file) if self.file else nullcontext()
        waits = last_in_line and not self.throw_away
        line = sqlite.last_in_line(self.file) if self.file and waits else nullcontext()
        with (
            self._clear_errors(),
            line,
            turn,
            Session(self.engine, expire_on_commit=False) as session,
        ):
            patience = postgresql.LONG_CALL if last_in_line else postgresql.CALL
            connection = self._begin(session, {sqlite.WRITES: True}, patience)
            if self.is_sqlite and last_in_line:
                sqlite.put_off_tidying(connection)
            yield session
            self._keep(session)

    def _begin(
        self, session: Session, options: CoreExecuteOptionsParameter, patience: float
    ) -> Connection:
        connection = session.connection(execution_options=options)
        if not self.is_sqlite:
            postgresql.wait_longer(connection, patience)
        self.reached.set()
        return connection

    def _keep(self, session: Session) -> None:
        """Commit; where the answer was lost on the way, find out what it was."""
        if self.is_sqlite:
            session.commit()
            return
        mark = kept.mark(session)
        try:
            session.commit()
        except DBAPIError as error:
            if not (error.connection_invalidated and kept.was_kept(self.engine, mark)):
                raise

    def settle(self) -> None:
        """Bring what was written last in line from SQLite's log into its file; nobody waits."""
        if self.is_sqlite:
            with self._clear_errors(), self.engine.connect() as connection:
                sqlite.tidy(connection)

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """Change the schema, all or nothing, while no other writer is let in.

        SQLite changes a table by making it anew, so references are checked only at the end.
        Raises StoreUnavailable, `Interrupted` where somebody else has changed it meanwhile.
        """
        turn = sqlite.turn(self.file) if self.file else nullcontext()
        with self._clear_errors(), turn, self.engine.connect() as connection:
            if not self.is_sqlite:
                postgresql.wait_longer(connection, None)
                with self._one_maker(), connection.begin():
                    yield connection
                return
            with sqlite.references_off(connection), connection.begin():
                yield connection
                sqlite.check_references(connection)

    @contextmanager
    def _one_maker(self) -> Iterator[None]:
        """Let go where another has made what this one was about to make."""
        try:
            yield
        except DBAPIError as error:
            if not postgresql.is_made(error):
                raise
            raise Interrupted(f"Somebody else changes {self.name}. Please try again.") from error

    def revision(self) -> str | None:
        """Return how far the schema has come, None for an empty store.

        Raises StoreUnavailable, also for the database of another program.
        """
        with self.reading() as session:
            tables = set(inspect(session.connection()).get_table_names())
            if not tables - {"alembic_version"}:
                return None
            if not {"alembic_version", "store_info"} <= tables:
                raise StoreUnavailable(f"{self.name} is the database of another program.")
            revision: str | None = session.scalar(_REVISION)
        if revision is not None and revision not in REVISIONS:
            raise StoreUnavailable(
                f"The store at {self.name} was made by a newer version of dopcrm. "
                "Please install that version."
            )
        return revision

    def told(self) -> dict[str, str]:
        """Return what the store says of itself. Raises StoreUnavailable."""
        with self.reading() as session:
            return {row.key: row.value for row in session.execute(_INFOS)}

    def check(self) -> dict[str, str]:
        """Accept a complete store of this program's version; return what it says of itself.

        Raises StoreUnavailable with what is wrong and how to mend it.
        """
        if self.file and not self.file.exists():
            raise StoreUnavailable(f"There is no store at {self.name} yet. Run: dopcrm init")
        revision = self.revision()
        if revision is None:
            raise StoreUnavailable(f"The store at {self.name} is empty. Run: dopcrm init")
        if revision != REVISIONS[-1]:
            raise StoreUnavailable(
                f"The store at {self.name} is of an older version. To upgrade it, run: dopcrm init"
            )
        infos = self.told()
        if infos.get(MARK[0]) != MARK[1]:
            again = "store copy" if COPY_OF in infos else "init"
            raise StoreUnavailable(
                f"The store at {self.name} is not complete. To complete it, run: dopcrm {again}"
            )
        return infos

    def trust_server(self, now: datetime) -> None:
        """Accept the server of a PostgreSQL store: its version, encoding and clock.

        Raises StoreUnavailable with what is wrong with it.
        """
        if not self.is_sqlite:
            with self.reading() as session:
                server.accept(session.connection(), now)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        """Turn what a store cannot help into a sentence; a fault of ours stays what it is."""
        try:
            yield
            self.absence.end()
        except PoolTimeout as error:
            busy = f"The store at {self.name} is busy. Please try again."
            raise StoreUnavailable(busy) from error
        except DBAPIError as error:
            if (refused := self._refusal(error)) is None:
                raise
            raise refused from error

    def _refusal(self, error: DBAPIError) -> StoreUnavailable | None:
        """Return what to say instead of an error; None where it is a fault of ours."""
        if self.is_sqlite:
            sentence = sqlite.cause(error)
            if sentence is None:
                return None
            if sentence != sqlite.BUSY:
                self.absence.begin()
            return StoreUnavailable(sentence.format(store=self.name))
        cause = postgresql.cause(error)
        if cause is None:
            return None
        if cause.away:
            self.absence.begin()
        kind = Interrupted if cause.again and self.reached.is_set() else StoreUnavailable
        return kind(cause.sentence.format(store=self.name))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError:
        backend = ""
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreUnavailable("The store needs a file: sqlite:///path/to/file.db")
    if backend not in {"sqlite", "postgresql"}:
        raise StoreUnavailable(
            "The store is named by sqlite:///path/to/file.db or postgresql://host/database."
        )
    return parsed
