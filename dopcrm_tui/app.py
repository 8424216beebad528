"""The terminal app: what every screen stands on, without any business of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import NoActiveWorker, Worker, WorkerFailed, get_current_worker

from dopcrm_tui.terminal import crash, signals
from dopcrm_tui.terminal.blank import Blanking
from dopcrm_tui.terminal.cell_display import CellDisplay, CellWriter
from dopcrm_tui.terminal.environment import Terminal, too_small
from dopcrm_tui.terminal.key_gate import KeyGate
from dopcrm_tui.terminal.output_filter import Colourless, OutputFilter
from dopcrm_tui.terminal.safe import printable
from dopcrm_tui.terminal.size_notice import cover
from dopcrm_tui.terminal.themes import MONO, THEMES
from dopcrm_tui.terminal.withholding import Withholding

ESCAPE_WAIT = 0.4
"""Seconds in which a digit after Esc makes an F-key of it."""

LOOK = 0.5
"""Seconds between two looks whether work waits for the store."""

NOTICED = 1.5
"""Seconds of such waiting that a person notices."""


THREADS = 16
"""Calls to the store at once: those that nobody waits for any more must not keep others waiting."""


class DopCrm(Withholding, CellDisplay):
    """Run screens: keys in order, output harmless, signals and faults ended cleanly."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "dopcrm"
    BINDINGS = [Binding("ctrl+q,ctrl+c", "hint_at_leaving", show=False, priority=True)]

    def __init__(
        self,
        first: Callable[[], Screen[Any]],
        *,
        state: Path,
        terminal: Terminal | None = None,
        theme: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make the app.

        first: gives the screen to begin with. state: the directory of the crash log.
        theme: a name of `THEMES`; by default what suits the terminal. clock: gives the time.
        """
        super().__init__()
        self.animation_level = "none"
        self._first = first
        self._state = state
        self.clock = clock
        self.away_for: Callable[[], float] = lambda: 0.0
        self._terminal = terminal or Terminal(256)
        self.cells = CellWriter() if self._terminal.sends_cells else None
        self.keep_all: Callable[[], None] = lambda: None
        self._keyed_at = monotonic()
        self._hushed = False
        self._visible = asyncio.Event()
        self._visible.set()
        self.gate = KeyGate(self, escape_wait=ESCAPE_WAIT)
        self._blanking = Blanking(self, self.gate, self._visible)
        self._tasks: set[asyncio.Task[None]] = set()
        self._output = OutputFilter(getattr(sys.__stderr__, "encoding", None) or "utf-8")
        self._colourless = Colourless()
        for each in THEMES:
            self.register_theme(each)
        self.theme = MONO.name if not self._terminal.colours else theme or self._terminal.theme

    def start(self) -> int:
        """Run until the person leaves or a signal comes; return the exit status."""
        try:
            self.run(mouse=False)
        except Exception as error:
            sys.stderr.write(f"{self._recorded(error)}\n")
            return 1
        return self.return_code or 0

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the first screen; no blank one is painted below it."""
        first = self._first()
        # As switch_screen does for each next one: without it the first could not be replaced.
        first._push_result_callback(self, None)
        # Read only: all sheets are parsed together when the screen is mounted.
        self.stylesheet.read_all(first.css_path)
        return first

    def get_driver_class(self) -> type[Driver]:
        """Use the driver that puts the keyboard in order, where there is a Unix terminal."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from dopcrm_tui.terminal.driver import TerminalDriver

        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Make every segment harmless first; without colour when the theme has none."""
        colourless = [self._colourless] if self.theme == MONO.name else []
        return [self._output, *super().get_line_filters(), *colourless]

    def get_key_display(self, binding: Binding) -> str:
        """Show F-keys as they are printed on the keyboard."""
        shown = super().get_key_display(binding)
        return shown.upper() if shown[:1] == "f" and shown[1:].isdecimal() else shown

    async def on_event(self, event: events.Event) -> None:
        """Hold keys and pastes in the gate; while the screen cannot be seen, drop them."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._keyed_at = monotonic()
            if self._blanking.takes(event) or self._is_kept(event):
                return
        await super().on_event(event)

    def idle_for(self) -> float:
        """Return for how many seconds nobody has pressed a key."""
        return monotonic() - self._keyed_at

    @property
    def is_covered(self) -> bool:
        """Whether what is open is there and cannot be seen: blanked, or locked."""
        return not self._visible.is_set()

    @contextmanager
    def nothing_shown(self) -> Iterator[None]:
        """Show nothing that was there: no message comes up, what is there goes."""
        self._blanking.end()
        self.clear_notifications()
        self._visible.clear()
        self._hushed = True
        try:
            yield
        finally:
            self._hushed = False
            self._visible.set()

    def _is_kept(self, event: events.Key | events.Paste) -> bool:
        return bool(too_small(*self.size) or self.gate.holds(event))

    def on_mount(self) -> None:
        """Open the gate and attend to the signals."""
        if self.is_headless:
            self.gate.escape_wait = 0.0
        else:
            signals.attend(self._leave, self.action_hint_at_leaving)
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        self.look_after(self.gate.run())
        self.look_after(self._watch_store())

    def on_unmount(self) -> None:
        """Close the gate and give the signals back."""
        for task in self._tasks:
            task.cancel()
        if not self.is_headless:
            signals.release()
            _give_up()

    async def on_resize(self, event: events.Resize) -> None:
        """Cover the screen while the terminal is too small; what it holds is kept."""
        await cover(self.screen, *event.size)

    async def _watch_store(self) -> None:
        """Let the screen say once that the store is away, and once that it is back."""
        told = False
        while self.is_running:
            await asyncio.sleep(LOOK)
            waited = self.away_for()
            is_away = waited > NOTICED
            if is_away is not told and (tell := getattr(self.screen, "tell_of_store", None)):
                tell(self.clock() - timedelta(seconds=waited) if is_away else None)
                told = is_away

    def look_after(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run work beside the screens until it is cancelled or the app ends; a fault ends the app.

        A message to a screen that is covered has the one on top painted anew: no timer does this.
        """
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) and self.is_running:
            self._handle_exception(error if isinstance(error, Exception) else RuntimeError(error))

    def _leave(self, status: int) -> None:
        self.exit(return_code=status)

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End, and have what is typed kept before its screens go; every orderly end comes here."""
        with suppress(Exception):  # whatever fails there, the terminal is given back
            self.keep_all()
        super().exit(result, return_code, message)

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:  # noqa: ANN401
        """Push a screen and wait for its answer; the gate lets keys flow to it meanwhile.

        What work that was begun before opens while nothing may be seen, waits until it may.
        """
        with suppress(NoActiveWorker):
            if self.is_covered and get_current_worker().node.screen is not self.screen:
                await self._visible.wait()
            if isinstance(screen, Screen):
                self.gate.asks(get_current_worker(), screen)
        return await super().push_screen_wait(screen, mode=mode)

    def pop_screen(self) -> AwaitComplete:
        """End first what a screen has begun: while it goes, its parts go one by one."""
        going = self.screen
        popped = super().pop_screen()
        for worker in tuple(self.workers):
            if not _is_ours(worker) and going in worker.node.ancestors_with_self:
                worker.cancel()
        return popped

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002
    ) -> None:
        """Show a message at the edge of the screen: literal, harmless, none while it is locked."""
        if self._hushed:
            return
        super().notify(
            printable(message, newlines=True),
            title=printable(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    def action_hint_at_leaving(self) -> None:
        """Answer ^C and ^Q, which end nothing here."""
        self.notify("F3 leaves")

    def _handle_exception(self, error: Exception) -> None:
        """End the app; once the terminal is restored, say the incident's number."""
        with suppress(Exception):
            self.keep_all()
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(Text(self._recorded(error)))

    def _recorded(self, error: Exception) -> str:
        """Log where it failed; return what to say about it."""
        import secrets  # it loads OpenSSL: only where something failed

        cause = error.error if isinstance(error, WorkerFailed) else error
        incident = secrets.token_hex(4)
        with suppress(OSError):
            crash.record(cause, self._state, incident=incident, now=self.clock())
        return crash.sentence(incident)


def _is_ours(worker: Worker[Any]) -> bool:
    with suppress(NoActiveWorker):
        return worker is get_current_worker()
    return False


def _give_up() -> None:
    """Have no thread wait for the store any longer; nothing is loaded to say so."""
    loaded = sys.modules.get("data.unit_of_work")
    if leave := getattr(loaded, "leave", None):  # who leaves at once may find it half loaded
        leave()
