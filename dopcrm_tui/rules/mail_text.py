"""What a letter says, as plain text: from plain parts, else from HTML; in any charset."""

import codecs
import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser

LONGEST_TEXT = 100_000
"""Characters of a letter that are read; all of it is kept."""

_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
_BREAKS = frozenset(
    {"address", "article", "blockquote", "br", "div", "dl", "dt", "dd", "form", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_UNSEEN = frozenset({"head", "script", "style", "title"})
_QUOTES = frozenset({"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix"})
_QUOTES_BELOW = frozenset({"divRplyFwdMsg", "appendonsend"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""What begins like a tag and never ends: the parser would look for its end again and again."""


def text_of(message: Message) -> str:
    """Return the text of a letter, lines that HTML marks as quoted beginning with `> `."""
    return "\n".join(_texts(message))[:LONGEST_TEXT]


def is_text(part: Message) -> bool:
    """Tell whether a part is what the letter says and not something enclosed in it."""
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def content_of(part: Message) -> bytes:
    """Return the bytes of a part, its transfer encoding undone as far as it goes."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return content if isinstance(content, bytes) else b""


def decoded(content: bytes, charset: str) -> str:
    """Return bytes as text; a charset that is wrong, unknown or no charset is not believed."""
    for name in (charset, "utf-8"):
        try:
            if codecs.lookup(name).name not in _NO_CHARSETS:
                return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def html_text(written: str) -> str:
    """Return what a person would read of HTML, quoted lines beginning with `> `."""
    reader = _Reader()
    tags = _COMMENT.sub("", written[:LONGEST_TEXT])
    reader.feed(_NO_TAG.sub("&lt;", tags))
    reader.close()
    return reader.text


def _texts(part: Message) -> Iterator[str]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        inner = [each for each in part.get_payload() if isinstance(each, Message)]
        if part.get_content_type() == "multipart/alternative":
            yield _alternative(inner)
        else:
            for each in inner:
                yield from _texts(each)
    elif is_text(part):
        yield _leaf(part)


def _alternative(inner: list[Message]) -> str:
    """Return the first of several ways to say the same that says anything, plain before HTML."""
    plain_first = sorted(inner, key=lambda part: part.get_content_type() != "text/plain")
    said = ("\n".join(_texts(part)) for part in plain_first)
    return next((text for text in said if text.strip()), "")


def _leaf(part: Message) -> str:
    charset = part.get_param("charset") or "utf-8"
    text = decoded(content_of(part), charset if isinstance(charset, str) else charset[2])
    return html_text(text) if part.get_content_type() == "text/html" else text


class _Reader(HTMLParser):
    """Writes down text; what stands in a quotation is marked as such."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [""]
        self._unseen = ""
        self._quotes: list[str] = []
        self._below = False

    @property
    def text(self) -> str:
        """All that has been read."""
        return "\n".join(line.rstrip() for line in self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a quotation, or what nobody sees."""
        if tag in _UNSEEN:
            self._unseen = self._unseen or tag
        elif tag not in _VOID and (self._is_quote(tag, attrs) or tag in self._quotes):
            self._quotes.append(tag)
        if tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a line, a quotation, or what nobody sees."""
        if tag == self._unseen:
            self._unseen = ""
        if tag in _BREAKS:
            self._break()
        if self._quotes and self._quotes[-1] == tag:
            self._quotes.pop()

    def handle_data(self, data: str) -> None:
        """Add text to the line; white space is one space."""
        said = " ".join(data.split())
        if self._unseen or not said:
            return
        if not self._lines[-1]:
            self._lines[-1] = "> " if self._quotes or self._below else ""
        before = " " if data[0].isspace() and self._lines[-1] else ""
        self._lines[-1] += f"{before}{said}{' ' if data[-1].isspace() else ''}"

    def _break(self) -> None:
        if self._lines[-1]:
            self._lines.append("")

    def _is_quote(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        given = {name: value or "" for name, value in attrs}
        self._below = self._below or given.get("id", "") in _QUOTES_BELOW
        return tag == "blockquote" or bool(_QUOTES & set(given.get("class", "").split()))
