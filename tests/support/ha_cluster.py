"""Three hosts as `contrib/ha` sets them up, each with etcd, Patroni, PostgreSQL and pgbouncer."""

import json
import os
import pwd
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

import psycopg
from ha_network import Host, network

FILL = Path(__file__).parents[2] / "contrib" / "ha" / "fill.py"
NAMES = ["db1", "db2", "db3"]
PROGRAMS = "/usr/lib/postgresql/15/bin"
NEEDED = ("/usr/bin/patroni", "/usr/bin/etcd", "/usr/sbin/pgbouncer", f"{PROGRAMS}/postgres")
PACKAGES = "patroni python3-etcd etcd-server pgbouncer postgresql-15"
SECRETS = {"superuser": "s0", "replication": "r0", "owner": "o0", "desk": "d0"}
STARTING = 30.0
"""Seconds after which a host that says it is starting does not begin to follow by itself."""

LOGS = "DOPCRM_HA_LOGS"
"""Names a folder in which the logs of all hosts are kept."""


@dataclass(frozen=True)
class Cluster:
    """The three, and how they are reached from the hall."""

    hosts: list[Host]
    folder: Path

    @property
    def owner_url(self) -> str:
        return self._url("dopcrm_owner", SECRETS["owner"], 5432)

    @property
    def url(self) -> str:
        """The address the terminals are given."""
        return self._url("dopcrm_desk", SECRETS["desk"], 5432)

    @property
    def pooled_url(self) -> str:
        """The same by the poolers."""
        return self._url("dopcrm_desk", SECRETS["desk"], 6432)

    def _url(self, user: str, secret: str, port: int) -> str:
        hosts = "&".join(f"host={host.address}:{port}" for host in self.hosts)
        return f"postgresql://{user}:{secret}@/dopcrm?{hosts}&target_session_attrs=read-write"

    def start(self, host: Host) -> None:
        """Let a host begin what it begins when it is switched on."""
        files = self.folder / "filled" / host.name
        (self.folder / host.name / "pooler.pid").unlink(missing_ok=True)
        self._begin(host, "etcd", env=dict(_settings(files / "etcd.env")))
        self._begin(host, "patroni", files / "patroni.yml")

    def _begin(
        self, host: Host, name: str, *words: Path, env: dict[str, str] | None = None
    ) -> None:
        as_user = ("setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups")
        log = self.folder / f"{host.name}.{name}.log"
        host.start(name, *as_user, name, *words, log=str(log), env=env)

    def switch_over(self) -> None:
        """Let one of the others be the primary."""
        primary = self.primary()
        _ask(primary, "switchover", {"leader": primary.name})

    @contextmanager
    def resting(self, host: Host) -> Iterator[None]:
        """Take a host out as for maintenance: Patroni there is stopped, and begins again after."""
        host.stop("patroni")
        yield
        self._begin(host, "patroni", self.folder / "filled" / host.name / "patroni.yml")

    def primary(self) -> Host:
        """The host that takes writes, by its own word: what others know of it may be old."""
        (leader,) = [host for host in self.hosts if _is_primary(host)]
        return leader

    def _named(self, name: str) -> Host:
        return next(host for host in self.hosts if host.name == name)

    def members(self) -> list[dict]:
        """What the primary says of all of them; empty where there is none."""
        for host in self.hosts:
            if _is_primary(host):
                with suppress(OSError):
                    return _ask(host, "cluster")["members"]
        return []

    def is_whole(self) -> bool:
        """Whether one leads, and both others have every save before it is told."""
        members = self.members()
        roles = sorted(one["role"] for one in members)
        return (
            roles == ["leader", "sync_standby", "sync_standby"]
            and all(one["state"] in ("running", "streaming") for one in members)
            and all(one.get("lag", 0) == 0 for one in members)
        )

    def bring_back(self) -> None:
        """Wait until all three are there; who cannot follow is made anew, as its README says."""
        until, starting = time.monotonic() + 180, dict[str, float]()
        while not self.is_whole():
            if time.monotonic() > until:
                raise AssertionError(f"they do not come together: {self.members()}")
            for member in self.members():
                name, state = member["name"], member["state"]
                since = starting.setdefault(name, time.monotonic())
                if state == "start failed" or time.monotonic() > since + STARTING:
                    with suppress(OSError):
                        _ask(self._named(name), "reinitialize", {"force": True})
                if state != "starting" or time.monotonic() > since + STARTING:
                    del starting[name]
            time.sleep(0.5)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Set three hosts up as the README of `contrib/ha` does, with an empty database."""
    if missing := [one for one in NEEDED if not Path(one).exists()]:
        raise RuntimeError(f"{', '.join(missing)} missing. Install: {PACKAGES}")
    with network(NAMES) as (hosts, span):
        made = Cluster(hosts, folder)
        _fill(made, span)
        for host in hosts:
            made.start(host)
        wait_until(made.is_whole, "the three hosts are together", 90)
        _make_database(made)
        try:
            yield made
        finally:
            _keep_logs(made)


def wait_until(holds: Callable[[], object], what: str, seconds: float) -> None:
    """Wait for something; an error where it does not come."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.2)


def _fill(made: Cluster, span: str) -> None:
    """Fill the files as a person does, all hosts on one disk."""
    for host in made.hosts:
        (made.folder / host.name).mkdir()
    own, pid = f"{made.folder}/filled/$host", f"{made.folder}/$host/pooler.pid"
    words = {
        "cluster": "dopcrm",
        "network": span,
        "programs": PROGRAMS,
        "data": f"{made.folder}/$host/data",
        "etcd_data": f"{made.folder}/$host/etcd",
        "sockets": f"{made.folder}/$host",
        "userlist": f"{own}/userlist.txt",
        "callback": f"{own}/pooler.sh",
        "before_promotion": f"{own}/before_promotion.sh",
        "pooler_on": f"pgbouncer -d -q {own}/pgbouncer.ini",
        "pooler_off": f"test ! -e {pid} || kill `cat {pid}`",
        "pooler_pid": pid,
        "pooler_log": f"{made.folder}/$host.pgbouncer.log",
    }
    hosts = {host.name: host.address for host in made.hosts}
    told = made.folder / "hosts.toml"
    told.write_text(_toml(words) + f"[hosts]\n{_toml(hosts)}[secrets]\n{_toml(SECRETS)}")
    subprocess.run([sys.executable, FILL, told, made.folder / "filled"], check=True, stdout=DEVNULL)
    _give_to_postgres(made.folder)


def _toml(words: dict[str, str]) -> str:
    return "".join(f"{word} = {json.dumps(value)}\n" for word, value in words.items())


def _give_to_postgres(folder: Path) -> None:
    """PostgreSQL refuses root, and the folders of tests are closed to everybody else."""
    who = pwd.getpwnam("postgres")
    for each in (folder, *folder.rglob("*")):
        os.chown(each, who.pw_uid, who.pw_gid)
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o001)


def _settings(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("=", 1)
            yield name, value.strip('"')


def _make_database(made: Cluster) -> None:
    address = f"host={made.primary().address} user=postgres password={SECRETS['superuser']}"
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        for role in ("owner", "desk"):
            connection.execute(f"CREATE ROLE dopcrm_{role} LOGIN PASSWORD '{SECRETS[role]}'")
        connection.execute("CREATE DATABASE dopcrm OWNER dopcrm_owner")


def _is_primary(host: Host) -> bool:
    try:
        _ask(host, "primary")
    except OSError:
        return False
    return True


def _ask(host: Host, what: str, told: dict | None = None) -> dict:
    data = None if told is None else json.dumps(told).encode()
    asked = urllib.request.Request(
        f"http://{host.address}:8008/{what}", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=60 if told else 2) as answer:
        said = answer.read()
    return json.loads(said) if said.startswith(b"{") else {}


def _keep_logs(made: Cluster) -> None:
    if into := os.environ.get(LOGS):
        Path(into).mkdir(parents=True, exist_ok=True)
        for log in made.folder.glob("*.log"):
            subprocess.run(["cp", log, into], check=True)
