"""What goes over the line when others act: nothing that has not changed."""

import sys
import time
from pathlib import Path

import pytest
from filed import act, file_complaint
from post_office import STAFF
from pty_terminal import PtyTerminal

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.vocabulary import Action

APP = Path(__file__).with_name("home_app.py")
SUPPORT = APP.parents[1] / "support"
LATEST = 3.5
"""Seconds after which a change would have been seen."""

pytestmark = pytest.mark.only_on("sqlite", "postgresql")


@pytest.fixture
def desk(store, clock, random):
    return Desk.over(store, clock=clock, chance=random)


@pytest.fixture
def filed(desk, operator, clock):
    numbers = []
    for place in range(15):
        numbers.append(file_complaint(desk, operator, name=f"Customer {place:02}"))
        clock.advance(minutes=1)
    return numbers


SIZES = {"sqlite": (132, 43), "postgresql": (80, 24)}
"""Each size on one kind of store: what is sent depends on the size, when on the store."""


@pytest.fixture
def home(store, tmp_path):
    argv = [sys.executable, str(APP), store.engine.url.render_as_string(hide_password=False)]
    env = {"PYTHONPATH": f"{SUPPORT}:{SUPPORT.parents[1]}"}
    columns, rows = SIZES["sqlite" if store.is_sqlite else "postgresql"]
    argv += [str(tmp_path), STAFF["operator"][0]]
    with PtyTerminal(argv, env=env, columns=columns, rows=rows) as opened:
        opened.wait_for("Outbox")
        yield opened


def sent(terminal, within=LATEST):
    """The bytes that come within some seconds."""
    before, end = len(terminal.raw), time.monotonic() + within
    while (left := end - time.monotonic()) > 0:
        terminal.settle(left)
    return len(terminal.raw) - before


def sent_until(terminal, text):
    """The bytes that come until a text is shown, and all that comes with it."""
    before = len(terminal.raw)
    terminal.wait_for(text)
    terminal.settle()
    return len(terminal.raw) - before


def test_a_queue_gets_the_bytes_of_the_lines_that_changed(home, desk, operator, staff, filed):
    colleague, width = staff["colleague"], len(home.text.splitlines()[0])
    home.press("2")
    home.wait_for("Customer 14")
    sent(home)
    desk.cases.reveal(operator, filed[0])
    act(desk, colleague, filed[3], Action.REMARK, text="Bag 14.")
    assert sent(home) == 0, "nothing that the list shows has changed"
    act(desk, colleague, filed[3], Action.TAKE)
    taken = f"+ {show_number(filed[3])}"
    assert 0 < sent_until(home, taken) <= width + 60, "one row"
    lease = desk.viewings.begin(colleague, filed[4])
    opened = f"o {show_number(filed[4])}"
    assert 0 < sent_until(home, opened) <= width + 60, "one row"
    desk.viewings.renew(lease)
    assert sent(home) == 0, "a lease is renewed without a word"
    act(desk, colleague, filed[0], Action.SEEK_CONFIRMATION, text="Delivered.")
    told = sent_until(home, "moved on")
    assert 0 < told <= 6 * (width + 60), "the row under the cursor, preview and counts"
    assert "moved on" in home.line(show_number(filed[0]))


def test_the_home_screen_gets_the_bytes_of_two_counts_and_of_nothing_while_nobody_acts(
    home, desk, staff, filed
):
    sent(home)
    act(desk, staff["colleague"], filed[7], Action.SEEK_CONFIRMATION, text="Delivered.")
    assert 0 < sent(home) <= 300
    assert home.line("Pending for Resolution").split()[-1] == "14"
    assert sent(home, 6.0) == 0
