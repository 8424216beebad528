"""What is still needed of somebody whose password is right: a new one, a token, its code."""

from __future__ import annotations

from asyncio import to_thread
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dopcrm_tui.services.accounts import Needs

if TYPE_CHECKING:
    from textual.app import App

    from dopcrm_tui.entrance import Entrance
    from dopcrm_tui.services.accounts import Login

LEFT = {
    Needs.NEW_PASSWORD: "Logged out: a new password comes first.",
    Needs.TOKEN: "Logged out: the desk opens by your token.",
    Needs.CODE: "Logged out: the desk opens by the code of your token.",
}


@dataclass(slots=True)
class Entering:
    """One who is on the way in."""

    app: App[Any]
    entrance: Entrance
    employee_id: str
    password: str

    async def finish(self, login: Login) -> Login | str:
        """Return the login that everything was there for, else what to say.

        May raise `Refusal`.
        """
        if login.needs is Needs.NEW_PASSWORD:
            changed = await self._new_password(login)
            if changed is None:
                return LEFT[login.needs]
            login = changed
        if login.needs in {Needs.TOKEN, Needs.CODE}:
            asked = self._token if login.needs is Needs.TOKEN else self._code
            return await asked() or LEFT[login.needs]
        return login

    async def _new_password(self, login: Login) -> Login | None:
        from screens.new_secret import NewSecretScreen

        async def change(new: str, code: str | None) -> Login:
            accounts = self.entrance.accounts
            whose, old = self.employee_id, self.password
            changed = await to_thread(accounts.change_password, whose, old, new, code)
            self.password = new
            return changed

        screen = NewSecretScreen(change, login)
        changed: Login | None = await self.app.push_screen_wait(screen)
        return changed

    async def _token(self) -> Login | None:
        from screens.token_enrolment import TokenEnrolmentScreen

        accounts, whose, password = self.entrance.accounts, self.employee_id, self.password
        drawn = await to_thread(accounts.drawn_token, whose, password)

        async def enrol(code: str) -> Login:
            return await to_thread(accounts.enrol, whose, password, drawn.secret, code)

        login: Login | None = await self.app.push_screen_wait(TokenEnrolmentScreen(drawn, enrol))
        return login

    async def _code(self) -> Login | None:
        from screens.token_code import TokenCodeScreen

        accounts, whose, password = self.entrance.accounts, self.employee_id, self.password

        async def check(code: str) -> Login:
            return await to_thread(accounts.log_in, whose, password, code)

        login: Login | None = await self.app.push_screen_wait(TokenCodeScreen(check))
        return login
