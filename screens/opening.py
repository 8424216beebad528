"""How the screens begin: the login is painted first, the store is opened behind it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dopcrm_tui.terminal import memory
from dopcrm_tui.terminal.environment import UnsuitableTerminal, prepare, read_again

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.entrance import Entrance
    from dopcrm_tui.settings import Settings


def open_screens(settings: Settings) -> None:
    """Run the screens until the person leaves; the exit status is that of the process."""
    try:
        terminal = prepare(os.environ)
    except UnsuitableTerminal as unsuitable:
        sys.exit(str(unsuitable))
    memory.look_for_no_garbage()
    # Textual reads its variables when it is imported: only now.
    read_again()
    from dopcrm_tui.app import DopCrm
    from screens.login import LoginScreen

    @memory.or_look_again()
    def enter() -> Entrance:
        from dopcrm_tui.entrance import Entrance

        return Entrance.open(settings.store, place=settings.place, employee_id=settings.employee_id)

    @memory.then_look_again()
    def furnish(entrance: Entrance) -> Desk:
        from data.catalogues.wording import wording_of
        from dopcrm_tui.desk import Desk

        return Desk.behind(
            entrance,
            wording=wording_of(settings.templates),
            spool_dir=settings.spool_dir,
            drafts_dir=settings.drafts_dir,
            attach_from=settings.attach_from,
        )

    app = DopCrm(
        lambda: LoginScreen(enter, furnish, settings.employee_id),
        state=settings.log_dir,
        terminal=terminal,
    )
    if status := app.start():
        sys.exit(status)
