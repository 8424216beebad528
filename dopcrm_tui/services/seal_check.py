"""Whether the record is as it was sealed, and as the heads say that were kept elsewhere."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from data.queries import checking, seals
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.sealing import Head, digest
from dopcrm_tui.services.history_check import Finding


def broken_seals(session: Session) -> Iterator[Finding]:
    """Yield every entry that is not the one that was sealed, and every seal that is broken."""
    for complaint_id, sequence, is_gone in seals.adrift(session):
        number = checking.number_of(session, complaint_id)
        what = "is gone" if is_gone else "was written anew"
        yield Finding(number, sequence, f"The entry {what} since it was sealed.")
    previous, expected = "", 0
    for seal in seals.all_of(session):
        named = f"Seal {seal.number} of {show_time(seal.at)}"
        if seal.number != expected:
            yield Finding(None, None, f"Seal {expected} is gone.")
            expected = seal.number
        elif seal.number:
            tips = seals.tips(session, seal.number)
            if digest(previous, seal.number, seal.at, seal.entries, tips) != seal.digest:
                yield Finding(None, None, f"{named} is not as it was made.")
        previous, expected = seal.digest, expected + 1


def contradicted(session: Session, heads: Sequence[Head]) -> Iterator[Finding]:
    """Yield what a head that was kept elsewhere says otherwise."""
    first = seals.by_number(session, 0)
    for head in heads:
        printed = f"the head printed on {show_time(head.at)}"
        if first is None or first.digest != head.record:
            yield Finding(None, None, f"This record is not the one of {printed}.")
            continue
        seal = seals.by_number(session, head.number)
        if seal is None:
            yield Finding(None, None, f"Seal {head.number} of {printed} is cut off.")
        elif (seal.digest, seal.entries, seal.at) != (head.digest, head.entries, head.at):
            yield Finding(None, None, f"The record until {printed} was written anew.")
