"""The host as a process of its own, and the sessions it has forked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from pty_terminal import ROOT, PtyTerminal

TOY = (sys.executable, str(ROOT / "tests" / "host" / "toy_host.py"))
DOPCRM = (sys.executable, "-m", "dopcrm_tui", "host")


class HostProcess:
    """Leave the `with` block and the host is gone; its sessions end with their terminals."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        argv: Sequence[str] = DOPCRM,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.socket = folder / "host.sock"
        self._log = folder / f"host-{len(list(folder.glob('host-*.log')))}.log"
        home = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        given = {**home, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}", **(env or {})}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [*argv, "--socket", str(self.socket), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=given,
                cwd=folder,
            )
        self.wait_for_said("Waiting at")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def sessions(self) -> list[int]:
        """The processes it has forked."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(word) for word in listed.split()]

    def wait_for_said(self, words: str) -> None:
        def is_said() -> bool:
            if self.process.poll() is not None and words not in self.said:
                raise AssertionError(f"the host has ended:\n{self.said}")
            return words in self.said

        wait_until(is_said)

    def attach(self, env: Mapping[str, str], **options: object) -> PtyTerminal:
        """Come in at a terminal of one's own, as the wrapper of sshd lets in."""
        argv = [sys.executable, "-I", "-m", "dopcrm_tui.host.attach"]
        given = {"DOPCRM_HOST": str(self.socket), "HOME": str(self.folder), **env}
        return PtyTerminal(argv, env=given, **options)  # type: ignore[arg-type]


def wait_until(holds, timeout: float = 30.0) -> None:
    """Wait for a condition."""
    end = monotonic() + timeout
    while not holds():
        assert monotonic() < end, "it never came to be"
        sleep(0.01)
