"""From `dopcrm demo` to a complaint its customer has closed, in a real terminal of 80 by 24."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pty_terminal import PtyTerminal

F3, F8, F10, F12 = "\x1bOR", "\x1b[19~", "\x1b[21~", "\x1b[24~"
CODE = re.compile(r"\bcode\s+(\d{6})")
SECRET = re.compile(r"secret here: ([a-z0-9]{4}(?:-[a-z0-9]{4}){3})")
KOCHI, EDAPALLY = "10000002", "10000012"
"""Operators of the demonstration at 682001 and at 682024."""


@pytest.fixture
def terminal() -> Iterator[PtyTerminal]:
    with PtyTerminal([sys.executable, "-m", "dopcrm_tui", "demo"]) as opened:
        yield opened


def log_in(terminal: PtyTerminal, employee_id: str, secret: str) -> None:
    terminal.wait_for("Employee ID")
    terminal.press(f"{employee_id}{secret}\r")
    terminal.wait_for("Complaint Registration")


def find(terminal: PtyTerminal, number: str) -> None:
    terminal.press(f"/{number}\r")
    terminal.wait_for("Ravi Kumar (sender)")


def register(terminal: PtyTerminal) -> str:
    booked = datetime.now(UTC) - timedelta(days=20)
    terminal.press("1")
    terminal.wait_for("Grievance")
    terminal.press(f"102EM123456785IN{booked:%d%m%Y}\t682001{F8}\r")
    terminal.press(f"Ravi Kumar\t9876543210{F8}Never came.{F10}")
    terminal.wait_for(" registered · with Kochi H.O · ")
    number = re.search(r"\d{4}-\d{6}-\d", terminal.line(" registered · "))
    assert number is not None
    terminal.press(F3)
    terminal.wait_for("Complaints")
    return number[0]


def test_a_complaint_is_registered_transferred_resolved_and_closed_by_its_customer(terminal):
    terminal.wait_for("Press Enter for the login screen.", timeout=60)
    told = SECRET.search(terminal.text)
    assert told is not None
    secret = told[1]
    terminal.press("\r")

    log_in(terminal, KOCHI, secret)
    number = register(terminal)
    find(terminal, number)
    terminal.press("x682024\r")
    terminal.wait_for("Transfer to which office?")
    terminal.press("\r")
    terminal.wait_for("Edapally S.O · 682024")
    terminal.press(f"It is delivered from there.{F10}")
    terminal.wait_for("Transfer: done.")
    terminal.press(F3)
    terminal.wait_for("Complaint Registration")
    terminal.press(F3)

    log_in(terminal, EDAPALLY, secret)
    find(terminal, number)
    terminal.press(f"cDelivered to the addressee on 20 November.{F10}")
    terminal.wait_for("Seek confirmation: done.")
    terminal.press(F3)
    terminal.wait_for("Outbox")
    terminal.press("0")
    code = CODE.search(terminal.wait_for(CODE.search))
    assert code is not None
    terminal.press(F12)
    terminal.wait_for("Complaint Registration")

    find(terminal, number)
    terminal.press(f"n1{code[1]}\t\t\t5{F10}")
    terminal.wait_for("Customer accepted: done.")
    assert f"{number}  Closed" in terminal.text
    terminal.press("h")
    history = terminal.wait_for("History, the newest first")
    assert "Customer accepted → Closed" in history
    assert "rating: 5 of 5" in history
    terminal.press(F3)
    terminal.wait_for("Complaint Registration")
    terminal.press(F3)
    terminal.wait_for("You are logged out.")
    terminal.press(F3)
    assert terminal.exit_status() == 0
