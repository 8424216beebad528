"""Where the host is to be found."""

from __future__ import annotations

import os
from collections.abc import Mapping

SOCKET = "DOPCRM_HOST"
"""The variable that names the socket; empty, there is no host."""

SERVICE = "/run/dopcrm/host.sock"
"""Where the service waits (contrib/ssh)."""


def socket_path(environ: Mapping[str, str]) -> str:
    """Return the socket's path: as it is set, in systemd's folder, in the user's, the service's."""
    if SOCKET in environ:
        return environ[SOCKET]
    for folder in ("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"):
        if environ.get(folder):
            return os.path.join(environ[folder], "host.sock" if folder[0] == "R" else "dopcrm.sock")
    return SERVICE
