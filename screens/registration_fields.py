"""The fields of the registration form: what is asked, what is typed, and when it is full."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from textual import events
from textual.message import Message
from textual.widget import Widget

from dopcrm_tui.services.directory import OfficeView
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.registration_asks import Ask

_FULL = {
    "grievance": re.compile(r"\d{3}", re.ASCII),
    "mobile": re.compile(r"[6-9]\d{9}", re.ASCII),
    "pin": re.compile(r"[1-9]\d{5}", re.ASCII),
    "office": re.compile(r"[1-9]\d{5}", re.ASCII),
    "article": re.compile(r"[A-Za-z]{2}\d{9}[A-Za-z]{2}", re.ASCII),
}
"""What a field of a kind looks like when nothing can follow; longer forms have other shapes."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file to be attached: where it lies, and how large it was when it was named."""

    path: str
    size: int
    content: bytes | None = field(default=None, repr=False)
    """Its bytes, where they were read before it came back into the form."""

    @property
    def shown(self) -> str:
        """Its name and its size."""
        return f"{os.path.basename(self.path)} ({-(-self.size // 1024)} KB)"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a field: the text, and the office or the files it names."""

    text: str = ""
    office: OfficeView | None = None
    files: tuple[NamedFile, ...] = ()


class OneLine(Field):
    """A field of one line."""

    below: tuple[Widget, ...] = ()
    """What is shown below the field."""

    def __init__(self, ask: Ask) -> None:
        """Make the field of a question."""
        super().__init__()
        self.ask = ask

    def on_mount(self) -> None:
        """Fill in what usually stands there."""
        self.put(Entry(self.ask.start))

    @property
    def entry(self) -> Entry:
        """What stands in the field."""
        return Entry(self.value)

    @property
    def answer(self) -> str:
        """What is handed in."""
        return self.value.strip()

    @property
    def is_full(self) -> bool:
        """Whether the typing has come to an end that every answer has."""
        if self.cursor_position != len(self.value):
            return False
        if self.ask.length:
            return len(self.value) == self.ask.length
        shape = _FULL.get(self.ask.kind)
        return bool(shape and shape.fullmatch(self.value))

    def put(self, entry: Entry) -> None:
        """Fill the field as if it had stood there before: no auto-advance follows."""
        with self.prevent(self.Changed):
            self.value = entry.text
        self.cursor_position = len(entry.text)

    def settle(self) -> None:
        """Complete what is typed, when the field is left."""

    def restricted(self) -> None:
        """Ring no bell."""

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste, side by side."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.split("\n")).replace("\r", ""), *self.selection)


class CodeInput(OneLine):
    """Three digits; a letter asks for the finder."""

    class Letters(Message):
        """A letter was typed where digits are."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_key(self, event: events.Key) -> None:
        """Hand a letter on, and let nothing but digits in."""
        if event.character is None or not event.is_printable:
            return
        if event.character.isalpha():
            self.post_message(self.Letters(event.character))
        if not event.character.isdecimal() or (self.is_full and self.selection.is_empty):
            event.stop()
            event.prevent_default()


class ChoiceInput(OneLine):
    """One of a few answers, by its beginning."""

    @property
    def answer(self) -> str:
        """What is kept for the choice; what is typed where it is none."""
        return (self.ask.choices or {}).get(self.value, self.value.strip())

    def settle(self) -> None:
        """Complete a beginning that only one choice has."""
        typed = self.value.strip().casefold()
        fits = [one for one in self.ask.choices or () if one.casefold().startswith(typed)]
        if typed and len(fits) == 1:
            self.put(Entry(fits[0]))


class OfficeInput(OneLine):
    """An office by its PIN or name; it is settled once it names one office."""

    def __init__(self, ask: Ask) -> None:
        """Make the field of a question for an office."""
        super().__init__(ask)
        self._office: OfficeView | None = None

    @property
    def office(self) -> OfficeView | None:
        """The office that stands in the field; none where its text has been changed since."""
        named = self._office
        return named if named and named.label == self.value else None

    @property
    def entry(self) -> Entry:
        """The text and the office."""
        return Entry(self.value, self.office)

    @property
    def answer(self) -> str:
        """The office's code; what is typed where it names no office yet."""
        return self.office.code if self.office else self.value.strip()

    @property
    def is_open(self) -> bool:
        """Whether something is typed that is not an office yet."""
        return bool(self.value.strip()) and self.office is None

    def put(self, entry: Entry) -> None:
        """Fill the field with an office, or with text."""
        self._office = entry.office
        super().put(Entry(entry.office.label) if entry.office else entry)


class Lines(TextField):
    """A field of several lines."""

    def __init__(self, ask: Ask) -> None:
        """Make the field of a question."""
        super().__init__()
        self.ask = ask

    is_full = False
    below: tuple[Widget, ...] = ()

    @property
    def entry(self) -> Entry:
        """What stands in the field."""
        return Entry(self.text)

    @property
    def answer(self) -> str:
        """What is handed in."""
        return self.text.strip()

    def put(self, entry: Entry) -> None:
        """Fill the field."""
        with self.prevent(self.Changed):
            self.text = entry.text
        self.move_cursor(self.document.end)

    def settle(self) -> None:
        """Leave it as it is."""


AnyField = OneLine | Lines
