"""Checking that the store is as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Rows
from dopcrm_tui.cli.watching import progress
from dopcrm_tui.gateways.head_key import HeadKey, is_signed
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.sealing import SignedHead, heads_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dopcrm_tui.cli.output import Part
    from dopcrm_tui.services.audit import Finding, Verified

CLEAN, FOUND = 0, 1

app = group("Checks for auditors and administrators.")


@verb(app, "verify")
def verify(
    call: Call,
    heads: Annotated[
        list[Path] | None,
        typer.Option("--head", metavar="FILE", help="A head that was kept elsewhere; repeatable."),
    ] = None,
    signed_by: Annotated[
        str | None,
        typer.Option("--signed-by", metavar="KEY", help="The public key the heads are signed by."),
    ] = None,
) -> int:
    """Hash and replay every history, and compare with what is kept, sealed and printed.

    Exit code 1 where something differs.
    """
    kept = [each for file in heads or () for each in _kept_heads(file, signed_by)]
    with call.logged_in() as (desk, actor), progress("Checking histories") as on_progress:
        found = desk.audit.verify(actor, on_progress, [each.head for each in kept])
    call.out.give(_document(found), *_text(found))
    for each in kept:
        call.out.note(f"Seal {each.head.number}, signed by {each.key}, was held against it.")
    return CLEAN if found.clean else FOUND


@verb(app, "head")
def head(
    call: Call,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="KEYFILE", help="Signs it; made where it is not there."),
    ] = None,
) -> None:
    """Seal all that has happened, and print the signed head of the record.

    Keep it where whoever could write the record anew does not come: on paper, in another's mail.
    """
    with call.logged_in() as (desk, actor):
        signed = HeadKey(key or call.settings.head_key).sign(desk.audit.head(actor))
    told = signed.head
    document = {
        "record": told.record,
        "seal": told.number,
        "at": told.at,
        "entries": told.entries,
        "digest": told.digest,
        "key": signed.key,
        "signature": signed.signature,
    }
    call.out.give(document, str(signed))


def _kept_heads(file: Path, signed_by: str | None) -> Sequence[SignedHead]:
    """Return the heads in a file. Raises InvalidInput (`head`) where one cannot be believed."""
    try:
        found = list(heads_in(file.read_text(errors="replace")))
    except OSError as problem:
        raise InvalidInput({"head": f"{file} cannot be read: {problem.strerror}."}) from None
    except ValueError as wrong:
        raise InvalidInput({"head": f"{file}: {wrong}"}) from None
    if not found:
        raise InvalidInput({"head": f"There is no head in {file}."})
    for each in found:
        if not is_signed(each):
            raise InvalidInput({"head": f"{file}: the signature does not fit the head."})
        if signed_by and each.key != signed_by.lower():
            raise InvalidInput({"head": f"{file} is signed with another key: {each.key}."})
    return found


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
