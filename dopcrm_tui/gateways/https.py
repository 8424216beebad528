"""Plain HTTPS for the gateways: bounded, without redirects, and never in the clear."""

import socket
import ssl
import urllib.request
from email.message import Message
from http.client import HTTPException, InvalidURL
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TROUBLES = (OSError, URLError, HTTPException)


class Unfit(Exception):
    """An address or a token that nothing can be sent with; the message is a sentence."""


_NO_ADDRESS = "The address of the gateway is none."


def why_unreached(problem: Exception) -> str:
    """Say in a few words, which hold no secret, why a machine outside cannot be reached."""
    cause = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "its certificate is not known"
    if isinstance(cause, ssl.SSLError):
        return "it does not speak TLS as we do"
    if isinstance(cause, socket.gaierror):
        return "there is no such host"
    if isinstance(cause, TimeoutError):
        return "it does not answer"
    if isinstance(cause, ConnectionRefusedError):
        return "nobody answers at its port"
    return type(cause).__name__


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nobody elsewhere: what is sent is meant for one host."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def fetch(
    url: str,
    token: str,
    timeout: float,
    longest: int,
    body: bytes | None = None,
    method: str | None = None,
) -> tuple[int, Message, bytes]:
    """Return status, headers and at most `longest` bytes of a GET, a POST of `body`, or `method`.

    Raises one of TROUBLES: a URLError where the other side was not reached; and Unfit, for an
    address that is none or would go in the clear.
    """
    request = _request(url, token, body, method)
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read(longest)
    except HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read(longest)
    except (InvalidURL, ValueError):
        raise Unfit(_NO_ADDRESS) from None


def _request(
    url: str, token: str, body: bytes | None, method: str | None
) -> urllib.request.Request:
    try:
        parts = urlsplit(url)
        request = urllib.request.Request(url, data=body, method=method)
    except ValueError:
        raise Unfit(_NO_ADDRESS) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Unfit("The address of the gateway must begin with https://.")
    if not (token.isascii() and token.isprintable()):
        raise Unfit("The token of the gateway has signs in it that cannot be sent.")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    return request
