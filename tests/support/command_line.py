"""A person at a shell: `dopcrm` as a process of its own, with a store and a home of its own.

A cold start loads for the better part of a second, so most commands run in processes forked from
one that has loaded already; they have their own streams, environment and directory all the same.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

_PLACES = ("STATE", "DATA", "CONFIG", "CACHE")
_PATIENCE = 120
_WARM = multiprocessing.get_context("forkserver")
_WARM.set_forkserver_preload(
    ["pytest", "dopcrm_tui.cli.root", "dopcrm_tui.desk", "dopcrm_tui.settings", "rich.table"]
)


@dataclass(frozen=True)
class Said:
    """What a command said, byte for byte."""

    code: int | None
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def document(self):
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def error(self):
        return self.document["error"]


@dataclass(frozen=True)
class Shell:
    """`home` keeps the session, so that every person has one of their own."""

    store: str
    home: Path
    more: dict[str, str] = field(default_factory=dict)

    def run(self, *words: object, stdin: str | bytes = "") -> Said:
        """Run a command in a process that has loaded already; nothing is a terminal."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "0").write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
            given = ([str(word) for word in words], folder, self.environment(), self.home)
            process = _WARM.Process(target=_serve, args=given)
            process.start()
            process.join(_PATIENCE)
            said = Said(process.exitcode, *((folder / fd).read_bytes() for fd in "12"))
            process.close()
        assert b"Traceback" not in said.err, said.err.decode()
        return said

    def start(self, *words: object, stdin: str = "") -> Said:
        """Run a command as `python -m dopcrm_tui`, from nothing."""
        done = subprocess.run(
            [sys.executable, "-m", "dopcrm_tui", *map(str, words)],
            input=stdin.encode(),
            capture_output=True,
            env=self.environment(),
            cwd=self.home,
            timeout=_PATIENCE,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, *words: object, stdin: str = ""):
        """Run a command that must succeed, and return its JSON document."""
        said = self.run(*words, "--json", stdin=stdin)
        assert said.code == 0, said
        return said.document

    def log_in(self, employee_id: str, password: str) -> None:
        self.ask("login", "--employee-id", employee_id, "--password-stdin", stdin=f"{password}\n")

    def enrol(self, employee_id: str, password: str) -> None:
        """Log in for the first time at a real store: a token is drawn, and shows its first code."""
        import pyotp

        whose = ("--employee-id", employee_id)
        drawn = self.ask("token", "draw", *whose, "--password-stdin", stdin=f"{password}\n")
        code = pyotp.TOTP(drawn["secret"]).now()
        typed = f"{password}\n{drawn['secret']}\n{code}\n"
        self.ask("token", "keep", *whose, "--stdin", stdin=typed)

    def environment(self) -> dict[str, str]:
        """The shell's environment: nothing of the person's own is read or written."""
        places = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in _PLACES}
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {**kept, **places, "DOPCRM_STORE": self.store, "TERM": "xterm", **self.more}


def _serve(words: list[str], folder: Path, environment: dict[str, str], home: Path) -> None:
    """Be `dopcrm` with these arguments, its streams three files of the folder."""
    for fd, flags in enumerate((os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(folder / str(fd), flags, 0o600), fd)
    sys.stdin, sys.stdout, sys.stderr = (
        open(fd, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for fd, mode in enumerate("rww")
    )
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    sys.argv = ["dopcrm", *words]
    from dopcrm_tui.cli import main

    main()
