"""A form that the store would not take, back in the fields of its screen."""

from __future__ import annotations

from collections.abc import Mapping

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.services.kept_entries import KeptEntry
from dopcrm_tui.services.spooling import KeptForm, Sent
from screens.kept import Kept
from screens.registration_asks import ATTACHMENTS
from screens.registration_fields import Entry, NamedFile


def kept_entries(entries: Mapping[str, Entry]) -> dict[str, KeptEntry]:
    """Return what stands in the fields as it is kept on this machine."""
    return {
        place: KeptEntry(text=entry.text, office=entry.office.code if entry.office else None)
        for place, entry in entries.items()
    }


def returned(desk: Desk, sent: Sent) -> Kept:
    """Return the form as it was typed, to be corrected. Raises StoreUnavailable."""
    kept = sent.kept
    draft = {place: entry_of(desk, entry) for place, entry in kept.entries.items()}
    draft[ATTACHMENTS] = Entry(files=_files(kept))
    said = f"{kept.provisional_number} was not registered: {sent.refusal}"
    return Kept(draft=draft, key=kept.once, said=said, taken=kept.taken)


def entry_of(desk: Desk, kept: KeptEntry) -> Entry:
    """Return what stood in a field, with the office it named. Raises StoreUnavailable."""
    if kept.office is None:
        return Entry(kept.text)
    try:
        return Entry(office=desk.directory.by_code(kept.office))
    except NotFound:
        return Entry(kept.office)


def _files(kept: KeptForm) -> tuple[NamedFile, ...]:
    return tuple(
        NamedFile(paper.file_name, len(paper.content), paper.content) for paper in kept.brought
    )
