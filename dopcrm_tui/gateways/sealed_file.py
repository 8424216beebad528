"""Files that only the holder of a key can read, in the format of age (age-encryption.org)."""

import os
from pathlib import Path

from dopcrm_tui.rules.refusals import InvalidInput

OPENING = b"age-encryption.org/"
"""What every such file begins with."""


def is_sealed(file: Path) -> bool:
    """Whether a file is one of these."""
    with file.open("rb") as handle:
        return handle.read(len(OPENING)) == OPENING


def new_key(file: Path) -> str:
    """Write a key that nobody else can read, and return what others seal for it with.

    Raises InvalidInput (`key`) where the file is there or cannot be made.
    """
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as problem:
        raise InvalidInput({"key": f"{file} cannot be made: {problem.strerror}."}) from None
    with os.fdopen(handle, "w") as written:
        written.write(f"# public key: {public}\n{identity}\n")
    return public


def seal(source: Path, into: Path, public: str) -> None:
    """Write a file so that only the holder of a key can read it. Raises InvalidInput (`for`)."""
    import pyrage

    try:
        recipient = pyrage.x25519.Recipient.from_str(public.strip())
    except pyrage.RecipientError:
        raise InvalidInput({"for": "A public key begins with age1 and is 62 signs long."}) from None
    pyrage.encrypt_file(str(source), str(into), [recipient])


def unseal(source: Path, into: Path, key: Path) -> None:
    """Read a sealed file with a key. Raises InvalidInput (`key`, `file`)."""
    import pyrage

    try:
        lines = key.read_text().splitlines()
        (secret,) = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
        identity = pyrage.x25519.Identity.from_str(secret)
    except (OSError, ValueError, pyrage.IdentityError):
        raise InvalidInput({"key": f"{key} holds no key that can be read."}) from None
    try:
        pyrage.decrypt_file(str(source), str(into), [identity])
    except (pyrage.DecryptError, OSError):
        raise InvalidInput(
            {"file": f"{source} is damaged, or was sealed for another key."}
        ) from None
