"""Checking that the store is as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.init import progress
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.rules.complaint_number import show_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dopcrm_tui.cli.output import Part
    from dopcrm_tui.services.audit import Finding, Verified

CLEAN, FOUND = 0, 1

app = group("Checks for auditors and administrators.")


@verb(app, "verify")
def verify(call: Call) -> int:
    """Hash and replay every history, and compare with what is kept.

    Exit code 1 where something differs.
    """
    with call.logged_in() as (desk, actor), progress("Checking histories") as on_progress:
        found = desk.audit.verify(actor, on_progress)
    call.out.give(_document(found), *_text(found))
    return CLEAN if found.clean else FOUND


def _document(found: Verified) -> dict[str, object]:
    return {
        "clean": found.clean,
        "complaints": found.complaints,
        "entries": found.entries,
        "findings": found.findings,
        "first": found.listed[0] if found.listed else None,
        "listed": found.listed,
    }


def _text(found: Verified) -> Iterator[Part]:
    checked = f"{found.complaints:,} complaints with {found.entries:,} entries"
    if found.clean:
        yield f"{checked}: all is as it was written."
        return
    yield f"{checked}: something is not as it was written.\n"
    yield Rows(("Complaint", "Entry", "What"), [_row(found.listed[0])])
    if found.findings > 1:
        yield f"\nBesides this one there are {found.findings - 1:,} more; --json lists the first."


def _row(finding: Finding) -> tuple[str, object, str]:
    return (
        show_number(finding.number) if finding.number else "",
        finding.sequence,
        finding.what,
    )
