"""Hosts on one machine: network namespaces on a bridge, each with an address of its own.

Needs root and iproute2. The names are this process's own, so that two runs do not meet.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

NETWORK = "10.83.{place}.0/24"


@dataclass(frozen=True)
class Host:
    """One host: what runs on it, and its cable."""

    name: str
    address: str
    namespace: str
    cable: str
    """The end of its cable in the bridge."""
    started: dict[str, subprocess.Popen] = field(default_factory=dict)

    def command(self, *words: object) -> list[str]:
        return ["ip", "netns", "exec", self.namespace, *map(str, words)]

    def start(self, name: str, *words: object, log: str, env: dict[str, str] | None = None) -> None:
        """Start a program on this host that goes on; what it says goes to the file `log`."""
        with open(log, "ab") as said:
            began = subprocess.Popen(
                self.command(*words),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={**os.environ, **(env or {})},
            )
        self.started[name] = began

    def stop(self, name: str) -> None:
        """Ask a program to end, and wait until it has."""
        ended = self.started.pop(name)
        ended.terminate()
        ended.wait(60)

    def kill(self) -> None:
        """Be dead at once, with all that ran here: nothing is said to anybody."""
        while pids := _run("ip", "netns", "pids", self.namespace).split():
            for pid in pids:
                _kill(int(pid))
            time.sleep(0.02)
        for each in self.started.values():
            each.wait()
        self.started.clear()

    def cut(self) -> None:
        """Pull the cable: everything here goes on, and nobody is reached."""
        _run("ip", "link", "set", self.cable, "down")

    def mend(self) -> None:
        _run("ip", "link", "set", self.cable, "up")


@contextmanager
def network(names: list[str]) -> Iterator[tuple[list[Host], str]]:
    """Lay the cables; give the hosts and the network's address. Nothing is left at the end."""
    place = os.getpid() % 250
    span = NETWORK.format(place=place)
    bridge = f"dc{place}"
    hosts = [_host(place, number, name) for number, name in enumerate(names, 11)]
    try:
        _run("ip", "link", "add", bridge, "type", "bridge")
        _run("ip", "addr", "add", span.replace(".0/", ".1/"), "dev", bridge)
        _run("ip", "link", "set", bridge, "up")
        for host in hosts:
            _lay(host, bridge)
        yield hosts, span
    finally:
        for host in hosts:
            host.kill()
            _run("ip", "netns", "delete", host.namespace, check=False)
        _run("ip", "link", "delete", bridge, check=False)


def _host(place: int, number: int, name: str) -> Host:
    return Host(name, f"10.83.{place}.{number}", f"dc{place}-{name}", f"dc{place}-{number}")


def _lay(host: Host, bridge: str) -> None:
    inside = f"{host.cable}i"
    _run("ip", "netns", "add", host.namespace)
    _run("ip", "link", "add", host.cable, "type", "veth", "peer", "name", inside)
    _run("ip", "link", "set", inside, "netns", host.namespace, "name", "eth0")
    _run("ip", "link", "set", host.cable, "master", bridge, "up")
    for words in (
        ("addr", "add", f"{host.address}/24", "dev", "eth0"),
        ("link", "set", "eth0", "up"),
        ("link", "set", "lo", "up"),
    ):
        _run("ip", "-n", host.namespace, *words)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _run(*words: str, check: bool = True) -> str:
    done = subprocess.run(words, capture_output=True, text=True)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
