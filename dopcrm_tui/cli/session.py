"""The login kept between commands: a token in the state directory, readable by its owner only."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_LONGEST = 200
"""Characters read of the file; a token has fewer."""


def keep(file: Path, token: str) -> None:
    """Keep the token for the next command, in place of any other."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(fresh, flags, 0o600), "w") as handle:
        handle.write(token)
    fresh.replace(file)


def kept(file: Path) -> str | None:
    """Return the token of the last login, None where there is none."""
    with suppress(OSError, UnicodeDecodeError), file.open() as handle:
        return handle.read(_LONGEST).strip() or None
    return None


def forget(file: Path) -> None:
    """Drop the token."""
    file.unlink(missing_ok=True)
