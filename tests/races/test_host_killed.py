"""Whatever is killed at the host, the others notice nothing, and what was typed is offered again.

A session, the host itself, a client, its line; and the store goes away.
"""

import os
import signal
from contextlib import ExitStack, contextmanager
from random import Random
from time import monotonic

import pytest
from cut_line import line_to
from host_process import HostProcess, wait_until
from post_office import PASSWORD, STAFF

WHO = ("operator", "colleague", "other_operator", "far_operator")
MINUTES = 10
QUICKLY = 5.0
"""Seconds in which a session that lives answers a key, however busy the machine is."""


class Seat:
    """Somebody who has begun a registration, and sits before its booking office."""

    def __init__(self, hall, who):
        self.hall, self.who = hall, who
        self.terminal = None

    def log_in(self):
        """Come in, and be offered what was begun the last time."""
        began = self.terminal is not None
        before = set(self.hall.sessions())
        self.terminal = self.hall.attach()
        self.terminal.wait_for("Employee ID")
        [self.session] = set(self.hall.sessions()) - before
        self.terminal.press(f"{STAFF[self.who][0]}{PASSWORD}\r")
        self.terminal.wait_for("Outbox", 60)
        if began:
            self.terminal.wait_for("Begun and not registered", 60)
            self.terminal.press("\r")
            self.terminal.wait_for("This is what you typed")
            assert "EM123456785IN" in self.terminal.line("Article number")
            assert "01112026" in self.terminal.line("Booking date")
            self.go_to_office()
        else:
            self.terminal.press("1")
            self.terminal.wait_for("still needed: Grievance")
            self.terminal.press("102EM123456785IN01112026\t")
            self.terminal.wait_for("01112026")

    def go_to_office(self):
        while "Booking office" not in self.at:
            self.terminal.press("\t")
            self.terminal.settle(0.2)

    @property
    def at(self):
        """The line in which the cursor stands."""
        return self.terminal.text.splitlines()[self.terminal.cursor[1]]

    def notices_nothing(self):
        """A key is answered, and taken back."""
        self.terminal.press("7")
        self.terminal.wait_for(lambda _: "office *    7" in self.at, QUICKLY)
        self.terminal.press("\x7f")
        self.terminal.wait_for(lambda _: "office *    7" not in self.at, QUICKLY)

    def leave(self):
        self.terminal.__exit__(None, None, None)


class Hall:
    """The host, the store behind a line that can fall, and who sits there."""

    def __init__(self, folder, url, line):
        self.folder, self.url, self.line = folder, url, line
        self.host = HostProcess(folder)
        self.ended = []
        self.seats = [Seat(self, who) for who in WHO]

    def sessions(self):
        return self.host.sessions

    def attach(self):
        env = {"HOME": str(self.folder), "DOPCRM_STORE": self.url}
        return self.host.attach(env)

    def kill_session(self, seat):
        os.kill(seat.session, signal.SIGKILL)
        seat.terminal.wait_for("The session has ended; what was typed is kept")
        assert seat.terminal.exit_status() == 1

    def kill_client(self, seat):
        seat.terminal.signal(signal.SIGKILL)
        self.is_gone(seat)

    def drop_line(self, seat):
        seat.terminal.hang_up()
        self.is_gone(seat)

    def kill_host(self):
        self.host.process.kill()
        self.host.process.wait()
        self.all_notice_nothing()
        self.host = HostProcess(self.folder)

    def take_store_away(self):
        if self.line:
            self.line.fall()
            self.all_notice_nothing()
            self.line.up = True

    def is_gone(self, seat):
        wait_until(lambda: _has_ended(seat.session))

    def all_notice_nothing(self, but=None):
        for seat in self.seats:
            if seat is not but:
                seat.notices_nothing()


def _has_ended(process):
    """Whether it is gone, or dead and not yet buried; it may go between opening and reading."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextmanager
def hall_for(store, folder):
    with ExitStack() as stack:
        url, line = store.engine.url.render_as_string(hide_password=False), None
        if not store.is_sqlite:
            line = stack.enter_context(line_to(store.engine.url))
            url = line.url
        hall = Hall(folder, url, line)
        try:
            for seat in hall.seats:
                seat.log_in()
            yield hall
        finally:
            for seat in hall.seats:
                if seat.terminal:
                    seat.leave()
            hall.host.__exit__(None, None, None)


def harm(hall, what, chance):
    """Do one harm, see that the others notice nothing, and let its victim come again."""
    if what in {"kill_host", "take_store_away"}:
        getattr(hall, what)()
        hall.all_notice_nothing()
        return
    victim = chance.choice(hall.seats)
    getattr(hall, what)(victim)
    hall.all_notice_nothing(but=victim)
    victim.leave()
    victim.log_in()
    victim.notices_nothing()


HARMS = ("kill_session", "kill_host", "drop_line", "take_store_away", "kill_client")


@pytest.mark.only_on("postgresql")  # a file does not go away; the campaign takes both
def test_each_harm_once(store, tmp_path):
    chance = Random(store.is_sqlite)
    with hall_for(store, tmp_path) as hall:
        for what in chance.sample(HARMS, len(HARMS)):
            harm(hall, what, chance)


@pytest.mark.campaign
@pytest.mark.only_on("sqlite", "postgresql")
def test_ten_minutes_of_harm(store, tmp_path, record_property):
    chance, end, done = Random(7), monotonic() + 60 * MINUTES, []
    with hall_for(store, tmp_path) as hall:
        while monotonic() < end:
            done.append(chance.choice(HARMS))
            harm(hall, done[-1], chance)
    record_property("harms", {what: done.count(what) for what in HARMS})
    assert set(done) == set(HARMS)
