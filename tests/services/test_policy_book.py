"""Which number holds when, and how an administrator changes one."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from dopcrm_tui.rules.policy import Policy, RunsFrom
from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted
from dopcrm_tui.services.policy_book import PolicyBook


@pytest.fixture
def book(store, clock, random):
    return PolicyBook(store, clock, random)


def at(book, moment):
    with book.store.reading() as session:
        return book.at(session, moment)


def test_the_catalogue_and_the_rules_agree_on_every_number_of_today(book, clock):
    assert at(book, clock()) == Policy()


def test_the_resolve_limit_fell_to_21_days_on_23_august_2024_in_india(book):
    before = datetime(2024, 8, 22, 18, 29, 59, tzinfo=UTC)
    assert at(book, before).resolve_limit == timedelta(days=30)
    assert at(book, before + timedelta(seconds=1)).resolve_limit == timedelta(days=21)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("confirmation_window", "PT72H", timedelta(hours=72)),
        ("resolve_limit", " P14D ", timedelta(days=14)),
        ("information_window", "P1DT12H30M", timedelta(hours=36, minutes=30)),
        ("ping_pong_limit", "4", 4),
        ("confirmation_runs_from", "asking", RunsFrom.ASKING),
    ],
)
def test_a_set_value_holds_from_its_day_and_not_before(book, administrator, key, typed, value):
    book.set(administrator, key, typed, date(2026, 12, 1))
    before = getattr(at(book, datetime(2026, 11, 30, 18, 29, tzinfo=UTC)), key)
    assert before == getattr(Policy(), key)
    after = getattr(at(book, datetime(2026, 11, 30, 18, 30, tzinfo=UTC)), key)
    assert (after, type(after)) == (value, type(value))


def test_a_value_without_a_day_holds_from_today(book, administrator, clock):
    book.set(administrator, "reopen_window", "P15D")
    assert at(book, clock()).reopen_window == timedelta(days=15)
    assert at(book, clock() - timedelta(days=1)).reopen_window == timedelta(days=30)


def test_a_value_set_twice_for_a_day_is_the_later_one(book, administrator, clock):
    book.set(administrator, "reopen_window", "P15D")
    book.set(administrator, "reopen_window", "P20D")
    assert at(book, clock()).reopen_window == timedelta(days=20)


@pytest.mark.parametrize(
    ("key", "value", "day", "wrong"),
    [
        ("confirmation_windows", "PT48H", None, {"key"}),
        ("confirmation_window", "48", None, {"value"}),
        ("confirmation_window", "48 hours", None, {"value"}),
        ("confirmation_window", "PT0H", None, {"value"}),
        ("confirmation_window", "P999999999D", None, {"value"}),
        ("confirmation_window", "P99999999999999D", None, {"value"}),
        ("confirmation_window", "P1Y", None, {"value"}),
        ("ping_pong_limit", "-1", None, {"value"}),
        ("ping_pong_limit", "three", None, {"value"}),
        ("confirmation_runs_from", "posting", None, {"value"}),
        ("ping_pong_limit", "0", date(2026, 11, 22), {"value", "from"}),
    ],
)
def test_what_cannot_hold_is_refused_by_field(book, administrator, clock, key, value, day, wrong):
    with pytest.raises(InvalidInput) as refused:
        book.set(administrator, key, value, day)
    assert set(refused.value.fields) == wrong
    assert at(book, clock()) == Policy()


@pytest.mark.parametrize("post", ["operator", "directorate_supervisor", "auditor", "call_centre"])
def test_only_administrators_set_policy(book, staff, post):
    with pytest.raises(NotPermitted):
        book.set(staff[post], "reopen_window", "P15D")


def test_the_list_shows_what_holds_and_what_is_to_come(book, administrator):
    book.set(administrator, "reopen_window", "P15D", date(2027, 1, 1))
    lines = [line for line in book.show() if line.key == "reopen_window"]
    assert [(line.value, line.in_force) for line in lines] == [("P30D", True), ("P15D", False)]
    assert lines[0].meaning


def test_the_list_leaves_out_what_has_been_replaced(book):
    lines = [line.value for line in book.show() if line.key == "resolve_limit"]
    assert lines == ["P21D"]


def test_every_number_of_the_rules_can_be_seen(book):
    assert {field.name for field in fields(Policy)} <= {line.key for line in book.show()}
