"""The home screen over a store, run by a test in a pseudo-terminal.

Arguments: the store's URL, the state directory, an employee ID. For every key that the program has
taken there is a byte in the file `keys-taken`.
"""

# ruff: noqa: E402 (Textual reads its variables when it is imported)

import os
import sys
from pathlib import Path

from dopcrm_tui.terminal.environment import prepare

terminal = prepare(os.environ)

from post_office import PASSWORD, SettableClock

from data.database import Store
from dopcrm_tui.app import DopCrm
from dopcrm_tui.desk import Desk
from dopcrm_tui.terminal.key_gate import KeyGate, TypedAhead
from screens.home import HomeScreen

url, state, employee_id = sys.argv[1:]
taken = os.open(Path(state) / "keys-taken", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


class TellingGate(KeyGate):
    """Tells of each key that goes through before anything is done with it."""

    def holds(self, event: TypedAhead) -> bool:
        held = super().holds(event)
        if not held:
            os.write(taken, b"k")
        return held


desk = Desk.over(Store.open(url), clock=SettableClock(), drafts_dir=Path(state) / "drafts")
login = desk.accounts.log_in(employee_id, PASSWORD)
app = DopCrm(
    lambda: HomeScreen(desk, login.actor, token=login.token), state=Path(state), terminal=terminal
)
app.gate.__class__ = TellingGate
raise SystemExit(app.start())
