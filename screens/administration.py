"""The accounts: who can log in, where, and with which role."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.operator_list import OperatorView
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.row_window import Direction, Page, Row
from dopcrm_tui.terminal.safe import safe
from screens.account_dialogs import NewAccount, NewAccountDialog, SecretNotice
from screens.office_finder import OfficeFinder
from screens.parts import DeskScreen
from screens.wording import ROLE_LABELS

COLUMNS = (
    Column("Employee", 8),
    Column("Name", 20),
    Column("Role", 13),
    Column("Code", 9),
    Column("Office", 0),
    Column("State", 11),
)
BY_COMMAND = "Offices and policy are kept by command: dopcrm office, dopcrm policy."


class AdministrationScreen(DeskScreen[None]):
    """List the accounts of an office and all below it; add, reset, close, open, move."""

    CSS_PATH = ["parts.tcss", "administration.tcss"]
    BINDINGS = [
        Binding("f", "narrow", "Office", key_display="F"),
        Binding("a", "add", "Add", key_display="A"),
        Binding("r", "reset", "Reset", key_display="R"),
        Binding("d", "disable", "Disable", key_display="D"),
        Binding("e", "enable", "Enable", key_display="E"),
        Binding("m", "move", "Move", key_display="M"),
        Binding("f5", "refresh_rows", "Refresh", show=False),
        Binding("f12,escape", "back", "Back", show=False),
    ]
    EXPLAINED = {"": "F narrows to an office and all below it. R gives a new one-time secret."}

    def __init__(self, desk: Desk, actor: Actor) -> None:
        """Make the screen."""
        super().__init__("Administration", actor)
        self._desk = desk
        self._actor = actor
        self._under: str | None = None
        self._where = Static("All offices", id="where")
        self._seen: dict[str, OperatorView] = {}
        self._page = Page((), has_more=False)
        self._asked: tuple[str, str] | None = None

    def body(self) -> ComposeResult:
        """Lay out the accounts."""
        yield self._where
        yield LineList(COLUMNS, self._fetch, empty="No account here.")
        yield Static(BY_COMMAND, id="by_command")

    async def _fetch(self, _anchor: object, _direction: Direction, _count: int) -> Page:
        try:
            found = await to_thread(self._desk.accounts.operators, self._actor, self._under)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
            return self._page
        self._seen = {one.employee_id: one for one in found}
        self._page = Page(tuple(map(_row, found)), has_more=False)
        return self._page

    @property
    def _account(self) -> OperatorView | None:
        """The account under the cursor."""
        return self._seen.get(str(self.query_one(LineList).key))

    def action_refresh_rows(self) -> None:
        """Read the accounts again."""
        self.query_one(LineList).reload()

    @work
    async def action_narrow(self) -> None:
        """Show the accounts of one office and all below it; without an answer, of all."""
        finder = OfficeFinder(self._desk, "Accounts of this office and all below; F12 shows all")
        office = await self.app.push_screen_wait(finder)
        self._under = office.code if office else None
        self._where.update(safe(f"{office.label} and below" if office else "All offices"))
        self.query_one(LineList).show(self._fetch)

    @work
    async def action_add(self) -> None:
        """Add an account and show its secret."""
        secrets: list[str] = []

        async def send(new: NewAccount) -> None:
            secrets.append(
                await to_thread(
                    self._desk.accounts.add,
                    self._actor,
                    employee_id=new.employee_id,
                    name=new.name,
                    role=new.role,
                    office_code=new.office_code,
                )
            )

        new = await self.app.push_screen_wait(NewAccountDialog(self._desk, send))
        if new:
            await self._tell_secret(new.name, secrets[-1])

    @work
    async def action_reset(self) -> None:
        """Replace a password by a one-time secret, asked twice."""
        account = self._account
        if account and self._is_asked_again("reset", account, "R again resets the password of"):
            reset = self._desk.accounts.reset
            try:
                secret = await to_thread(reset, self._actor, account.employee_id)
            except Refusal as refusal:
                self.say(str(refusal), refused=True)
            else:
                await self._tell_secret(account.name, secret)

    @work
    async def action_disable(self) -> None:
        """Close an account, asked twice."""
        account = self._account
        if account and self._is_asked_again("disable", account, "D again closes the account of"):
            accounts, employee_id = self._desk.accounts, account.employee_id
            await self._change(
                lambda: accounts.disable(self._actor, employee_id), account, "closed"
            )

    @work
    async def action_enable(self) -> None:
        """Open a closed account."""
        if account := self._account:
            accounts, employee_id = self._desk.accounts, account.employee_id
            await self._change(lambda: accounts.enable(self._actor, employee_id), account, "open")

    @work
    async def action_move(self) -> None:
        """Give an account another office."""
        if (account := self._account) is None:
            return
        finder = OfficeFinder(self._desk, f"New office of {account.name}")
        if office := await self.app.push_screen_wait(finder):
            accounts, employee_id = self._desk.accounts, account.employee_id
            await self._change(
                lambda: accounts.move(self._actor, employee_id, office.code),
                account,
                f"at {office.label}",
            )

    async def _change(self, change: Callable[[], None], account: OperatorView, now: str) -> None:
        try:
            await to_thread(change)
        except Refusal as refusal:
            self.say(str(refusal), refused=True)
        else:
            self.say(f"The account of {account.name} is {now}.")
            self.action_refresh_rows()

    async def _tell_secret(self, name: str, secret: str) -> None:
        await self.app.push_screen_wait(SecretNotice(name, secret))
        self.say("")
        self.action_refresh_rows()

    def _is_asked_again(self, action: str, account: OperatorView, sentence: str) -> bool:
        """Tell whether this was asked of this account just before; else ask."""
        asked, self._asked = self._asked, (action, account.employee_id)
        if asked == self._asked:
            self._asked = None
            return True
        self.say(f"{sentence} {account.employee_id} {account.name}.")
        return False


def _row(one: OperatorView) -> Row:
    state = "open" if one.active else "CLOSED"
    if one.active and one.must_change:
        state = "first login"
    cells = (
        one.employee_id,
        one.name,
        ROLE_LABELS[one.role],
        one.office_code,
        one.office_name,
        state,
    )
    return Row(one.employee_id, cells, style="" if one.active else "muted")
