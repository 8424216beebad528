"""The local spool: forms that wait on this machine for the store, sealed, one file each.

A file names the key it is sealed with in its first line; the key itself is in the store, and in the
memory of who is logged in, never on the disk.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MARK = "dopcrm spool 1"


class SpoolFault(Exception):
    """The folder cannot be written, or a file of it cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A key and its id: 32 random bytes in URL-safe Base64, as Fernet takes it."""

    id: str
    secret: str

    def __repr__(self) -> str:
        """Show no secret."""
        return f"Seal({self.id!r})"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A form that waits: its name, and the id of the key that opens it."""

    name: str
    seal_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder of sealed forms, for its owner's eyes only."""

    folder: Path
    ending: str = ".form"

    def keep(self, name: str, content: bytes, seal: Seal) -> None:
        """Keep a form so that a power cut does not lose it. Raises SpoolFault."""
        from cryptography.fernet import Fernet  # only where something is kept

        sealed = Fernet(seal.secret).encrypt(content)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self.folder / f".{name}.{os.getpid()}"
            _write(fresh, f"{_MARK} {seal.id}\n".encode() + sealed)
            fresh.replace(self._file(name))
            _settle(self.folder)
        except OSError as problem:
            raise SpoolFault(f"{self.folder} cannot be written: {problem.strerror}.") from None

    def waiting(self) -> tuple[Sealed, ...]:
        """Return the forms that wait, those kept first before the others."""
        with suppress(OSError):
            return tuple(
                self._read(sorted(self._files(), key=lambda file: file.stat().st_mtime_ns))
            )
        return ()

    def remove(self, name: str) -> None:
        """Let go of a form; one that is gone already is no matter."""
        with suppress(OSError):
            self._file(name).unlink(missing_ok=True)

    def set_aside(self, name: str) -> Path:
        """Have a form wait no more, and keep its file under another name, which is returned."""
        file = self._file(name)
        aside = file.with_suffix(".damaged")
        with suppress(OSError):
            file.replace(aside)
        return aside

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}{self.ending}"

    def _files(self) -> Iterator[Path]:
        return (file for file in self.folder.glob(f"*{self.ending}") if file.name[0] != ".")

    def _read(self, files: list[Path]) -> Iterator[Sealed]:
        for file in files:
            with suppress(OSError):
                head, _, content = file.read_bytes().partition(b"\n")
                mark, _, seal_id = head.decode("ascii", "replace").rpartition(" ")
                if mark == _MARK:
                    yield Sealed(file.name.removesuffix(self.ending), seal_id, content)


def be_ready() -> None:
    """Load what seals: a tenth of a second, which the first form need not wait for."""
    import cryptography.fernet  # noqa: F401


def unsealed(sealed: Sealed, seal: Seal) -> bytes:
    """Return a form as it was kept. Raises SpoolFault where the file was changed or is cut off."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(seal.secret).decrypt(sealed.content)
    except InvalidToken:
        raise SpoolFault(f"{sealed.name} is damaged and cannot be opened.") from None


def _write(file: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(file, flags, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _settle(folder: Path) -> None:
    """Have the disk keep the name of a new file, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
