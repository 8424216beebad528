"""The registration screen over a store, run by a test in a pseudo-terminal.

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
from screens.register import RegisterScreen

url, state, employee_id = sys.argv[1:]
desk = Desk.over(Store.open(url), clock=SettableClock())
actor = desk.accounts.log_in(employee_id, PASSWORD).actor
app = DopCrm(lambda: RegisterScreen(desk, actor), state=Path(state), terminal=terminal)
raise SystemExit(app.start())
