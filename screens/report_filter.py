"""Narrowing a report: by office, days, category and channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from textual import work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static

from data.catalogues.taxonomy import grievances
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.dates import parse_any_date, show_day, today
from dopcrm_tui.rules.period import Period, typed_period
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Channel
from dopcrm_tui.services.reports import Filters
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from screens.dialog import Dialog, Send
from screens.parts import row

_CHANNELS = tuple(Channel)
ABREAST = 3


class ReportFilterDialog(Dialog[Filters]):
    """Ask what a report is narrowed by; empty fields narrow nothing."""

    BINDINGS = [
        Binding("f4", "list_offices", "Offices"),
        Binding("f10", "send", "Narrow"),
        Binding("f8", "clear", "Clear"),
    ]
    EXPLAINED = {
        "office_code": "The code of an office below yours, which counts with all below it; F4 "
        "lists offices.",
        "first": "The first day, as 01-11-2026; or a month as 2026-11, a year as 2026.",
        "last": "The last day; empty it is today.",
        "category": "The number of a category.",
        "channel": "The number of a channel.",
    }

    def __init__(self, desk: Desk, now: Filters, send: Send[Filters]) -> None:
        """Make a dialog that begins with how the report is narrowed now."""
        super().__init__("Narrow the report", send, now)
        self._desk = desk
        self._categories = list(dict.fromkeys(one.category for one in grievances()))

    def fields(self) -> Iterable[Widget]:
        """Return the five fields, with their choices written out."""
        yield row("Office code", Field(id="office_code"))
        yield row("From", Field(id="first", placeholder="01-11-2026, 2026-11 or 2026"))
        yield row("To", Field(id="last", placeholder="today"))
        yield row("Category", Field(id="category", max_length=1, restrict="[0-9]?"))
        yield row("", Static(safe(_numbered(self._categories), newlines=True)))
        yield row("Channel", Field(id="channel", max_length=1, restrict="[0-9]?"))
        channels = _numbered([each.replace("_", " ") for each in _CHANNELS])
        yield row("", Static(safe(channels, newlines=True)))

    def on_mount(self) -> None:
        """Fill in how the report is narrowed now."""
        if self._last:
            self.recall(self._last)

    def answer(self) -> Filters:
        """Return what to narrow by. Raises `InvalidInput`: all that is no day or no choice."""
        wrong: dict[str, str] = {}
        period = None
        try:
            period = self._period()
        except InvalidInput as problem:
            wrong |= problem.fields
        category = self._number("category", len(self._categories), wrong)
        channel = self._number("channel", len(_CHANNELS), wrong)
        if wrong:
            raise InvalidInput(wrong)
        return Filters(
            self._value("office_code").upper() or None,
            period,
            self._categories[category - 1] if category else None,
            _CHANNELS[channel - 1] if channel else None,
        )

    def recall(self, last: Filters) -> None:
        """Fill in what was narrowed by before."""
        category = self._categories.index(last.category) + 1 if last.category else ""
        channel = _CHANNELS.index(last.channel) + 1 if last.channel else ""
        period = last.period
        self._put("office_code", last.office or "")
        self._put("first", show_day(period.first) if period else "")
        self._put("last", show_day(period.last) if period else "")
        self._put("category", str(category))
        self._put("channel", str(channel))

    def action_clear(self) -> None:
        """Empty all fields."""
        self.recall(Filters())

    @work
    async def action_list_offices(self) -> None:
        """Choose the office from a list."""
        from screens.office_finder import OfficeFinder

        finder = OfficeFinder(self._desk, "Which office?", self._value("office_code"))
        if (office := await self.app.push_screen_wait(finder)) is not None:
            self._put("office_code", office.code)

    def _period(self) -> Period | None:
        first, last = self._value("first"), self._value("last")
        if not first and not last:
            return None
        if not first:
            raise InvalidInput({"first": "Give the first day, too."})
        if not last:
            with suppress(ValueError):
                return typed_period(first)
        return self._days(first, last)

    def _days(self, first: str, last: str) -> Period:
        begun = _day("first", first)
        ends = _day("last", last) if last else today(self._desk.clock())
        try:
            return Period(begun, ends)
        except ValueError as wrong:
            raise InvalidInput({"last": str(wrong)}) from None

    def _number(self, name: str, most: int, wrong: dict[str, str]) -> int:
        typed = self._value(name)
        if typed and not 1 <= int(typed) <= most:
            wrong[name] = f"The {name} is a number from 1 to {most}."
        return int(typed or 0)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()

    def _put(self, name: str, value: str) -> None:
        self.query_one(f"#{name}", Field).value = value


def _day(name: str, typed: str) -> date:
    try:
        return parse_any_date(typed)
    except ValueError as wrong:
        raise InvalidInput({name: str(wrong)}) from None


def _numbered(choices: Sequence[str]) -> str:
    """Return the choices with their numbers, as many to a line as a narrow dialog has room for."""
    told = [f"{number} {choice}" for number, choice in enumerate(choices, start=1)]
    return "\n".join(
        "  ".join(told[place : place + ABREAST]) for place in range(0, len(told), ABREAST)
    )
