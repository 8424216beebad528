"""A backup is written from a running store and checked; a broken one is never put in place."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from data import backups
from data.catalogues.wording import shipped
from data.database import Store
from data.migrations.upgrade import upgrade
from dopcrm_tui.gateways import sealed_file
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import InvalidInput, StoreUnavailable
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services.audit import Audit
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.policy_book import PolicyBook

Progress = Callable[[int, int], None]
SUM = ".sha256"
"""How the file beside an unsealed backup ends, in which its hash stands."""

_RESTORING = ".dopcrm-restore-"

_CHECKER = Actor(None, Role.AUDITOR)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup holds."""

    complaints: int
    entries: int
    sealed: bool


def back_up(
    store: Store, file: Path, now: datetime, on_progress: Progress, sealed_for: str | None = None
) -> Checked:
    """Write one state of a store to a new file, check what was written, and seal it for a key.

    Nothing bears the file's name before all of it is there. Raises StoreUnavailable, InvalidInput.
    """
    if file.exists():
        raise InvalidInput({"file": f"{file} is there already."})
    with _beside(file) as making:
        backups.write(store, making, now, on_progress)
        checked = _check(making, now, sealed=bool(sealed_for))
        if sealed_for:
            sealed = making.with_suffix(".sealed")
            sealed_file.seal(making, sealed, sealed_for)
            making = sealed
        else:
            _note_sum(making, file)
        os.chmod(making, 0o600)
        backups.sync(making)
        making.rename(file)
        backups.sync(file)
    return checked


def check(file: Path, now: datetime, key: Path | None = None) -> Checked:
    """Read a backup as `restore` does, and leave it. Raises StoreUnavailable, InvalidInput."""
    with _opened(file, key) as plain:
        return _check(plain, now, sealed=sealed_file.is_sealed(file))


def restore(
    file: Path, target: Store, now: datetime, on_progress: Progress, key: Path | None = None
) -> Checked:
    """Put a backup in place of a store that is not there yet, once all of it has proved whole.

    A SQLite store appears at once, or not at all; what a restore that was killed has left in its
    folder goes with the next one. Raises StoreUnavailable, InvalidInput.
    """
    with _opened(file, key, target.file.parent if target.file else None) as plain:
        checked = _check(plain, now, sealed=sealed_file.is_sealed(file))
        backups.put_in_place(plain, target, now, on_progress)
    return checked


@contextmanager
def _opened(file: Path, key: Path | None, beside: Path | None = None) -> Iterator[Path]:
    """Give a copy of a backup that can be read, in the folder `beside`; throw it away after."""
    if not file.is_file():
        raise InvalidInput({"file": f"There is no backup at {file}."})
    if beside:
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in beside.glob(f"{_RESTORING}*"):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_RESTORING, dir=beside) as folder:
        plain = Path(folder) / "backup.db"
        if not sealed_file.is_sealed(file):
            _check_sum(file)
            shutil.copyfile(file, plain)
        elif key is None:
            raise InvalidInput({"key": f"{file} is sealed; name the key it was sealed for."})
        else:
            sealed_file.unseal(file, plain, key)
        yield plain


def _check(file: Path, now: datetime, *, sealed: bool) -> Checked:
    """Look at every page and every history of a backup. Raises StoreUnavailable."""
    backups.check(file)
    store = Store.open(f"sqlite:///{file}")
    try:
        if store.revision() is not None:
            upgrade(store)
        store.check()
        policy = PolicyBook(store, lambda: now)
        ground = Ground(store, lambda: now, SystemRandom(), policy, shipped())
        verified = Audit(ground).verify(_CHECKER)
    finally:
        store.close()
    if verified.findings:
        raise StoreUnavailable(
            f"{file} is not as it was written: {verified.findings} histories do not agree."
        )
    return Checked(verified.complaints, verified.entries, sealed)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a name in the folder of a file, for one that is being made; nothing of it is left."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=".dopcrm-backup-", dir=file.parent)
    except OSError as problem:
        raise InvalidInput({"file": f"{file} cannot be made: {problem.strerror}."}) from None
    with folder as name:
        yield Path(name) / "backup.db"


def _note_sum(made: Path, file: Path) -> None:
    Path(f"{file}{SUM}").write_text(f"{_sum(made)}  {file.name}\n")


def _check_sum(file: Path) -> None:
    noted = Path(f"{file}{SUM}")
    if not noted.is_file():
        raise InvalidInput({"file": f"{noted} is missing, by which the backup is known as whole."})
    if noted.read_text().split()[:1] != [_sum(file)]:
        raise StoreUnavailable(f"{file} is damaged. Please take another backup.")


def _sum(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as handle:
        while block := handle.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
