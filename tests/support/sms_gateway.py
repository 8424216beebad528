"""A real HTTP server as an SMS gateway that does as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

QUEUED = (200, {}, b'{"status": "queued"}')


class Gateway:
    """Keeps what was posted; `plan` are the answers to come, `replies` what can be pulled.

    Who comes without its `token`, where it has one, is refused.
    """

    def __init__(self) -> None:
        self.posted: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.plan: list[tuple[int, dict[str, str], bytes]] = []
        self.replies: list[dict[str, Any]] | bytes = []
        self.token = ""
        self.wait = 0.0
        self.drop = 0
        self.asked: list[str] = []


@contextmanager
def answering(gateway: Gateway) -> Iterator[str]:
    """Answer on a free port of this machine, and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            gateway.posted.append({name: values[0] for name, values in form.items()})
            gateway.headers.append(dict(self.headers))
            time.sleep(gateway.wait)
            if gateway.drop:
                gateway.drop -= 1
                self.connection.close()
                return
            self._say(
                *(gateway.plan.pop(0) if gateway.plan else (200, {}, b'{"status": "queued"}'))
            )

        def do_OPTIONS(self) -> None:
            refused = gateway.token not in self.headers.get("Authorization", "")
            self._say(401 if refused else 204, {"Allow": "POST"}, b"")

        def do_GET(self) -> None:
            gateway.asked.append(self.path)
            if gateway.plan:
                return self._say(*gateway.plan.pop(0))
            if isinstance(gateway.replies, bytes):
                return self._say(200, {}, gateway.replies)
            since = parse_qs(urlsplit(self.path).query).get("since", ["0"])[0]
            behind = [one for one in gateway.replies if int(one["id"]) > int(since)]
            return self._say(200, {}, json.dumps(behind).encode())

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sms"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
