"""Files people bring: regular ones only, looked at before they are read."""

import errno
import os
import stat
from pathlib import Path, PurePath

from dopcrm_tui.rules.attachment_content import check_size

_REGULAR_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""No link is followed, and a pipe keeps nobody waiting."""


def read_attachment(path: str, within: Path | None = None) -> tuple[str, bytes]:
    """Return the name and the bytes of a file to be attached; `~` is the user's home.

    With `within` only what lies below that folder is read, wherever links lead meanwhile.
    Raises ValueError with one sentence where it is no regular file, unreadable or too large.
    """
    found = path.strip() if within else os.path.expanduser(path.strip())
    name = os.path.basename(found)
    try:
        handle = _open_below(within, found) if within else os.open(found, _REGULAR_ONLY)
    except OSError as problem:
        raise ValueError(f"{path} cannot be read: {problem.strerror}.") from None
    except ValueError:
        raise ValueError(f"{path} is no name of a file.") from None
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise ValueError(f"{path} is not a file that can be attached.")
    with os.fdopen(handle, "rb") as file:
        check_size(status.st_size, name)
        return name, file.read(status.st_size)


def _open_below(folder: Path, path: str) -> int:
    """Open a file below a folder, step by step from it: no link is followed, no step leads up.

    Raises OSError.
    """
    named = PurePath(path)
    steps = (named.relative_to(folder) if named.is_relative_to(folder) else named).parts
    if not steps or (named.is_absolute() and steps == named.parts) or ".." in steps:
        raise OSError(errno.EACCES, f"it does not lie in {folder}")
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for step in steps[:-1]:
            below = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        return os.open(steps[-1], _REGULAR_ONLY, dir_fd=at)
    finally:
        os.close(at)
