"""How commands fail: a sentence on standard error or a JSON document, and the exit code of each.

The login screen waits for this module: what only a failure needs is imported where it is told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dopcrm_tui.rules.refusals import Conflict, Refusal

if TYPE_CHECKING:
    from dopcrm_tui.cli.output import Document

DONE, FAULT, USAGE, STOPPED = 0, 1, 2, 130


def exit_code_of(run: Callable[[], object], *, as_json: bool) -> int:
    """Run a command; tell what it refuses and return its exit code (design, section 7)."""
    try:
        done = run()
        sys.stdout.flush()
    except Refusal as refusal:
        _tell(error_of(refusal), words_of(refusal), as_json=as_json)
        return refusal.exit_code
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        return _unread()
    except Exception as problem:
        return _unfinished(problem, as_json=as_json)
    return done if isinstance(done, int) else DONE


def _unread() -> int:
    """Leave quietly where nobody reads on, as behind `| head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAULT


def _unfinished(problem: Exception, *, as_json: bool) -> int:
    """Tell a wrong line, a person who stopped, and a fault of the program apart."""
    import typer

    from dopcrm_tui.cli.output import say

    if isinstance(problem, typer.TyperException):
        return _misused(problem, as_json=as_json)
    if isinstance(problem, typer.Abort):
        say("Stopped.")
        return STOPPED
    return _failed(problem, as_json=as_json)


def error_of(refusal: Refusal) -> Document:
    """Return a refusal as programs read it."""
    return {"code": refusal.code, "message": str(refusal), "fields": refusal.fields}


def words_of(refusal: Refusal) -> list[str]:
    """Return a refusal as people read it: each wrong field, or what is so and what changed."""
    fields = [f"{name}: {words}" for name, words in refusal.fields.items()]
    return [str(refusal), *fields] if isinstance(refusal, Conflict) else fields or [str(refusal)]


def _tell(error: Document, sentences: Iterable[str], *, as_json: bool) -> None:
    from dopcrm_tui.cli.output import say, write_json

    if as_json:
        write_json({"error": error})
        return
    for sentence in sentences:
        say(sentence)


def _misused(wrong: Exception, *, as_json: bool) -> int:
    """Tell of an option or argument that does not fit, and where to read about it."""
    message = str(getattr(wrong, "format_message", lambda: wrong)())
    context = getattr(wrong, "ctx", None)
    where = f" See: {context.command_path} --help" if context else ""
    sentence = " ".join(message.split()) + where
    _tell({"code": "usage", "message": sentence, "fields": {}}, [sentence], as_json=as_json)
    return int(getattr(wrong, "exit_code", USAGE))


def _failed(fault: Exception, *, as_json: bool) -> int:
    """Keep where the program failed, and tell the number by which it is found."""
    import secrets

    from dopcrm_tui.settings import read_settings
    from dopcrm_tui.terminal import crash

    incident = secrets.token_hex(4)
    with suppress(OSError, Refusal):
        log = read_settings(os.environ).log_dir
        crash.record(fault, log, incident=incident, now=datetime.now(UTC))
    sentence = crash.sentence(incident)
    _tell({"code": "fault", "message": sentence, "fields": {}}, [sentence], as_json=as_json)
    return FAULT


def be_printable() -> None:
    """Let no character that a stream's encoding lacks stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
