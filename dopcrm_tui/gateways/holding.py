"""Holding a name in a folder: one program at a time, and no longer than it lives."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Hold:
    """A name that this program holds; the system lets go of it when the program ends."""

    file: Path
    handle: int

    @classmethod
    def take(cls, folder: Path, name: str) -> Self | None:
        """Hold a name; None where another program does, or another hold of this one.

        Raises OSError where the folder cannot be written.
        """
        import fcntl  # there is none on Windows, where no line is dropped either

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f".{name}.held"
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return cls(file, handle)

    def let_go(self) -> None:
        """Hold it no more."""
        with suppress(OSError):
            self.file.unlink()
        os.close(self.handle)
