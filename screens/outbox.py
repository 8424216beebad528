"""What has been written to customers and officers, as it was written."""

from __future__ import annotations

from asyncio import to_thread

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.outbox import NoticeView
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList, Unavailable
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.parts import DeskScreen

COLUMNS = (
    Column("Written", 16),
    Column("Complaint", 13),
    Column("To", 11),
    Column("By", 5),
    Column("State", 9),
    Column("Address", 0),
)


class OutboxScreen(DeskScreen[None]):
    """Notices, newest first; the one under the cursor is to be read below."""

    CSS_PATH = ["parts.tcss", "outbox.tcss"]
    EXPLAINED = {"": "Up and Down choose a notice; its text is shown below the list."}

    def __init__(self, desk: Desk, actor: Actor) -> None:
        """Make the screen."""
        super().__init__("Outbox", actor)
        self._outbox = desk.outbox
        self._actor = actor
        self._notices: dict[int, NoticeView] = {}
        self._text = Static(id="text")

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
        return Page(tuple(map(_row, kept)), has_more=len(found) > count)

    @on(LineList.Highlighted)
    def read(self, highlighted: LineList.Highlighted) -> None:
        """Show the text of the notice under the cursor."""
        notice = self._notices[highlighted.key] if isinstance(highlighted.key, int) else None
        self._text.update(safe(_told(notice) if notice else "", newlines=True))


def _told(notice: NoticeView) -> str:
    """Return what was written, below what came of trying to send it."""
    if not notice.last_error:
        return notice.text
    next_try = f" Next try {show_time(notice.next_try_at)}." if notice.next_try_at else ""
    return f"Not delivered: {notice.last_error}.{next_try}\n\n{notice.text}"


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
