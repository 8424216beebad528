"""The head of the whole record: what a seal says, and how it is written down to be kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

BEGIN, END = "-----BEGIN DOPCRM HEAD-----", "-----END DOPCRM HEAD-----"
_LINES = ("record", "seal", "at", "entries", "digest", "key", "signature")
_QUOTED = "> \t"
"""What mail puts before the lines of a text it carries on."""


@dataclass(frozen=True, slots=True, order=True)
class Tip:
    """The last entry of one history at some time."""

    complaint_id: int
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a record. `record` names it: the digest its seals begin with, 64 digits."""

    record: str
    number: int
    at: datetime
    entries: int
    digest: str

    @property
    def signed_part(self) -> str:
        """The lines that a signature covers."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        told = (self.record, str(self.number), at, str(self.entries), self.digest)
        return "".join(f"{name} {said}\n" for name, said in zip(_LINES, told, strict=False))


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with a public key and its signature (Ed25519), both as hexadecimal digits."""

    head: Head
    key: str
    signature: str = field(repr=False)

    def __str__(self) -> str:
        """Write it as it is printed, mailed and kept."""
        return (
            f"{BEGIN}\n{self.head.signed_part}key {self.key}\nsignature {self.signature}\n{END}\n"
        )


def digest(previous: str, number: int, at: datetime, entries: int, tips: Iterable[Tip]) -> str:
    """Return the digest of a seal: SHA-256 over the seal before, what it says, and its tips."""
    found = sha256(f"{previous}\n{number} {at.astimezone(UTC).isoformat()} {entries}\n".encode())
    for tip in sorted(tips):
        found.update(f"{tip.complaint_id} {tip.sequence} {tip.hash}\n".encode())
    return found.hexdigest()


def heads_in(text: str) -> Iterator[SignedHead]:
    """Yield the heads in a text, whatever stands around them.

    Raises ValueError with a sentence for one that is cut off or is none.
    """
    lines = [line.lstrip(_QUOTED).rstrip() for line in text.splitlines()]
    starts = [place for place, line in enumerate(lines) if line == BEGIN]
    for start in starts:
        block = lines[start + 1 : start + 1 + len(_LINES)]
        told = dict(line.split(" ", 1) for line in block if " " in line)
        ended = lines[start + 1 + len(_LINES) : start + 2 + len(_LINES)] == [END]
        if tuple(told) != _LINES or not ended:
            raise ValueError("The head is cut off, or its lines were changed.")
        yield _head_of(told)


def _head_of(told: dict[str, str]) -> SignedHead:
    try:
        head = Head(
            told["record"],
            int(told["seal"]),
            datetime.fromisoformat(told["at"]),
            int(told["entries"]),
            told["digest"],
        )
    except ValueError:
        raise ValueError("The head is cut off, or its lines were changed.") from None
    return SignedHead(head, told["key"], told["signature"])
