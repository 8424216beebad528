"""Make the README's pictures from the real screens: `python contrib/make_pictures.py`.

Runs the desk over a demonstration store with a clock that stands still and seeded chance, presses
the keys a clerk would press, and keeps what the screen shows as docs/pictures/NAME.svg.
"""

import asyncio
import random
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from dopcrm_tui.app import DopCrm
from dopcrm_tui.demo.build import build_demo
from dopcrm_tui.desk import Desk
from dopcrm_tui.entrance import Entrance
from dopcrm_tui.terminal.environment import Terminal
from screens.login import LoginScreen

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SWEPT = NOW - timedelta(seconds=25)
CLERK = "10000002"
NEIGHBOUR = "10000011"
"""A clerk in whose queue a customer waits to be phoned."""
SIZE = (80, 24)
NOT_ESCALATED = 6
"""Lines down from the top of the clerk's queue to a complaint that still can be transferred."""
CLARIFIED = 10
"""Lines down to one whose customer was asked, so that its clock has stood still."""
PATIENCE = 500
"""Looks at the screen before giving up on a text, a hundredth of a second apart."""

_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_RANDOM_IDS = re.compile(r"terminal-\d+")


class Photographer:
    """Presses keys, waits for a text, keeps the picture."""

    def __init__(self, app: DopCrm, pilot: Pilot[None]) -> None:
        self._app = app
        self._pilot = pilot

    async def type(self, text: str) -> None:
        """Type a text, then wait until every key has had its effect."""
        await self.press(*text)

    async def press(self, *keys: str) -> None:
        """Press keys by name, then wait until every one has had its effect."""
        await self._pilot.press(*keys)
        await self._app.gate.settled()
        await self._pilot.pause()

    async def keep(self, name: str, text: str) -> None:
        """Wait until the screen shows `text`, then keep it as a picture."""
        for _ in range(PATIENCE):
            await self._pilot.pause(0.01)
            picture = self._app.export_screenshot(title="dopcrm")
            if text in re.sub(r"<[^>]+>", "", picture).replace("&#160;", " "):
                PICTURES.mkdir(parents=True, exist_ok=True)
                (PICTURES / f"{name}.svg").write_text(_settled(picture, name), encoding="utf-8")
                return
        raise TimeoutError(f"the screen for {name} never showed {text!r}")


def _settled(picture: str, name: str) -> str:
    """Leave out what differs from run to run, and the fonts fetched from elsewhere."""
    return _RANDOM_IDS.sub(f"terminal-{name}", _FONT_FACES.sub("", picture))


def _furnished(desk: Entrance) -> Desk:
    assert isinstance(desk, Desk)
    return desk


async def _photograph(open_desk: Callable[[], Desk], secret: str, state: Path) -> None:
    app = DopCrm(lambda: LoginScreen(open_desk, _furnished), state=state, terminal=Terminal(256))
    async with app.run_test(size=SIZE) as pilot:
        see = Photographer(app, pilot)
        await see.keep("login", "Employee ID")
        await see.type(CLERK)
        await see.type(secret)
        await see.press("enter")
        await see.keep("home", "Complaint Registration")
        await see.press("2")
        await see.keep("queue", "Pending for Resolution")
        await see.press(*["down"] * NOT_ESCALATED, "enter")
        await see.keep("complaint", "Grievance")
        await see.press("x")
        await see.type("682024")
        await see.press("enter")
        await see.keep("transfer", "Edapally")
        await see.press("f12", "f12", "f12", *["down"] * (CLARIFIED - NOT_ESCALATED), "w")
        await see.keep("why-due", "Confirmation sought")
        await see.press("f12", "f12", "1")
        await see.type("101")
        await see.keep("register", "Article number")
        await see.press("f12")


async def _photograph_queue(
    open_desk: Callable[[], Desk], secret: str, state: Path, *, clerk: str, name: str, colours: int
) -> None:
    app = DopCrm(
        lambda: LoginScreen(open_desk, _furnished), state=state, terminal=Terminal(colours)
    )
    async with app.run_test(size=SIZE) as pilot:
        see = Photographer(app, pilot)
        await see.type(clerk)
        await see.type(secret)
        await see.press("enter", "2")
        await see.keep(name, "Complainant")


_QUEUES = (
    partial(_photograph_queue, clerk=CLERK, name="queue-mono", colours=0),
    partial(_photograph_queue, clerk=NEIGHBOUR, name="queue-task", colours=256),
)


def main() -> None:
    """Build the store, take the pictures."""
    with tempfile.TemporaryDirectory(prefix="dopcrm-pictures-") as folder:
        url = f"sqlite:///{folder}/desk.db"
        demo = build_demo(url, now=NOW, random=random.Random(7), on_progress=lambda *_: None)
        secret = next(one.secret for one in demo.operators if one.employee_id == CLERK)
        Desk.open(url, clock=lambda: SWEPT).beats.beat("sweeper")

        def open_desk() -> Desk:
            return Desk.open(url, clock=lambda: NOW)

        for photograph in (_photograph, *_QUEUES):
            asyncio.run(photograph(open_desk, secret, Path(folder)))


if __name__ == "__main__":
    main()
