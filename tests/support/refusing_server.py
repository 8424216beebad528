"""A server that speaks PostgreSQL's language just far enough to refuse whoever comes."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NO_ENCRYPTION = 80877103, 80877104


@contextmanager
def refusing(code: str, sentence: str) -> Iterator[str]:
    """The address of a server that ends every greeting with this error."""
    ears = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_refuse, args=(ears, code, sentence), daemon=True).start()
    yield f"postgresql://clerk:s3cret@127.0.0.1:{ears.getsockname()[1]}/office"
    ears.close()


def _refuse(ears: socket.socket, code: str, sentence: str) -> None:
    fields = b"".join(
        letter + value.encode() + b"\0"
        for letter, value in ((b"S", "FATAL"), (b"V", "FATAL"), (b"C", code), (b"M", sentence))
    )
    while True:
        try:
            client, _ = ears.accept()
        except OSError:
            return
        while struct.unpack("!II", client.recv(8, socket.MSG_WAITALL))[1] in _NO_ENCRYPTION:
            client.sendall(b"N")
        client.sendall(b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0")
        client.close()
