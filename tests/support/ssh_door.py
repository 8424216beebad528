"""A real sshd on loopback, set up as contrib/ssh says, with an account and keys of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

import pyotp
from post_office import PASSWORD
from pty_terminal import ROOT, PtyTerminal

from data.catalogues.offices import read_demo_offices
from data.database import Store
from data.setup import create_store
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.accounts import Accounts

ACCOUNT = "dopcrm-test"
CONTRIB = ROOT / "contrib" / "ssh"
PEOPLE = {"10000002": "Biju Thomas", "10000003": "Celine Joseph"}
STEP = 30


@dataclass
class Door:
    """The account's folder, the port, and what each person's token shows."""

    folder: Path
    port: int
    host: subprocess.Popen[bytes] | None = None
    """The warm host, where there is one."""
    secrets: dict[str, str] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    """The step of the last code that was typed."""

    @property
    def config(self) -> Path:
        return self.folder / "etc" / "sshd_config"

    @property
    def state(self) -> Path:
        return self.folder / "var" / "state"

    def open_desk(self) -> Desk:
        """The desk over the same store, beside the sessions."""
        store = Store.open(f"sqlite:///{self.folder / 'var' / 'dopcrm.db'}")
        return Desk.over(store, drafts_dir=self.state / "drafts")

    def client(self, *words: str, key: str = "10000002", options: Sequence[str] = ()) -> list[str]:
        """The command of a client: `words` behind the host."""
        told = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")
        told += ("IdentitiesOnly=yes", "PreferredAuthentications=publickey", "ConnectTimeout=10")
        given = [part for one in told for part in ("-o", one)]
        identity = ["-i", str(self.folder / "keys" / key)]
        port = ["-p", str(self.port)]
        whom = f"{ACCOUNT}@127.0.0.1"
        return ["ssh", "-F", "none", *given, *identity, *port, *options, whom, *words]

    def come(self, *words: str, key: str = "10000002", options: Sequence[str] = ()) -> PtyTerminal:
        """Come in at a terminal."""
        return PtyTerminal(self.client(*words, key=key, options=["-tt", *options]))

    def run(self, *words: str, key: str = "10000002", options: Sequence[str] = ()):
        """Come in without a terminal."""
        return subprocess.run(
            self.client(*words, key=key, options=options),
            input="echo broken-out\nid\n",
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def log_in(self, terminal: PtyTerminal, employee_id: str = "10000002") -> None:
        """Type password and code."""
        terminal.wait_for("Password")
        terminal.press(f"{PASSWORD}\r")
        terminal.wait_for("Code")
        terminal.press(f"{self.code(employee_id)}\r")
        terminal.wait_for("Complaint Registration")

    def code(self, employee_id: str) -> str:
        """The next code that counts: half a minute of leeway makes room for three."""
        now = int(time.time()) // STEP
        step = max(self.shown.get(employee_id, 0) + 1, now - 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.5)  # the token's own clock
        self.shown[employee_id] = step
        return pyotp.TOTP(self.secrets[employee_id]).at(step * STEP)

    def incidents(self) -> list[str]:
        """What the program has written down of its own faults."""
        return [file.read_text() for file in self.state.rglob("*.log")]

    def sessions(self) -> list[int]:
        """The processes of the account that are dopcrm."""
        host = self.host.pid if self.host else 0
        return [one for one in _processes(b"dopcrm_tui\0") if one != host]

    def clients(self) -> list[int]:
        """The processes that hold a terminal for a session: itself, or a shell at the host."""
        return list(_processes(b"echo w")) if self.host else self.sessions()


@contextmanager
def door(*, warm: bool) -> Iterator[Door]:
    """Install the product, make account, store and keys, and open the port."""
    folder = Path(_made_folder())
    port = _free_port()
    made = Door(folder, port)
    _run("useradd", "--system", "--home-dir", str(folder / "home"), "--shell", "/bin/sh", ACCOUNT)
    try:
        _run("usermod", "--password", "*", ACCOUNT)
        _install(made)
        _make_store(made)
        if warm:
            made.host = _start_host(made)
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with (folder / "sshd.log").open("w") as log:
            argv = ["/usr/sbin/sshd", "-D", "-e", "-f", str(made.config)]
            sshd = subprocess.Popen(argv, stderr=log)
        try:
            _wait_for(port, sshd)
            yield made
        finally:
            sshd.terminate()
            sshd.wait()
            _end_all()
            if made.host:
                made.host.wait()
    finally:
        _run("userdel", ACCOUNT)
        shutil.rmtree(folder, ignore_errors=True)


def _start_host(made: Door) -> subprocess.Popen[bytes]:
    """Start the warm host as the account."""
    socket_path = made.folder / "var" / "host.sock"
    argv = ["setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups"]
    argv += ["env", "-i", "LANG=C.UTF-8", str(made.folder / "venv" / "bin" / "python"), "-I"]
    argv += ["-m", "dopcrm_tui", "host", "--socket", str(socket_path)]
    with (made.folder / "host.log").open("w") as log:
        started = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    end = time.monotonic() + 30
    while not socket_path.exists():
        assert time.monotonic() < end, (made.folder / "host.log").read_text()
        assert started.poll() is None, (made.folder / "host.log").read_text()
        time.sleep(0.05)
    return started


def _end_all() -> None:
    """End whatever still runs for the account."""
    end = time.monotonic() + 10
    while (left := list(_processes())) and time.monotonic() < end:
        for process in left:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.1)


def _processes(word: bytes = b"") -> Iterator[int]:
    uid = pwd.getpwnam(ACCOUNT).pw_uid
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid == uid and word in (process / "cmdline").read_bytes():
                yield int(process.name)


def _made_folder() -> str:
    folder = Path("/srv") / f"dopcrm-ssh-{os.getpid()}"
    folder.mkdir(mode=0o755)
    return str(folder)


def _install(made: Door) -> None:
    folder = made.folder
    for name in ("etc", "keys", "home", "var"):
        (folder / name).mkdir(mode=0o755)
    _run("/usr/bin/python3", "-m", "venv", str(folder / "venv"))
    _run(str(folder / "venv" / "bin" / "pip"), "install", "-q", str(ROOT))
    keys = []
    for name in (*PEOPLE, "stranger", "nameless"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "keys" / name))
        public = " ".join((folder / "keys" / f"{name}.pub").read_text().split()[:2])
        keys += [f"restrict,pty {public} {name}"] if name in PEOPLE else []
    (folder / "etc" / "authorized_keys").write_text("\n".join(keys) + "\n")
    places = {
        "/opt/dopcrm/bin/python": str(folder / "venv" / "bin" / "python"),
        "/etc/dopcrm/ssh/authorized_keys": str(folder / "etc" / "authorized_keys"),
        "/etc/dopcrm/config.toml": str(folder / "etc" / "config.toml"),
        "/run/dopcrm/host.sock": str(folder / "var" / "host.sock"),
        "/usr/local/bin/dopcrm-ssh": str(folder / "etc" / "dopcrm-ssh"),
        "/etc/dopcrm/ssh/host_key": str(folder / "keys" / "host"),
        "/etc/dopcrm/ssh/dopcrm.conf": str(folder / "etc" / "dopcrm.conf"),
        "Match User dopcrm": f"Match User {ACCOUNT}",
        "AllowUsers dopcrm": f"AllowUsers {ACCOUNT}",
        "Port 2222": f"Port {made.port}\nListenAddress 127.0.0.1",
        "ClientAliveInterval 20": "ClientAliveInterval 2",
    }
    _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "keys" / "host"))
    for name in ("dopcrm-ssh", "dopcrm.conf", "sshd_config"):
        text = (CONTRIB / name).read_text()
        for shipped, here in places.items():
            text = text.replace(shipped, here)
        file = folder / "etc" / name
        file.write_text(text)
        file.chmod(0o755 if name == "dopcrm-ssh" else 0o644)


def _make_store(made: Door) -> None:
    var = made.folder / "var"
    url = f"sqlite:///{var / 'dopcrm.db'}"
    now = datetime.now(UTC)
    store = create_store(url, read_demo_offices(), now=now, random=SystemRandom())
    accounts = Accounts(store, lambda: datetime.now(UTC), SystemRandom())
    accounts.first_administrator("10000001", PASSWORD, "Asha Menon")
    drawn = accounts.drawn_token("10000001", PASSWORD)
    code = pyotp.TOTP(drawn.secret).now()
    login = accounts.enrol("10000001", PASSWORD, drawn.secret, code)
    for employee_id, name in PEOPLE.items():
        first = accounts.add(
            login.actor,
            employee_id=employee_id,
            name=name,
            role=Role.OPERATOR,
            office_code="682001001",
        )
        accounts.change_password(employee_id, first, PASSWORD)
        drawn = accounts.drawn_token(employee_id, PASSWORD)
        step = int(time.time()) // STEP - 1
        made.secrets[employee_id], made.shown[employee_id] = drawn.secret, step
        shown = pyotp.TOTP(drawn.secret).at(step * STEP)
        accounts.log_out(accounts.enrol(employee_id, PASSWORD, drawn.secret, shown).token)
    accounts.log_out(login.token)
    store.close()
    (made.folder / "etc" / "config.toml").write_text(
        f'store = "{url}"\nstate_dir = "{made.state}"\nattach_from = "{var / "scans"}"\n'
    )
    (var / "scans").mkdir()
    _run("chown", "-R", f"{ACCOUNT}:", str(var), str(made.folder / "home"))
    _run("chmod", "-R", "go=", str(var), str(made.folder / "home"))


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(port: int, sshd: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and sshd.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("sshd does not answer")


def _run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{argv}: {done.stderr}"
