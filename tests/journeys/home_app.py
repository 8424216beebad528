"""The home screen over a store, run by a test in a pseudo-terminal.

Arguments: the store's URL, the state directory, an employee ID.
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
from screens.home import HomeScreen

url, state, employee_id = sys.argv[1:]
desk = Desk.over(Store.open(url), clock=SettableClock(), drafts_dir=Path(state) / "drafts")
login = desk.accounts.log_in(employee_id, PASSWORD)
app = DopCrm(
    lambda: HomeScreen(desk, login.actor, token=login.token), state=Path(state), terminal=terminal
)
raise SystemExit(app.start())
