"""A real SMTP server that does as it is told: refuses, delays, drops, and keeps what it took."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = b"desk", b"stamp and seal"


class Post:
    """Keeps every letter; `answers` are what it says to the next recipients and letters."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.mail: list[str] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.wait = 0.0
        self.logins = 0

    async def auth_PLAIN(self, server, arguments):  # noqa: N802
        self.logins += 1
        return await server.auth_PLAIN(server, arguments)

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802
        said = self.mail.pop(0) if self.mail else ""
        if not said:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said or "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        said = self.rcpt.pop(0) if self.rcpt else ""
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        await asyncio.sleep(self.wait)
        said = self.data.pop(0) if self.data else ""
        if said in ("", "drop"):
            self.letters.append(envelope.original_content)
        if said == "drop":
            server.transport.abort()
        return said or "250 OK"


def check(_server, _session, _envelope, _mechanism, auth_data):
    known = isinstance(auth_data, LoginPassword) and (
        (auth_data.login, auth_data.password) == (USER, PASSWORD)
    )
    return AuthResult(success=known, handled=False)


class Certified:
    """A certificate of the server's own, and who knows it."""

    def __init__(self) -> None:
        authority = trustme.CA()
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(self.server)
        self.known = ssl.create_default_context()
        authority.configure_trust(self.known)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    post: Post, certified: Certified | None = None, *, auth: bool = False, utf8: bool = True
) -> Iterator[int]:
    """Serve on a free port of this machine, and give the port."""
    options: dict = {"enable_SMTPUTF8": utf8}
    options |= {"tls_context": certified.server, "require_starttls": True} if certified else {}
    if auth:
        options |= {"authenticator": check, "auth_required": True}
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def encrypted(certified: Certified) -> Iterator[int]:
    """Shake hands in TLS with whoever comes, say no more, and give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake_hands, args=(listening, certified), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _shake_hands(listening: socket.socket, certified: Certified) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                certified.server.wrap_socket(connection, server_side=True).close()
