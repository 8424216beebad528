"""What is kept and what is said when the app fails: places in the code, never values."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

LOG_NAME = "crash.log"


def record(error: BaseException, directory: Path, *, incident: str, now: datetime) -> Path:
    """Append the error to the crash log, mode 0600, and return the log's path.

    Only exception types, files, lines and functions are written: messages and locals may hold
    what a customer said, as a failed statement holds its parameters.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / LOG_NAME
    lines = [f"{now.isoformat(timespec='seconds')} incident {incident}", *_places(error), ""]
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(log, "a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


def sentence(incident: str) -> str:
    """Say what the person at the terminal can do."""
    return (
        f"dopcrm has stopped because of a fault in the program. Incident {incident}. "
        "Tell this number to your administrator; you can start dopcrm again."
    )


def _places(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        for frame in traceback.extract_tb(cause.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        cause = cause.__cause__ or cause.__context__
