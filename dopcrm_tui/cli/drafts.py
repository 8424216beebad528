"""What was begun at the screens of this machine and not sent: list, drop."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import NotFound

app = group("What you began at the screens of this machine and did not send: list, drop.")


@verb(app, "list")
def list_(call: Call) -> None:
    """List what is kept of yours; the screens offer it when you log in."""
    with call.logged_in() as (desk, actor):
        drafts = desk.drafts.left_by(actor).drafts
        desk.drafts.let_go()
    lines = [
        {"key": one.key, "about": one.about, "saved_at": one.saved_at, "fields": one.filled}
        for one in drafts
    ]
    rows = [(one.key, show_time(one.saved_at), str(one.filled), one.about) for one in drafts]
    none = "Nothing is kept on this machine."
    call.out.give({"drafts": lines}, Rows(("Key", "Typed", "Fields", "About"), rows, none=none))


@verb(app, "drop")
def drop(
    call: Call,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key `draft list` shows.")],
) -> None:
    """Throw away what you began: it will not be offered again."""
    with call.logged_in() as (desk, actor):
        found = [one for one in desk.drafts.left_by(actor).drafts if one.key == key]
        for one in found:
            desk.drafts.remove(one.key)
        desk.drafts.let_go()
    if not found:
        raise NotFound(f"No draft {key} of yours is kept on this machine, or it is open now.")
    call.out.give({"dropped": key}, f"{key} is thrown away.")
