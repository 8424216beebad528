"""Plain HTTPS for the gateways: bounded, without redirects, and never in the clear."""

import urllib.request
from email.message import Message
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TROUBLES = (OSError, URLError, HTTPException)


class Unfit(Exception):
    """An address or a token that nothing can be sent with; the message is a sentence."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nobody elsewhere: what is sent is meant for one host."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def fetch(
    url: str, token: str, timeout: float, longest: int, body: bytes | None = None
) -> tuple[int, Message, bytes]:
    """Return status, headers and at most `longest` bytes of a GET, or of a POST of `body`.

    Raises one of TROUBLES, ValueError, and Unfit, for an address that would go in the clear too.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Unfit("The address of the gateway must begin with https://.")
    if not (token.isascii() and token.isprintable()):
        raise Unfit("The token of the gateway has signs in it that cannot be sent.")
    request = urllib.request.Request(url, data=body)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read(longest)
    except HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read(longest)
