"""An IMAP server that says what a test wants: what a good server never does."""

import re
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

SIZE = b'* 1 FETCH (UID 7 RFC822.SIZE 40 INTERNALDATE "23-Nov-2026 10:00:00 +0530")\r\n'
USUAL = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nOK done\r\n",
    b"LOGIN": b"OK done\r\n",
    b"EXAMINE": b"* OK [UIDVALIDITY 5]\r\nOK done\r\n",
    b"SEARCH": b"* SEARCH 7\r\nOK done\r\n",
    b"SIZE": SIZE + b"OK done\r\n",
    b"BODY": b"OK done\r\n",
    b"LOGOUT": b"* BYE\r\nOK done\r\n",
}
"""A mailbox of one letter; the last line of each answer goes out behind the command's tag."""


@contextmanager
def scripted_mailbox(changes: Mapping[bytes, bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Serve on a free port, and give it with all that was asked; an empty answer hangs up."""
    answers, asked = {**USUAL, **changes}, list[bytes]()

    class Dialogue(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline():
                tag, command = line.split(maxsplit=1)
                asked.append(command.strip())
                answer = _answer(answers, command)
                if not answer:
                    return
                *before, last = re.split(rb"(?<=\r\n)", answer.removesuffix(b"\r\n"))
                self.wfile.write(b"".join(before) + tag + b" " + last + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dialogue) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1], asked
        finally:
            server.shutdown()
            thread.join()


def _answer(answers: Mapping[bytes, bytes], command: bytes) -> bytes:
    """Return the answer to the first of its words that has one; what is unknown goes well."""
    return next((answers[word] for word in answers if word in command.upper()), b"OK done\r\n")
