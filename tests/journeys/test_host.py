"""The screens, begun by the host: as if `dopcrm` had been called, only at once."""

import os
import signal
import sys

import pytest
from host_process import HostProcess, wait_until
from post_office import PASSWORD, STAFF
from pty_terminal import ROOT

F3, F10, F12, DOWN = "\x1bOR", "\x1b[21~", "\x1b[24~", "\x1b[B"
TELLING = (sys.executable, str(ROOT / "tests" / "host" / "telling_host.py"))


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    with HostProcess(tmp_path_factory.mktemp("host"), argv=TELLING) as opened:
        yield opened


@pytest.fixture
def come(host, store, tmp_path):
    """Opens terminals whose sessions work in the test's own store."""
    url = store.engine.url.render_as_string(hide_password=False)
    opened = []

    def come(at=host, **env):
        term = env.pop("term", "xterm-256color")
        given = {"HOME": str(tmp_path), "DOPCRM_STORE": url, **env}
        opened.append(at.attach(given, term=term))
        return opened[-1]

    yield come
    for terminal in opened:
        terminal.__exit__(None, None, None)


def log_in(terminal, who="operator"):
    terminal.wait_for("Employee ID")
    terminal.press(f"{STAFF[who][0]}{PASSWORD}\r")
    terminal.wait_for("Complaint Registration")


def test_a_day_at_the_desk_imports_nothing(come, tmp_path):
    terminal = come()
    log_in(terminal)
    terminal.press("1")
    terminal.wait_for("Grievance")
    terminal.press("102EM123456785IN01112026\t682001\x1b[19~\r")
    terminal.press(f"Ravi Kumar\t9876543210\x1b[19~Never came.{F10}")
    terminal.wait_for(" registered · with Kochi H.O · ")
    terminal.press(F3)
    terminal.wait_for("Outbox")
    terminal.press("2")
    terminal.wait_for("Ravi Kumar")
    terminal.press("\r")
    terminal.wait_for("98xxxxxx10")
    terminal.press("r")
    terminal.wait_for("F10 Send")
    terminal.press(f"Called the bag office.{F10}h")
    terminal.wait_for("Called the bag office.")
    terminal.press(f"{F12}{F12}")
    terminal.wait_for("Outbox")
    terminal.press(F3)
    terminal.wait_for("You are logged out.")
    terminal.press(F3)
    assert terminal.exit_status() == 0
    assert (tmp_path / "imported").read_text() == ""


@pytest.mark.only_on("sqlite")
def test_each_session_suits_its_own_terminal(come):
    plain, rich = come(term="linux"), come(term="xterm-256color")
    for terminal in (plain, rich):
        terminal.wait_for("Employee ID")
    assert b"\x1b[>" not in plain.raw  # asked for the keys of another protocol
    assert b"\x1b[>" in rich.raw
    dumb = come(term="dumb")
    dumb.wait_for("cannot show screens")
    assert dumb.exit_status() == 1


@pytest.mark.only_on("sqlite")
def test_where_no_host_answers_the_screens_begin_all_the_same(come):
    terminal = come(DOPCRM_HOST="/nowhere/host.sock")
    log_in(terminal)


@pytest.mark.only_on("sqlite")
def test_a_resized_terminal_is_filled(come):
    terminal = come()
    log_in(terminal)
    terminal.resize(132, 43)
    terminal.wait_for(lambda screen: screen.splitlines()[42].startswith("F1"))


def test_a_dropped_line_keeps_what_was_typed_and_the_next_login_is_offered_it(come, host):
    terminal = come()
    log_in(terminal)
    terminal.press("1")
    terminal.wait_for("Grievance")
    terminal.press("102EM123456785IN")
    terminal.wait_for("EM123456785IN")
    there = set(host.sessions)
    terminal.hang_up()
    wait_until(lambda: len(set(host.sessions) & there) < len(there))
    again = come()
    log_in(again)
    again.wait_for("Begun and not registered")


@pytest.mark.only_on("sqlite")
def test_a_killed_session_leaves_the_terminal_as_it_was(come, host):
    before = set(host.sessions)
    terminal = come()
    log_in(terminal)
    [session] = set(host.sessions) - before
    os.kill(session, signal.SIGKILL)
    terminal.wait_for("The session has ended; what was typed is kept")
    assert terminal.exit_status() == 1
    end = bytes(terminal.raw)
    assert end.rfind(b"\x1b[?1049l") > end.rfind(b"\x1b[?1049h")


@pytest.mark.only_on("sqlite")
def test_a_wrong_setting_is_said_as_ever(come):
    terminal = come(DOPCRM_EMPLOYEE_ID="12")
    terminal.wait_for("The setting employee_id must be eight digits.")
    assert terminal.exit_status() == 7
