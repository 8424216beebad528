"""Make a store, or bring one up to date: schema, offices, policy, and what marks it as ours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from random import Random

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from data import months, postgresql, rights, sqlite
from data.catalogues.offices import OfficeRow, words_of
from data.catalogues.policy import policy_entries
from data.database import MARK, Store
from data.migrations.upgrade import upgrade
from data.models.complaint import Complaint
from data.models.office import Office, OfficeWord
from data.models.settings import CODE_KEY, DEMO, PolicyValue, StoreInfo
from data.queries import marks
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.refusals import Interrupted

BATCH = 5_000

Progress = Callable[[int, int], None]
"""Told how many rows are written, and of how many."""


def create_store(
    url: str,
    offices: Iterable[OfficeRow],
    *,
    now: datetime,
    random: Random,
    demo: bool = False,
    application_role: str | None = None,
    info: Mapping[str, str] | None = None,
    on_progress: Progress | None = None,
) -> Store:
    """Make the store at `url` complete and return it.

    Safe to run again: it upgrades, adds what is missing and leaves all that is there as it is.
    Outside tests `random` is `secrets.SystemRandom()`: the key of the response codes comes from it.
    On PostgreSQL `application_role` gets the rights of the desk's own user, and keeps them when
    this runs again. `info` is what else a new store keeps of itself. Raises StoreUnavailable,
    InvalidInput for a role that will not do.
    """
    store = Store.open(url)
    if store.file and not (store.file.exists() and store.file.stat().st_size):
        sqlite.make_file(store.file)
    upgrade(store)
    if application_role and not store.is_sqlite:
        with store.reading() as session:
            rights.check(session.connection(), application_role)
    mark = {MARK[0]: MARK[1], CODE_KEY: random.randbytes(32).hex(), DEMO: _yes_or_no(demo)}
    mark |= info or {}
    if application_role:
        mark[rights.APPLICATION_ROLE] = application_role
    _complete(store, tuple(offices), now, mark, on_progress)
    return store


@unit_of_work
def _complete(
    store: Store,
    offices: Sequence[OfficeRow],
    now: datetime,
    mark: Mapping[str, str],
    on_progress: Progress | None,
) -> None:
    """Add what is missing, in one transaction; whoever else does so meanwhile comes first."""
    try:
        with store.writing() as session:
            _add_offices(session, offices, on_progress)
            _add_policy(session, now)
            months.make_room(session, now)
            _begin_marks(session)
            _add_info(session, mark)
            if not store.is_sqlite:
                grant(session, mark.get(rights.APPLICATION_ROLE))
    except IntegrityError as error:
        raise Interrupted(f"Somebody else makes {store.name}. Please try again.") from error


def office_columns(row: OfficeRow) -> dict[str, object]:
    """Return a row of the catalogue as one of the store; the circle's number is in its id."""
    return {
        **row._asdict(),
        "district": row.district or "",
        "state": row.state or "",
        "circle_number": row.circle_id // 10_000 if row.circle_id else None,
        "active": True,
    }


def _add_offices(
    session: Session, offices: Iterable[OfficeRow], on_progress: Progress | None
) -> None:
    """Add the offices whose code the store does not know; words in the order of their index."""
    known = set(session.exec(select(Office.code)))
    new = [row for row in offices if row.code not in known]
    words = sorted(
        (word, row.id)
        for row in new
        for word in words_of(row.name, row.pin, row.code, row.district)
    )
    done, total = 0, len(new) + len(words)
    for table, rows in (
        (Office, (office_columns(row) for row in new)),
        (OfficeWord, ({"word": word, "office_id": office} for word, office in words)),
    ):
        while batch := list(islice(rows, BATCH)):
            _write(session, table, batch)
            done += len(batch)
            if on_progress:
                on_progress(done, total)


def _add_policy(session: Session, now: datetime) -> None:
    """Add the catalogue's dated values; one that an administrator set for the day stays."""
    known = {(row.key, row.valid_from) for row in session.exec(select(PolicyValue))}
    rows: list[dict[str, object]] = [
        {
            "key": entry.key,
            "valid_from": entry.valid_from,
            "value": entry.text,
            "source": entry.source,
            "set_at": now,
        }
        for entry in policy_entries()
        if (entry.key, entry.valid_from) not in known
    ]
    _write(session, PolicyValue, rows)


def _begin_marks(session: Session) -> None:
    """Say of a store without complaints that no history lacks its marks."""
    if session.exec(select(Complaint.id).limit(1)).first() is None:
        marks.say_filled(session)


def _add_info(session: Session, info: Mapping[str, str]) -> None:
    known = set(session.exec(select(StoreInfo.key)))
    rows = [{"key": key, "value": value} for key, value in info.items() if key not in known]
    _write(session, StoreInfo, rows)


def grant(session: Session, named: str | None) -> None:
    """Grant its rights to the role named now, else to the one that was named before."""
    row = session.get(StoreInfo, rights.APPLICATION_ROLE)
    if row is not None:
        row.value = named or row.value
        rights.grant(session.connection(), row.value)


def _write(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        kept = SQLModel.metadata.tables[str(table.__tablename__)]
        if session.get_bind().dialect.name == "postgresql":
            columns = [kept.c[name] for name in rows[0]]
            postgresql.pour(session.connection(), columns, [[*row.values()] for row in rows])
        else:
            session.connection().execute(insert(kept), rows)


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
