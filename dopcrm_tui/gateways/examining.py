"""Having a stranger's file opened where it can do no harm: in a bounded program of its own."""

import subprocess
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from dopcrm_tui.gateways import opened_file
from dopcrm_tui.rules.attachment_content import Kind

PATIENCE = 10.0
"""Seconds by the clock; the program itself gets five of the processor."""

REMEMBERED = 500
"""Files whose outcome is known: a form is looked at more than once on its way."""

_WORDS = {
    opened_file.LOCKED: "{name} is locked with a password. Attach it without one.",
    opened_file.PROGRAM: "{name} holds a program that runs when it is opened. "
    "Print it to a new PDF and attach that.",
    opened_file.FILES: "{name} holds other files. Attach each of them by itself.",
    opened_file.SWELLS: "{name} would swell to more than 64 MB when it is opened. "
    "Print it to a new PDF and attach that.",
    opened_file.DAMAGED: "{name} cannot be opened: it is damaged. "
    "Attach it again from the original.",
    opened_file.HEAVY: "{name} takes too long, or too much memory, to be opened. "
    "Print it to a new PDF and attach that.",
}


@dataclass(frozen=True, slots=True)
class Examiner:
    """Opens files, each once."""

    _known: dict[str, str] = field(default_factory=dict, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def examine(self, content: bytes, kind: Kind, file_name: str) -> None:
        """Raise ValueError with a sentence for a file that is not what it should be."""
        key = sha256(content).hexdigest()
        found = self._known.get(key)
        if found is None:
            found = _opened(content, kind)
            with self._one_at_a_time:
                if len(self._known) >= REMEMBERED:
                    self._known.clear()
                self._known[key] = found
        if found != opened_file.GOOD:
            raise ValueError(_WORDS[found].format(name=file_name))


def _opened(content: bytes, kind: Kind) -> str:
    """Return the word that is said of a file; what says anything else was broken by it."""
    argv = [sys.executable, "-I", "-B", "-m", opened_file.__name__, kind]
    try:
        done = subprocess.run(
            argv,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return opened_file.HEAVY
    said = done.stdout.decode("ascii", "replace")
    is_word = done.returncode == 0 and (said in _WORDS or said == opened_file.GOOD)
    return said if is_word else opened_file.HEAVY
