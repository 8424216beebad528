"""What the doctor looks at where people come by SSH: nobody may get more than the screens."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dopcrm_tui.cli.check import Check

CONFIGS = (Path("/etc/dopcrm/ssh/sshd_config"), Path("/etc/ssh/sshd_config"))
WRAPPER = "dopcrm-ssh"
NOBODY_SENDS = "DOPCRM_NOTHING"
LONGEST_SILENCE = 60

_WANTED = {
    "disableforwarding": "yes",
    "permittty": "yes",
    "permituserrc": "no",
    "permituserenvironment": "no",
    "permittunnel": "no",
    "exposeauthinfo": "yes",
    "authenticationmethods": "publickey",
    "passwordauthentication": "no",
    "kbdinteractiveauthentication": "no",
    "maxsessions": "1",
}
"""What sshd has to say of itself, in its own words."""

_KEY_KINDS = ("ssh-", "ecdsa-", "sk-")


def ssh_checks(account: str, config: Path | None, store: Path | None, host: Path) -> list[Check]:
    """Look at sshd, its keys, account, the store's file and the host's socket, as root."""
    used = config or next((one for one in CONFIGS if one.exists()), CONFIGS[0])
    try:
        told = _effective(used, account)
    except (OSError, subprocess.SubprocessError) as problem:
        said = getattr(problem, "stderr", "") or str(problem)
        return [Check("sshd", str(said).strip(), f"Mend {used}, and look again as root.")]
    return [
        *_options(told),
        *_environment(told),
        *_silence(told),
        *_wrapper(told),
        *_keys(told),
        *_account(account, told),
        *_host(account, host),
        *(_store(store, account) if store else []),
    ]


def _effective(config: Path, account: str) -> Mapping[str, Sequence[str]]:
    """Return what sshd would do for the account, by its options' names in small letters."""
    whom = f"user={account},host=localhost,addr=127.0.0.1"
    done = subprocess.run(
        ["/usr/sbin/sshd", "-T", "-f", str(config), "-C", whom],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    told: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition(" ")
        told.setdefault(name, []).append(value)
    return told


def _options(told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    wrong = {
        name: said
        for name, wanted in _WANTED.items()
        if (said := " ".join(told.get(name, ["not set"]))) != wanted
    }
    for name, said in wrong.items():
        yield Check("sshd", f"{name} is {said}", f"Set it to {_WANTED[name]} for the account.")
    if not wrong:
        yield Check("sshd", "no forwarding, no password, nothing but the screens")


def _environment(told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    taken = [one for one in told.get("acceptenv", ()) if one not in {"", "none", NOBODY_SENDS}]
    finding = f"taken from clients: {', '.join(taken)}" if taken else "none is taken from clients"
    yield Check("environment", finding, f"Set AcceptEnv {NOBODY_SENDS}." if taken else "")


def _silence(told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    every, times = (int(told.get(name, ["0"])[0]) for name in _ALIVE)
    if 0 < every * times <= LONGEST_SILENCE * 2 and every <= LONGEST_SILENCE:
        yield Check("dropped lines", f"noticed after {every * times} seconds")
    else:
        remedy = "Set ClientAliveInterval 20 and ClientAliveCountMax 3."
        yield Check("dropped lines", "a line that is gone is not noticed for long", remedy)


_ALIVE = ("clientaliveinterval", "clientalivecountmax")


def _wrapper(told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    command = told.get("forcecommand", ["none"])[0]
    file = Path(command.split(" ")[0])
    if file.name != WRAPPER:
        yield Check("command", f"ForceCommand is {command}", f"Set it to the path of {WRAPPER}.")
        return
    yield _roots_alone(file, "command")


def _keys(told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    file = Path(told.get("authorizedkeysfile", [".ssh/authorized_keys"])[0].split(" ")[0])
    if not file.is_absolute():
        yield Check("keys", f"{file} belongs to the account", "Name a file that belongs to root.")
        return
    owned = _roots_alone(file, "keys")
    if owned.remedy:
        yield owned
        return
    lines = [line.split() for line in file.read_text(errors="replace").splitlines()]
    keys = [words for words in lines if words and not words[0].startswith("#")]
    wrong = [place for place, words in enumerate(keys, 1) if not _employee(words)]
    if wrong:
        which = ", ".join(map(str, wrong))
        remedy = "End each line with the eight digits of whose key it is."
        yield Check("keys", f"not tied to an employee ID: key {which} of {file}", remedy)
        return
    blobs = [_blob(words) for words in keys]
    doubled = {blob for blob in blobs if blobs.count(blob) > 1}
    remedy = "Let each person have a key of their own." if doubled else ""
    yield Check("keys", f"{len(keys)} keys in {file}", remedy)


def _employee(words: Sequence[str]) -> bool:
    """Whether a line ends with a key and eight digits, as the wrapper reads it."""
    at = next((n for n, word in enumerate(words) if word.startswith(_KEY_KINDS)), None)
    said = words[at + 2] if at is not None and len(words) > at + 2 else ""
    return said.isascii() and said.isdecimal() and len(said) == 8 and said[0] != "0"


def _blob(words: Sequence[str]) -> str:
    at = next(n for n, word in enumerate(words) if word.startswith(_KEY_KINDS))
    return words[at + 1]


def _account(account: str, told: Mapping[str, Sequence[str]]) -> Iterator[Check]:
    try:
        found = pwd.getpwnam(account)
    except KeyError:
        yield Check("account", f"there is no account {account}", "Make it: see contrib/ssh.")
        return
    if found.pw_uid == 0:
        yield Check("account", f"{account} may do everything", "Make an account for dopcrm alone.")
    elif found.pw_shell not in {"/bin/sh", "/bin/dash", "/bin/bash"}:
        remedy = f"usermod --shell /bin/sh {account}: sshd starts the screens by it."
        yield Check("account", f"its shell is {found.pw_shell}", remedy)
    elif _is_locked(account) and told.get("usepam", ["no"])[0] == "no":
        remedy = f"usermod --password '*' {account}: no password fits, and keys are let in."
        yield Check("account", "locked: sshd lets nobody in", remedy)
    else:
        yield Check("account", f"{account}, with the screens for a shell")


def _host(account: str, socket: Path) -> Iterator[Check]:
    """Look whose the warm host is; without one each session begins by itself."""
    try:
        at, owner = socket.stat(), pwd.getpwnam(account).pw_uid
    except (KeyError, OSError):
        yield Check("host", f"none at {socket}: each session begins by itself")
        return
    if at.st_uid == owner and not stat.S_IMODE(at.st_mode) & 0o077:
        yield Check("host", str(socket))
    else:
        remedy = f"Run the host as {account}: dopcrm-host.service."
        yield Check("host", f"{socket} is not the account's alone", remedy)


def _is_locked(account: str) -> bool:
    try:
        lines = Path("/etc/shadow").read_text().splitlines()
    except OSError:
        return False
    words = next((line.split(":") for line in lines if line.startswith(f"{account}:")), ["", ""])
    return words[1].startswith("!")


def _store(file: Path, account: str) -> Iterator[Check]:
    """Look whether the store is the account's alone."""
    try:
        owner = pwd.getpwnam(account).pw_uid
        parts = [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]
        found = {part: part.stat() for part in (file.parent, *parts) if part.exists()}
    except (KeyError, OSError):
        return
    open_ones = [
        part for part, at in found.items() if at.st_uid != owner or stat.S_IMODE(at.st_mode) & 0o077
    ]
    remedy = f"chown -R {account}: {file.parent}; chmod -R go= {file.parent}"
    yield Check(
        "store's file",
        f"others may reach {', '.join(map(str, open_ones))}"
        if open_ones
        else "the account's alone",
        remedy if open_ones else "",
    )


def _roots_alone(file: Path, name: str) -> Check:
    """Look whether nobody but root can change a file, or put another in its place."""
    for part in (file, *file.parents):
        try:
            at = os.stat(part)
        except OSError as problem:
            return Check(name, f"{part}: {problem.strerror}", "Install it: see contrib/ssh.")
        sticky_folder = stat.S_ISDIR(at.st_mode) and at.st_mode & stat.S_ISVTX
        if at.st_uid != 0 or (at.st_mode & 0o022 and not sticky_folder):
            remedy = f"chown root: {part}; chmod go-w {part}"
            return Check(name, f"others than root may write {part}", remedy)
    return Check(name, str(file))
