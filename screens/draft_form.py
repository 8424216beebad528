"""A registration as a draft, and a draft back in the fields of the form."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.dates import show_clock, show_day, today
from dopcrm_tui.services.drafts import Draft, KeptFile
from dopcrm_tui.services.kept_entries import KeptPaper
from dopcrm_tui.services.opening import TakenAway
from dopcrm_tui.services.papers import Paper
from screens.kept import Kept
from screens.registration_asks import ATTACHMENTS
from screens.registration_fields import Entry, NamedFile
from screens.registration_form import RegistrationForm
from screens.returned import entry_of, kept_entries

if TYPE_CHECKING:
    from screens.draft_writer import DraftWriter


@dataclass(slots=True)
class FormDraft:
    """The draft of the form that is open; without a writer it is in memory alone."""

    desk: Desk
    form: RegistrationForm
    writer: DraftWriter | None
    key: str = field(default_factory=lambda: uuid4().hex)
    """By which it is registered once."""
    taken: TakenAway | None = None
    _seen: Draft | None = None

    def note(self, *, at_once: bool = False) -> None:
        """Have written what stands in the form, when it is written."""
        if self.writer:
            self.writer.touch(self.key, self._snapshot, at_once=at_once)

    def fix(self) -> None:
        """Take what stands in the form as it is now: its fields go."""
        if self.writer:
            self.note(at_once=True)
            self.writer.fix()

    def begin(self) -> None:
        """Let go of the draft: it was sent, or cleared. The next form is another one."""
        if self.writer:
            self.writer.touch(self.key, lambda: None, at_once=True)
        self.key, self.taken, self._seen = uuid4().hex, None, None

    def _snapshot(self) -> Draft | None:
        if self.form.is_attached:  # while it is taken away its fields go one by one
            self._seen = self._now()
        return self._seen

    def _now(self) -> Draft | None:
        if self.form.is_blank:
            return None
        entries, taken = self.form.entries, self.taken
        return Draft(
            key=self.key,
            saved_at=self.desk.clock(),
            filled=self.form.filled,
            at=self.form.at,
            entries=kept_entries(entries),
            files=[_kept(file) for file in entries[ATTACHMENTS].files],
            provisional_number=taken.provisional_number if taken else None,
            taken_at=taken.at if taken else None,
        )


def brought_back(desk: Desk, draft: Draft) -> Kept:
    """Return a draft as it was typed. Raises StoreUnavailable."""
    entries = {place: entry_of(desk, entry) for place, entry in draft.entries.items()}
    files = tuple(_named(file) for file in draft.files)
    entries[ATTACHMENTS] = Entry(entries.get(ATTACHMENTS, Entry()).text, files=files)
    said = f"This is what you typed until {_when(draft.saved_at, desk.clock())}."
    fields = "field" if draft.filled == 1 else "fields"
    about = f"{_when(draft.saved_at, desk.clock())}, {draft.filled} {fields}"
    return Kept(entries, draft.key, draft.taken, at=draft.at, said=said, about=about)


def _when(at: datetime, now: datetime) -> str:
    day = "" if today(at) == today(now) else f" on {show_day(today(at))}"
    return f"{show_clock(at)}{day}"


def _kept(file: NamedFile) -> KeptFile:
    held = file.content
    paper = KeptPaper.of(Paper(os.path.basename(file.path), held)) if held is not None else None
    return KeptFile.model_construct(path=file.path, size=file.size, paper=paper)


def _named(file: KeptFile) -> NamedFile:
    return NamedFile(file.path, file.size, file.paper.content if file.paper else None)
