"""Files people bring: regular ones only, looked at before they are read."""

import os
import stat

from dopcrm_tui.rules.attachment_content import check_size

_REGULAR_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
"""No link is followed, and a pipe keeps nobody waiting."""


def read_attachment(path: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file to be attached; `~` is the user's home.

    Raises ValueError with one sentence where it is no regular file, unreadable or too large.
    """
    found = os.path.expanduser(path.strip())
    name = os.path.basename(found)
    try:
        handle = os.open(found, _REGULAR_ONLY)
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
