"""On PostgreSQL histories lie in parts, one for each month."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.identity import DAY, new_id
from data.migrations import upgrade
from data.months import make_room
from data.queries import cases, histories

pytestmark = pytest.mark.only_on("postgresql")


def parts(store, whole="event"):
    """The parts of a table and what each holds."""
    wanted = (
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:whole)"
    )
    with store.reading() as session:
        names = session.scalars(text(wanted), {"whole": whole}).all()
        return {
            name: session.scalar(text(f"SELECT count(*) FROM {name}")) for name in sorted(names)
        }


def test_a_store_is_made_with_room_for_this_month_and_the_next(store):
    assert list(parts(store)) == ["event_2026_11", "event_2026_12", "event_rest"]
    assert parts(store, "account_event")["account_event_2026_11"] > 0
    assert parts(store, "account_event")["account_event_rest"] == 0


@pytest.mark.parametrize(
    ("now", "made"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), []),
        (datetime(2026, 12, 1, tzinfo=UTC), ["event_2027_01"]),
        (datetime(2028, 1, 31, tzinfo=UTC), ["event_2028_01", "event_2028_02"]),
    ],
)
def test_room_is_made_for_the_month_that_is_and_the_one_to_come(store, now, made):
    before = parts(store)
    with store.writing() as session:
        assert make_room(session, now) is bool(made)
    assert sorted(parts(store).keys() - before.keys()) == made


def test_a_part_holds_the_month_to_the_millisecond(store, random):
    with store.writing() as session:
        make_room(session, datetime(2026, 12, 1, tzinfo=UTC))
    edge = datetime(2027, 1, 1, tzinfo=UTC)
    with store.writing() as session:
        for at in (edge - timedelta(milliseconds=1), edge):
            session.execute(
                text(
                    "INSERT INTO account_event (id, at, kind, employee_id, data) "
                    "VALUES (:id, :at, 'login', '10000001', '{}')"
                ),
                {"id": new_id(at, random), "at": at},
            )
    held = parts(store, "account_event")
    assert held["account_event_2026_12"] == held["account_event_2027_01"] == 1


def test_the_sweeper_makes_next_months_part_before_it_is_needed(desk, store, clock):
    desk.beats.beat("sweeper", {})
    clock.advance(days=40)
    desk.beats.beat("sweeper", {})
    assert {"event_2027_01", "event_2027_02"} <= parts(store).keys()


def test_what_comes_before_its_part_lies_in_the_rest_and_hinders_nothing(desk, book, store, clock):
    clock.advance(days=100)
    number = book.register()
    assert parts(store)["event_rest"] == 1
    desk.beats.beat("sweeper", {})
    book.act(number, "take")
    assert len(book.events(number)) == 2


@pytest.mark.parametrize("part", ["event_2026_11", "event_rest", "account_event_2026_11"])
@pytest.mark.parametrize(
    "change", ["DELETE FROM {part}", "TRUNCATE {part} CASCADE", "UPDATE {part} SET id = id + 1"]
)
def test_a_part_is_guarded_like_the_whole(store, part, change):
    with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.execute(text(change.format(part=part)))


def test_a_complaint_of_today_is_read_from_few_parts(book, store):
    number = book.register()
    this = book.row(number).id
    with store.writing() as session:
        for month in range(1, 13):
            session.execute(text("SELECT add_month(make_date(2025, :month, 1))"), {"month": month})
    plan = "EXPLAIN SELECT * FROM event WHERE complaint_id = :this AND sequence > 0 AND id > :floor"
    with store.reading() as session:
        lines = session.scalars(text(plan), {"this": this, "floor": this - DAY}).all()
        assert cases.load(session, number) is not None
        assert len(histories.entries(session, this)) == 1
    assert not any("event_2025" in line for line in lines), lines


def test_histories_survive_the_way_back_and_there_again(book, store):
    number = book.register()
    before = [event.hash for event in book.events(number)]
    upgrade.downgrade(store, "0006")
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM event")) == 1
    upgrade.upgrade(store)
    assert [event.hash for event in book.events(number)] == before
    assert list(parts(store)) == ["event_rest"]
