"""A store that goes away under the hands, and a program that is killed: nothing is lost."""

import signal
import sys
from random import Random
from uuid import uuid4

import pytest
from command_line import Shell
from cut_line import line_to
from post_office import PASSWORD, STAFF, SettableClock
from pty_terminal import PtyTerminal

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Queue

pytestmark = pytest.mark.only_on("postgresql")

EMPLOYEE_ID = STAFF["operator"][0]


@pytest.fixture
def line(store):
    with line_to(store.engine.url) as line:
        yield line


@pytest.fixture
def sit_down(line, tmp_path):
    """Log in at a terminal whose store is reached by the line."""
    shell = Shell(line.url, tmp_path)

    def sit_down():
        terminal = PtyTerminal([sys.executable, "-m", "dopcrm_tui"], env=shell.environment())
        terminal.wait_for("Employee ID")
        terminal.press(EMPLOYEE_ID)
        terminal.press(f"{PASSWORD}\r")
        terminal.wait_for("F3 Log out")
        return terminal

    return sit_down


def test_a_form_begun_before_and_sent_after_outlives_the_store_and_the_program(
    line, sit_down, store
):
    name = f"Ravi {uuid4().hex[:8]}"
    with sit_down() as terminal:
        terminal.press("1")
        terminal.wait_for("still needed: Grievance")
        terminal.press("102EM123456785IN01112026\t")
        terminal.wait_for("01112026")
        line.fall()
        terminal.press("682001\x1b8")
        terminal.wait_for("Kochi H.O")
        terminal.press(f"\r{name}\t9876543210\x1b8Never came.")
        terminal.wait_for("Never came.")
        terminal.wait_for("The store does not answer. Go on: F10 keeps it here")
        terminal.press("\x1b0")
        terminal.wait_for("kept here, for the slip")
        terminal.signal(signal.SIGKILL)
    line.up = True
    with sit_down() as terminal:
        terminal.wait_for(f"({name}) is registered: 26")
        terminal.press("\x1b3")
        terminal.wait_for("You are logged out.")
    desk = Desk.over(store, clock=SettableClock(), chance=Random(1))
    actor = desk.accounts.log_in(EMPLOYEE_ID, PASSWORD).actor
    (only,) = desk.queues.page(actor, Queue.PENDING).lines
    view = desk.cases.show(actor, only.number)
    assert view.complainant["name"] == name
    assert view.provisional_number


def test_who_leaves_while_the_store_is_away_is_let_go(line, sit_down):
    with sit_down() as terminal:
        line.fall()
        terminal.press("\x1b3")
        terminal.wait_for("You are logged out here")
        terminal.press("\x1b3")
        assert terminal.exit_status() == 0
