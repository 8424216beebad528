"""The files that come with a complaint: named one by one, looked at at once, sent with the form."""

from __future__ import annotations

import os
from asyncio import to_thread
from collections.abc import Mapping, Sequence

from textual.widget import Widget

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import InvalidInput, StoreUnavailable
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe
from screens.registration_asks import ATTACHMENTS, Ask
from screens.registration_fields import Entry, NamedFile, OneLine
from screens.while_away import soon


class FilesInput(OneLine):
    """The path of a file to be attached; those named before are listed below."""

    def __init__(self, ask: Ask) -> None:
        """Make the field of a question for files."""
        super().__init__(ask)
        self._files: tuple[NamedFile, ...] = ()
        self._listed = Passage(classes="files")
        self._listed.display = False
        self.below: tuple[Widget, ...] = (self._listed,)

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """The files that are named."""
        return self._files

    @property
    def entry(self) -> Entry:
        """The text and the files."""
        return Entry(self.value, files=self._files)

    @property
    def is_open(self) -> bool:
        """Whether a path is typed that is not among the files yet."""
        return bool(self.value.strip())

    def put(self, entry: Entry) -> None:
        """Fill the field with a text and files."""
        self._files = entry.files
        self._listed.display = bool(entry.files)
        self._listed.update(safe(", ".join(file.shown for file in entry.files)))
        super().put(Entry(entry.text))

    def take_out(self, path: str) -> None:
        """Name a file no more."""
        left = tuple(file for file in self._files if file.path != path)
        self.put(Entry(self.value, files=left))


async def looked_at(desk: Desk, path: str, before: Sequence[NamedFile]) -> NamedFile:
    """Return a file that can be attached beside those named before. Raises `InvalidInput`."""
    if any(file.path == path for file in before):
        raise InvalidInput({ATTACHMENTS: f"{path} is named already."})
    paper = await to_thread(desk.papers.bring, path, ATTACHMENTS)
    try:
        await soon(desk, desk.papers.check, [paper], already=len(before))
    except StoreUnavailable:
        desk.papers.check_away([paper], already=len(before))
    return NamedFile(path, len(paper.content))


def papers_of(desk: Desk, files: Sequence[NamedFile]) -> tuple[Paper, ...]:
    """Read the files as they are now. Raises `InvalidInput` with a sentence for each that fails."""
    papers: list[Paper] = []
    problems: dict[str, str] = {}
    for place, file in enumerate(files):
        try:
            papers.append(_paper_of(desk, file, f"{ATTACHMENTS}.{place}"))
        except InvalidInput as wrong:
            problems |= wrong.fields
    if problems:
        raise InvalidInput(problems)
    return tuple(papers)


def _paper_of(desk: Desk, file: NamedFile, field: str) -> Paper:
    if file.content is not None:
        return Paper(os.path.basename(file.path), file.content)
    return desk.papers.bring(file.path, field)


def by_place(problems: Mapping[str, str]) -> dict[str, str]:
    """Return problems by the places of the form: those of single files at the one place of all."""
    told: dict[str, str] = {}
    for place, sentence in problems.items():
        at = ATTACHMENTS if place.startswith(f"{ATTACHMENTS}.") else place
        told[at] = f"{told[at]} {sentence}" if at in told else sentence
    return told
