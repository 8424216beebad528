"""Plain HTTPS for the gateways: bounded, without redirects, and never in the clear."""

import urllib.request
from email.message import Message
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

LONGEST = 1 << 20
"""Bytes read of any answer."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TROUBLES = (OSError, URLError, HTTPException)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nobody elsewhere: what is sent is meant for one host."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def fetch(
    url: str, token: str, timeout: float, body: bytes | None = None
) -> tuple[int, Message, bytes]:
    """Return status, headers and body of a GET, or of a POST where there is a body.

    Raises one of TROUBLES, and ValueError for an address that would go in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("The address of the gateway must begin with https://.")
    request = urllib.request.Request(url, data=body)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return _read(answer)
    except HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read(LONGEST)


def _read(answer: HTTPResponse) -> tuple[int, Message, bytes]:
    return answer.status, answer.headers, answer.read(LONGEST)
