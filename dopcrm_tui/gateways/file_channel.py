"""Notices as files in a folder: for a demonstration, and for an office without a line outside."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dopcrm_tui.gateways.channel import Fate, Outgoing, Sent

_NO_NAME = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class FileChannel:
    """Writes each notice as one file, named by its reference: sent twice, it is the same file."""

    folder: Path

    def send(self, notices: Sequence[Outgoing]) -> Iterator[Sent]:
        """Write the notices; a folder that cannot be written is a way that is shut."""
        for notice in notices:
            try:
                self._write(notice)
            except OSError as problem:
                yield Sent(Fate.SHUT, f"The folder of notices: {problem.strerror}.")
            else:
                yield Sent(Fate.ACCEPTED)

    def _write(self, notice: Outgoing) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{_NO_NAME.sub('_', notice.reference)}.txt"
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        written = f"To: {notice.to}\nSubject: {notice.subject}\n\n{notice.text}\n"
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as handle:
            handle.write(written.encode("utf-8", "backslashreplace"))
        fresh.replace(file)
