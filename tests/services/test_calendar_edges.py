"""Deadlines on the edges of days, months, years and summer times, on hosts all over the world."""

import io
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from letters import letter
from post_bag import EMAIL, MOBILE, SMS, to
from post_office import PASSWORD, STAFF

from data import server
from dopcrm_tui.cli import run
from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.vocabulary import Action, ClosureReason, DeadlineKind, OnSilence, State

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
EDGES = {
    "2026-12-15T18:29:59": "15-12-2026 23:59",
    "2026-12-15T18:30:00": "16-12-2026 00:00",
    "2026-12-16T00:00:00": "16-12-2026 05:30",
    "2026-12-31T18:29:59": "31-12-2026 23:59",
    "2026-12-31T18:30:00": "01-01-2027 00:00",
    "2027-01-01T00:00:00": "01-01-2027 05:30",
    "2027-03-14T05:30:00": "14-03-2027 11:00",
    "2027-11-07T04:30:00": "07-11-2027 10:00",
    "2028-02-28T18:30:00": "29-02-2028 00:00",
    "2028-02-29T18:29:59": "29-02-2028 23:59",
    "2028-02-29T18:30:00": "01-03-2028 00:00",
}
"""Instants, and how they read in India; in March and November St. John's sets its clocks."""

DOORS = ("counter", "command", "letter", "sms")
ANSWERED = ("2026-12-15T18:29:59", "2026-12-31T18:30:00", "2028-02-28T18:30:00")
"""The edges at which every door is tried."""


@pytest.fixture(params=["UTC", "Asia/Kolkata", "America/St_Johns"])
def host(request, monkeypatch):
    """The host's clock is set to a time zone of its own."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=EDGES)
def due(request):
    """A deadline on an edge."""
    return datetime.fromisoformat(request.param).replace(tzinfo=UTC)


def registered_at(book, moment):
    book.clock.now = moment
    booked = (moment - 5 * DAY).date().isoformat()
    return book.register(subject={"booking_date": booked})


def asked_until(book, due):
    """A complaint whose customer's 48 hours end at an instant; and its code."""
    number = registered_at(book, due - timedelta(hours=50))
    code = book.seek(number)
    book.clock.now = due - timedelta(hours=48)
    book.deliver()
    assert book.facts(number).deadlines[DeadlineKind.CONFIRMATION].due_at == due
    return number, code


def swept_at(book, moment):
    book.clock.now = moment
    return dict(book.desk.sweeper.ring().done)


@pytest.mark.usefixtures("host")
def test_an_edge_reads_as_it_is_in_india(due):
    assert show_time(due) == EDGES[f"{due:%Y-%m-%dT%H:%M:%S}"]


@pytest.mark.usefixtures("host")
def test_silence_closes_at_the_instant_and_not_a_second_before(book, due):
    number, _ = asked_until(book, due)
    assert swept_at(book, due - SECOND) == {}
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT
    assert swept_at(book, due) == {Action.CONFIRMATION_LAPSES: 1}
    row = book.row(number)
    assert (row.closure_reason, row.closed_at) == (ClosureReason.AUTO_CLOSED, due)


@pytest.mark.usefixtures("host")
def test_what_nobody_resolved_in_30_days_rises_at_the_instant_and_not_a_second_before(book, due):
    number = registered_at(book, due - 30 * DAY)
    assert swept_at(book, due - 3 * DAY - SECOND) == {}
    assert swept_at(book, due - 3 * DAY) == {Action.INTERIM_DRAFTED: 1}
    assert swept_at(book, due - SECOND) == {}
    assert swept_at(book, due) == {Action.ESCALATE: 1}
    assert swept_at(book, due + 7 * DAY - SECOND) == {}
    assert swept_at(book, due + 7 * DAY) == {Action.ESCALATE: 1}
    assert book.facts(number).escalation_level == 2


@pytest.mark.usefixtures("host")
def test_information_is_missing_at_the_instant_and_not_a_second_before(book, due):
    number = registered_at(book, due - 8 * DAY)
    book.ask(number, OnSilence.CLOSE)
    book.clock.now = due - 7 * DAY
    book.deliver()
    assert swept_at(book, due - SECOND) == {}
    assert swept_at(book, due) == {Action.INFORMATION_LAPSES_CLOSED: 1}
    assert book.row(number).closure_reason is ClosureReason.NO_INFORMATION


@pytest.fixture
def at_a_shell(book, monkeypatch, tmp_path):
    """Run a command at an instant by the host's clock; return its exit code."""
    url = book.desk.store.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DOPCRM_STORE", url)
    monkeypatch.setattr(server, "APART", timedelta.max)  # the server's clock does not travel
    for kind in ("STATE", "DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))

    def typed(moment, *words, stdin):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        # A bare number of seconds: with a zone of its own it would hide the host's.
        with time_machine.travel(moment.timestamp(), tick=False):
            return run([*words, "--json"])

    return typed


@pytest.fixture
def accept(book, at_a_shell):
    """Say that the customer accepts, by a door at an instant."""

    def said(door, number, code, moment):
        book.clock.now = moment
        if door == "counter":
            book.answer(number, Action.ACCEPT, code=code)
        elif door == "command":
            me = ("login", "--employee-id", STAFF["operator"][0], "--password-stdin")
            assert at_a_shell(moment - MINUTE, *me, stdin=f"{PASSWORD}\n") == 0
            words = ("complaint", "respond", number, "--answer", "accept", "--code-stdin")
            assert at_a_shell(moment, *words, stdin=f"{code}\n") in {0, 6}
        elif door == "letter":
            content = letter(f"ACCEPT {code}", to=to(number))
            took_in(book, EMAIL, Arrived("letter", "ravi@example.in", moment, content, "1"))
        else:
            text = f"ACCEPT {code} complaint {number}"
            told = {"id": "1", "from": MOBILE, "text": text, "received_at": moment.isoformat()}
            took_in(book, SMS, Arrived("1", MOBILE, moment, json.dumps(told).encode(), "1"))

    return said


def took_in(book, channel, arrived):
    """A message is read and worked five hours after it came."""
    book.clock.advance(hours=5)
    book.desk.inbound.take_in(channel, arrived)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("due", ANSWERED, indirect=True)
@pytest.mark.usefixtures("host")
def test_an_answer_a_second_before_the_deadline_counts(book, accept, due, door):
    number, code = asked_until(book, due)
    accept(door, number, code, due - SECOND)
    assert swept_at(book, due + DAY) == {}
    assert book.row(number).closure_reason is ClosureReason.CONFIRMED


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("due", ANSWERED, indirect=True)
@pytest.mark.usefixtures("host")
def test_an_answer_at_the_deadline_does_not(book, accept, due, door):
    number, code = asked_until(book, due)
    if door == "counter":
        with pytest.raises(Conflict, match="is over"):
            accept(door, number, code, due)
    else:
        accept(door, number, code, due)
    assert book.facts(number).state is State.CONFIRMATION_SOUGHT
    assert swept_at(book, due + DAY) == {Action.CONFIRMATION_LAPSES: 1}
    assert book.row(number).closure_reason is ClosureReason.AUTO_CLOSED


def test_the_host_of_these_tests_really_is_elsewhere(host):
    offset = datetime(2026, 12, 15, tzinfo=UTC).astimezone().utcoffset()
    hours = {"UTC": 0, "Asia/Kolkata": 5.5, "America/St_Johns": -3.5}[host]
    assert (os.environ["TZ"], offset) == (host, timedelta(hours=hours))
