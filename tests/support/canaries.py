"""Names and numbers of customers, planted by the tests: they may be found nowhere else."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

PLANTED = (
    "Ravi Kumar",
    "Meera Krishnan",
    "Lakshmi Pillai",
    "9876543210",
    "9847012345",
    "ravi@example.in",
    "counter seven opens early",
)
"""Two complainants, their numbers and address, and the password of everybody."""

LARGEST = 10_000_000


class Listener(logging.Handler):
    """Hears every record of the program's, whoever else does."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("dopcrm_tui", "data", "screens")):
            return
        said = logging.Formatter().format(record)
        self.heard += [canary for canary in PLANTED if canary in said]


def left_behind(folder: Path) -> Iterator[str]:
    """Yield every trace of a planted name in what the tests of a run have left.

    Looked at are the names of files, logs, and images of memory, below each test's own folder.
    """
    for root, _, names in os.walk(folder):
        below = len(Path(root).relative_to(folder).parts)
        for name in names if below else ():
            file = Path(root, name)
            if any(canary in name for canary in PLANTED):
                yield f"{file}: its name"
            elif name.startswith("core") and file.suffix not in {".py", ".pyc"}:
                yield f"{file}: an image of memory"
            elif "log" in (file.suffix.lstrip("."), file.parent.name) and _holds_one(file):
                yield f"{file}: a log with a name in it"


def _holds_one(file: Path) -> bool:
    if not file.is_file() or file.stat().st_size > LARGEST:
        return False
    written = file.read_bytes()
    return any(canary.encode() in written for canary in PLANTED)
