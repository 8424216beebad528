"""A line between the desk and PostgreSQL that breaks, or falls silent, when a test says so."""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from data.database import Store


class Line:
    """Carries what is said between one address of its own and the server behind it.

    `heard` is asked about everything a client says, before it is carried on; what it answers
    happens to that client's line: "carry", "cut" (nothing of it arrives), "cut after" (the server
    does it, and its answer is lost) or "hush" (nothing is carried any more, and nobody hangs up).
    """

    def __init__(self, server: URL) -> None:
        self._server = server
        self.heard: Callable[[bytes], str] = lambda _said: "carry"
        self.up = True
        self._ears = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of the same database, by this line."""
        host, port = self._ears.getsockname()
        through = self._server.set(host=host, port=port, query={})
        return through.render_as_string(hide_password=False)

    def fall(self) -> None:
        """Cut every line, and let nobody in."""
        self.up = False
        for one in self._open:
            one.close()
        self._open.clear()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._ears.accept()
            except OSError:
                return
            if not self.up:
                client.close()
                continue
            threading.Thread(target=self._carry, args=(client, self._reach()), daemon=True).start()

    def _reach(self) -> socket.socket:
        host = self._server.query.get("host") or self._server.host
        if str(host).startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(Path(str(host)) / f".s.PGSQL.{self._server.port or 5432}"))
            return server
        return socket.create_connection((str(host), self._server.port or 5432))

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        self._open += [client, server]
        try:
            for said in _both_ways(client, server):
                match self.heard(said):
                    case "cut":
                        break
                    case "cut after":
                        server.sendall(said)
                        server.recv(65536)
                        break
                    case "hush":
                        while client.recv(65536):
                            pass
                        break
                    case _:
                        server.sendall(said)
        except OSError:
            pass
        client.close()
        server.close()


def _both_ways(client: socket.socket, server: socket.socket) -> Iterator[bytes]:
    """Carry what the server says; yield what the client does."""
    with selectors.DefaultSelector() as ready:
        ready.register(client, selectors.EVENT_READ)
        ready.register(server, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is server:
                    if not (said := server.recv(65536)):
                        return
                    client.sendall(said)
                elif said := client.recv(65536):
                    yield said
                else:
                    return


@contextmanager
def line_to(server: URL) -> Iterator[Line]:
    """A line that is taken down at the end."""
    line = Line(server)
    try:
        yield line
    finally:
        line.fall()
        line._ears.close()


def once(what: str, where: bytes) -> Callable[[bytes], str]:
    """Do `what` the first time a client says `where`; carry everything else."""
    left = [what]
    return lambda said: left.pop() if where in said and left else "carry"


def let_go(store: Store) -> None:
    """Close a store once the calls that nobody waits for any more have ended."""
    until = time.monotonic() + 20
    while store.engine.pool.checkedout() and time.monotonic() < until:
        time.sleep(0.01)
    store.close()
