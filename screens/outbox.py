"""What has been written to customers and officers, as it was written."""

from __future__ import annotations

from asyncio import to_thread

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.outbox import NoticeView
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList, Unavailable
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.parts import DeskScreen

COLUMNS = (
    Column("Written", 16),
    Column("Complaint", 13),
    Column("To", 11),
    Column("By", 5),
    Column("State", 13),
    Column("Address", 0),
)


class OutboxScreen(DeskScreen[None]):
    """Notices, newest first; the one under the cursor is to be read below."""

    CSS_PATH = ["parts.tcss", "outbox.tcss"]
    BINDINGS = [
        Binding("f5", "refresh_rows", "Refresh"),
        Binding("q", "send_again", "Send again", key_display="Q"),
    ]
    EXPLAINED = {
        "": "Up and Down choose a notice; its text is shown below the list. "
        "Q sends one again that is undeliverable."
    }

    def __init__(self, desk: Desk, actor: Actor) -> None:
        """Make the screen."""
        super().__init__("Outbox", actor)
        self._outbox, self._resending = desk.outbox, desk.resending
        self._actor = actor
        self._notices: dict[int, NoticeView] = {}
        self._text = Passage(id="text")

    def body(self) -> ComposeResult:
        """Lay out the list above the text."""
        yield LineList(COLUMNS, self._fetch, page=50, empty="No notice has been written.")
        with VerticalScroll(can_focus=False):
            yield self._text

    async def _fetch(self, anchor: object, direction: Direction, count: int) -> Page:
        before = anchor if isinstance(anchor, int) else None
        backwards = direction is Direction.BACKWARD
        try:
            found = await to_thread(
                self._outbox.notices,
                self._actor,
                before=before,
                limit=count + 1,
                backwards=backwards,
            )
        except Refusal as refusal:
            raise Unavailable(str(refusal)) from refusal
        kept = found[-count:] if backwards else found[:count]
        self._notices |= {notice.id: notice for notice in kept}
        self._show(self.query_one(LineList).key)
        return Page(tuple(map(_row, kept)), has_more=len(found) > count)

    @on(LineList.Highlighted)
    def read(self, highlighted: LineList.Highlighted) -> None:
        """Show what came of the notice under the cursor, and its text."""
        self._show(highlighted.key)

    def _show(self, key: object) -> None:
        notice = self._notices.get(key) if isinstance(key, int) else None
        self._text.update(safe(_whole(notice) if notice else "", newlines=True))

    def action_refresh_rows(self) -> None:
        """Read the notices again."""
        self.say("")
        self.query_one(LineList).reload()

    @work(exclusive=True, group="again")
    async def action_send_again(self) -> None:
        """Send the notice under the cursor again, where it was given up."""
        key = self.query_one(LineList).key
        if not isinstance(key, int):
            return
        try:
            await to_thread(self._resending.retry, self._actor, key)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self.query_one(LineList).reload()
            self.say("It goes out again when the sweeper passes next.")


def _row(notice: NoticeView) -> Row:
    cells = (
        show_time(notice.created_at),
        show_number(notice.number),
        notice.recipient,
        notice.channel,
        notice.state.value,
        notice.address,
    )
    return Row(notice.id, cells)


def _whole(notice: NoticeView) -> str:
    if not notice.problem:
        return notice.text
    tries = "1 try" if notice.attempts == 1 else f"{notice.attempts} tries"
    more = f" Next try {show_time(notice.next_try_at)}." if notice.next_try_at else ""
    came = f"{notice.state.value.capitalize()} after {tries}: {notice.problem}"
    return f"{came}{more}\n\n{notice.text}"
