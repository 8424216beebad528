"""Esc and a digit are an F-key on a real terminal, also where the line is slow."""

import sys

import pytest
from hostile import OPERATOR
from post_office import PASSWORD
from pty_terminal import PtyTerminal

PAUSE = 0.01
"""Seconds between the bytes: Esc and its digit come apart."""


@pytest.fixture(scope="module")
def terminal(at):
    command = [sys.executable, "-m", "dopcrm_tui"]
    with PtyTerminal(command, env=at(OPERATOR).environment()) as opened:
        opened.wait_for("Employee ID")
        yield opened


def test_escape_and_a_digit_do_what_the_key_does(terminal, besieged):
    def esc(digit: str, sight: str) -> None:
        terminal.press(f"\x1b{digit}", pause=PAUSE)
        terminal.wait_for(sight, 10)

    terminal.press(OPERATOR)
    esc("1", "Your password, or the one-time secret")
    terminal.press(PASSWORD)
    esc("0", "F3 Log out")
    terminal.press("1")
    terminal.wait_for("still needed: Grievance", 10)
    terminal.press("102")
    terminal.wait_for("Speed Post Letters", 10)
    esc("6", "There is nothing to copy here.")
    esc("0", "fields to correct:")
    esc("5", "F5 again clears the form.")
    esc("5", "still needed: Grievance")
    esc("4", "Grievance: type words of it")
    esc("=", "F10 Save")
    esc("3", "F3 Log out")
    terminal.press("2")
    terminal.wait_for("1 Pending 2", 10)
    esc("9", "There is no command to repeat yet.")
    terminal.press("r")
    terminal.wait_for("F12 Cancel", 10)
    terminal.press("half a remark")
    esc("=", "F12 again throws away what is typed")
    assert "half a remark" in terminal.text
    esc("=", "F Filter")
    terminal.wait_for(lambda shown: "half a remark" not in shown, 10)
    esc("=", "F3 Log out")
    assert len(besieged.desk.cases.history(_actor(besieged), besieged.pending)) == 3
    esc("3", "You are logged out.")
    terminal.press("\x1b3", pause=PAUSE)
    assert terminal.exit_status() == 0


def _actor(besieged):
    return besieged.desk.accounts.log_in(OPERATOR, PASSWORD).actor
