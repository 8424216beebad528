"""The home screen in a terminal of its own, and what a session of it has left on this machine."""

import sys

from post_office import STAFF
from pty_terminal import ROOT, PtyTerminal

from dopcrm_tui.desk import Desk

APP = ROOT / "tests" / "journeys" / "home_app.py"


def sit_down(store, state, who="operator"):
    """Log somebody in, in a program of their own."""
    url = store.engine.url.render_as_string(hide_password=False)
    argv = [sys.executable, str(APP), url, str(state), STAFF[who][0]]
    return PtyTerminal(argv, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}"})


def at_the_form(terminal):
    """Open the registration form."""
    terminal.wait_for("Complaint Registration")
    terminal.press("1")
    terminal.wait_for("still needed: Grievance")


def keys_taken(state):
    """Return how many keys the last program had taken, those on the way to the form too."""
    return (state / "keys-taken").stat().st_size


def take_drafts(store, state, operator):
    """Return the drafts that are left on this machine, and take them away."""
    desk = Desk.over(store, drafts_dir=state / "drafts")
    desk.seals.be_ready(operator)
    left = desk.drafts.left_by(operator)
    assert left.damaged == ()
    for draft in left.drafts:
        desk.drafts.remove(draft.key)
    return left.drafts
