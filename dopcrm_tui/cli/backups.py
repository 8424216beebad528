"""Backups: written from a running store, checked, sealed for a key, and put in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts
from dopcrm_tui.cli.watching import progress

if TYPE_CHECKING:
    from dopcrm_tui.services.backups import Checked

app = group()

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]
Key = Annotated[
    Path | None, typer.Option("--key", metavar="KEYFILE", help="The key it was sealed for.")
]


@verb(app, "backup")
def backup(
    call: Call,
    file: File,
    sealed_for: Annotated[
        str | None,
        typer.Option("--for", metavar="age1…", help="Seal it for the holder of this public key."),
    ] = None,
) -> None:
    """Write one state of the store to a new file, and check it; people go on working."""
    from data.database import Store
    from dopcrm_tui.services.backups import back_up
    from dopcrm_tui.services.clock import utc_now

    now = utc_now()
    store = Store.open(call.settings.store, read_only=True)
    try:
        store.check()
        store.trust_server(now)
        with progress("Writing the backup") as on_progress:
            written = back_up(store, file, now, on_progress, sealed_for)
    finally:
        store.close()
    _tell(call, file, written, "Written and checked")


@verb(app, "backup-key")
def backup_key(
    call: Call, file: Annotated[Path, typer.Argument(metavar="KEYFILE", help="A new file.")]
) -> None:
    """Make a key for backups: the file opens them, the public key that is printed seals them."""
    from dopcrm_tui.gateways.sealed_file import new_key

    public = new_key(file)
    call.out.give({"public_key": public}, Facts((("Public key", public), ("Key", file))))
    call.out.note("Keep the key where no backup lies: without it no sealed backup can be read.")


@verb(app, "backup-check")
def backup_check(call: Call, file: File, key: Key = None) -> None:
    """Look at every page and every history of a backup, and leave it where it is."""
    from dopcrm_tui.services.backups import check
    from dopcrm_tui.services.clock import utc_now

    _tell(call, file, check(file, utc_now(), key), "It is whole")


@verb(app, "restore")
def restore(call: Call, file: File, key: Key = None) -> None:
    """Make the store, which must not be there yet, out of a backup that proves whole."""
    from data.database import Store
    from dopcrm_tui.services import backups
    from dopcrm_tui.services.clock import utc_now

    now = utc_now()
    store = Store.open(call.settings.store)
    try:
        store.trust_server(now)
        with progress("Restoring") as on_progress:
            restored = backups.restore(file, store, now, on_progress, key)
    finally:
        store.close()
    _tell(call, file, restored, "Restored; people log in anew")


def _tell(call: Call, file: Path, checked: Checked, said: str) -> None:
    call.out.give(
        {
            "file": str(file),
            "complaints": checked.complaints,
            "entries": checked.entries,
            "sealed": checked.sealed,
        },
        Facts(
            (
                ("Backup", file),
                ("Complaints", f"{checked.complaints:,}"),
                ("Entries of histories", f"{checked.entries:,}"),
                ("Sealed", "yes" if checked.sealed else "no"),
            )
        ),
        f"{said}.",
    )
