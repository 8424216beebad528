"""Files that commands read: attachments as bytes, forms as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dopcrm_tui.gateways.files import read_attachment
from dopcrm_tui.rules.refusals import InvalidInput

if TYPE_CHECKING:
    from dopcrm_tui.services.papers import Paper


def papers_of(paths: Iterable[str], field: str = "attachments") -> tuple[Paper, ...]:
    """Read files to be attached. Raises InvalidInput that names each which cannot be."""
    from dopcrm_tui.services.papers import Paper

    found, problems = [], {}
    for place, path in enumerate(paths):
        try:
            found.append(Paper(*read_attachment(path)))
        except ValueError as wrong:
            problems[f"{field}.{place}"] = str(wrong)
    if problems:
        raise InvalidInput(problems)
    return tuple(found)


def text_of(path: str) -> str:
    """Return the text of a file, of standard input for `-`. Raises InvalidInput (`from`)."""
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as problem:
        raise InvalidInput({"from": f"{path} cannot be read: {problem.strerror}."}) from None
    except UnicodeDecodeError:
        raise InvalidInput({"from": f"{path} is not UTF-8 text."}) from None


def documents_of(text: str) -> tuple[list[object], bool]:
    """Return the JSON documents in a text, and whether they are JSON Lines.

    A text that is one document is no JSON Lines. Raises InvalidInput that names the line.
    """
    try:
        return [json.loads(text)], False
    except (ValueError, RecursionError) as problem:
        lines = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_lines(lines[0][1]):
            raise InvalidInput({"from": f"That is not JSON: {problem}."}) from None
    return [_document(at, line) for at, line in lines], True


def _is_lines(first: str) -> bool:
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _document(at: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise InvalidInput({f"line {at}": f"That is not JSON: {problem}."}) from None
