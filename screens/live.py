"""Screens that show by themselves what others did."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual import events, on
from textual.app import App
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.services.following import Follower
from screens.parts import DeskScreen

R = TypeVar("R")


class OthersActed(Message, bubble=False):
    """Somebody has changed something that lists or badges show."""


class Live(DeskScreen[R]):
    """Follows what others do while it is on top; under a dialog it waits until that is closed."""

    is_behind = False
    """Whether others have acted since it was last on top."""

    @abstractmethod
    def follow(self) -> object:
        """Show what has changed, in a worker, and only that."""

    @on(OthersActed)
    def others_acted(self) -> None:
        """Follow at once, or when the screen is seen again."""
        # `is_current` says yes below a dialog, too.
        self.is_behind = self.app.screen is not self
        if not self.is_behind:
            self.follow()

    @on(events.ScreenResume)
    def catch_up(self) -> None:
        """Follow what was done while another screen lay over this one."""
        if self.is_behind:
            self.is_behind = False
            self.follow()


def follow_for(app: App[object], desk: Desk, actor: Actor) -> Follower:
    """Tell the live screens of an app whenever others have acted, until closed."""

    def tell() -> None:
        *below, top = app.screen_stack
        # A message to a screen below would have the one on top painted anew, all of it.
        for screen in below:
            if isinstance(screen, Live):
                screen.is_behind = True
        if isinstance(top, Live):
            top.post_message(OthersActed())

    return desk.following.follow(actor, tell)


def differs(static: Static, content: Content) -> bool:
    """Whether a widget shows other words, or in another way: the same ones are not sent again."""
    old = static.content
    return not isinstance(old, Content) or (old.plain, old.spans) != (content.plain, content.spans)
