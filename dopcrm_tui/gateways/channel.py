"""How notices leave and answers arrive: the two small interfaces of everything outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Fate(StrEnum):
    """What a channel says of a notice."""

    ACCEPTED = "accepted"
    LATER = "later"
    """Not now, for this notice: it is tried again, so often and no more."""
    NEVER = "never"
    """Not this address, or not this notice."""
    FAULT = "fault"
    """Something broke, which may be this notice's fault or the way's: others tell which."""
    SHUT = "shut"
    """The way itself: no notice goes out by it, and none was tried."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One notice as a channel sends it.

    `reference` is the same at every try, so that whoever receives it twice can tell; `number` are
    the eleven digits of the complaint, none for a digest; `variables` fill the `template_id` that a
    registered SMS template has.
    """

    reference: str
    to: str
    text: str
    subject: str = ""
    number: str = ""
    template_id: str = ""
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one try; `wait` is how long the other side asks for before the next."""

    fate: Fate
    detail: str = ""
    wait: timedelta | None = None


class Channel(Protocol):
    """A way out."""

    def send(self, notices: Sequence[Outgoing]) -> Iterator[Sent]:
        """Yield what came of each notice, in their order, as soon as it is known.

        Whatever the outside does is told as a fate; nothing of it is raised.
        """
        ...


class Reachable(Protocol):
    """What can be looked at to see whether it would let us in."""

    def look(self) -> str:
        """Connect and log in, send and take nothing; what was found, without any secret.

        Raises `WayShut` or `DoorShut`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message from outside, as it came.

    `reference` is the sender's own, unique for the message; `received_at` is when the department
    had it, by the clock of whoever keeps it for us; reading goes on behind `cursor`.
    """

    reference: str
    sender: str
    received_at: datetime
    content: bytes
    cursor: str


class WayShut(Exception):
    """A way out cannot be used now; the message is a sentence, without any secret."""


class DoorShut(Exception):
    """A door cannot be read now; the message is a sentence."""


class Door(Protocol):
    """A way in. Reading answers nothing, and takes nothing away."""

    @property
    def name(self) -> str:
        """What this door is called, the same for ever: its place is kept by it."""
        ...

    def read(self, cursor: str | None) -> Iterator[Arrived]:
        """Yield what came behind `cursor`, oldest first; from the beginning where it is None.

        Raises `DoorShut`.
        """
        ...
