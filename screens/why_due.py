"""Why a complaint is due when it is: its clocks line by line, and what is running now."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterator
from textwrap import wrap

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.due_account import HEADINGS, NO_TIME, DueAccount
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import printable, safe
from screens.parts import DeskScreen

_AT, _COUNTS, _DUE, _GAP = 16, 18, 16, "  "
_WIDE = 110
"""Columns from which on the account is a table; below, each entry is a paragraph."""


class WhyDueScreen(DeskScreen[bool]):
    """Read a due date as an account; answers whether the person leaves for home."""

    CSS_PATH = ["parts.tcss", "why_due.tcss"]
    BINDINGS = [Binding("f5", "refresh_view", "Refresh")]
    EXPLAINED = {"": "Each line says what set, stopped or moved a clock, and when it rings after."}

    def __init__(self, desk: Desk, actor: Actor, number: str) -> None:
        """Make the screen of one complaint (eleven digits)."""
        super().__init__(f"{show_number(number)}  Why due", actor)
        self._desk, self._actor, self._number = desk, actor, number
        self._account: DueAccount | None = None

    def body(self) -> ComposeResult:
        """Lay out a page that rolls."""
        with VerticalScroll(id="page"):
            yield Passage(id="account")

    def on_mount(self) -> None:
        """Begin with the account."""
        self.query_one("#page").focus()
        self.action_refresh_view()

    @work(exclusive=True)
    async def action_refresh_view(self) -> None:
        """Reckon again."""
        self.say("")
        try:
            why = self._desk.cases.why_due
            self._account = await to_thread(why, self._actor, self._number)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self._draw()

    def on_resize(self) -> None:
        """Lay the lines out anew for the width there is."""
        self._draw()

    def _draw(self) -> None:
        if (account := self._account) is None:
            return
        due = f"due {show_time(account.due_at)}" if account.due_at else "no time is running"
        self.retitle(f"{show_number(self._number)}  Why due: {due}")
        width = self.size.width - 1
        lines = _table(account, width) if width >= _WIDE else _paragraphs(account, width)
        self.query_one("#account", Static).update(safe("\n".join(lines), newlines=True))

    def action_leave(self) -> None:
        """Leave for the home screen."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Go back to the complaint."""
        self.dismiss(False)


def _table(account: DueAccount, width: int) -> Iterator[str]:
    room = width - _AT - _COUNTS - _DUE - 3 * len(_GAP)
    yield _line(*HEADINGS, room)
    for at, what, counts, due in account.table():
        first, *more = wrap(printable(what), room)
        yield _line(at, first, counts, due, room)
        yield from (_line("", rest, "", "", room) for rest in more)
    yield from ("", *account.remarks())


def _line(at: str, what: str, counts: str, due: str, room: int) -> str:
    cells = (f"{at:<{_AT}}", f"{what:<{room}}", f"{counts:>{_COUNTS}}", due)
    return _GAP.join(cells).rstrip()


def _paragraphs(account: DueAccount, width: int) -> Iterator[str]:
    indent = " " * (_AT + len(_GAP))
    for at, what, counts, due in account.table():
        first, *more = wrap(printable(what), width - len(indent))
        yield f"{at}{_GAP}{first}"
        yield from (indent + rest for rest in more)
        if due != NO_TIME:
            yield f"{indent}{counts and f'{counts}, '}due {due}"
    yield from ("", *account.remarks())
