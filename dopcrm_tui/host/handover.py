"""How a terminal is handed over: three descriptors and an environment through a Unix socket.

    the host      HELLO, once a session of its own is there for it; FULL where none has room
    the client    one message: its length, NAME=value separated by NUL; with it the descriptors
    the client    a line, each time the terminal has another size
    the session   the exit status in digits, and a newline

The client imports this before it has connected, so it imports next to nothing.
"""

from __future__ import annotations

import _socket as socket  # the same, without enums and selectors: 5 ms of every login
import os
import sys
from collections.abc import Mapping

HELLO, FULL = b"dopcrm 1\n", b"full 00 \n"
"""Of one length, so that one read takes either."""

STANDARD = (0, 1, 2)
_WORD = 4
_LONGEST = 1 << 16


class NotHandedOver(Exception):
    """What came is no terminal."""


def give(connection: socket.socket, environ: Mapping[str, str]) -> None:
    """Send this process's terminal and environment. Raises OSError."""
    said = b"\0".join(os.fsencode(f"{name}={value}") for name, value in environ.items())
    message = len(said).to_bytes(_WORD, "big") + said
    descriptors = b"".join(each.to_bytes(_WORD, sys.byteorder) for each in STANDARD)
    sent = connection.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])
    connection.sendall(message[sent:])


def take(connection: socket.socket) -> dict[str, str]:
    """Make a terminal that is handed over this process's own; return its environment.

    Raises NotHandedOver, OSError.
    """
    room = socket.CMSG_SPACE(len(STANDARD) * _WORD)
    begun, ancillary, flags, _ = connection.recvmsg(_LONGEST, room)
    descriptors = [
        int.from_bytes(data[at : at + _WORD], sys.byteorder)
        for level, kind, data in ancillary
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS)
        for at in range(0, len(data) - len(data) % _WORD, _WORD)
    ]
    if len(descriptors) != len(STANDARD) or flags & socket.MSG_CTRUNC:
        raise NotHandedOver("three descriptors were awaited")
    said = _whole(connection, begun)
    for place, descriptor in zip(STANDARD, descriptors, strict=True):
        os.dup2(descriptor, place)
        os.close(descriptor)
    words = [os.fsdecode(word).partition("=") for word in said.split(b"\0") if word]
    return {name: value for name, _, value in words}


def _whole(connection: socket.socket, message: bytes) -> bytes:
    while len(message) < _WORD or len(message) < _length(message):
        more = connection.recv(_LONGEST)
        if not more:
            raise NotHandedOver("the message ends early")
        message += more
    return message[_WORD:]


def _length(message: bytes) -> int:
    length = _WORD + int.from_bytes(message[:_WORD], "big")
    if length > _LONGEST:
        raise NotHandedOver("the message is too long")
    return length
