"""A small app on the terminal's foundations, run by the tests in a pseudo-terminal.

Arguments: the state directory, then the name of a theme (or `-`) and of a first screen.
"""

# ruff: noqa: E402, RUF012 (Textual reads its variables when it is imported)

import asyncio
import os
import sys
from pathlib import Path

from dopcrm_tui.terminal.environment import prepare

terminal = prepare(os.environ)

from number_source import NumberSource
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Label, OptionList, Static

from dopcrm_tui.app import DopCrm
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.line_layout import Column
from dopcrm_tui.terminal.line_list import LineList
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField

STATE = Path(sys.argv[1])


class NoteDialog(ModalScreen[str | None]):
    BINDINGS = [Binding("f12", "leave", "Cancel")]

    def compose(self) -> ComposeResult:
        yield Field(id="note")

    @on(Field.Submitted)
    def answer(self, submitted: Field.Submitted) -> None:
        self.dismiss(submitted.value)

    def action_leave(self) -> None:
        self.dismiss(None)


class FormScreen(Screen[None]):
    BINDINGS = [
        Binding("f3", "app.quit", "Leave"),
        Binding("f8", "note", "Note"),
        Binding("f9", "fail", "Fail"),
        Binding("f10", "save", "Save"),
        Binding("ctrl+s", "save", show=False),
    ]
    saves = 0
    draft = ""

    def compose(self) -> ComposeResult:
        yield Field(id="name")
        yield Field(id="mobile", max_length=10, restrict=r"\d*")
        yield Field(id="pin", max_length=6, restrict=r"\d*")
        yield Field(id="article")
        yield Static("ready", id="result")
        yield Footer(compact=True)

    @on(Field.Changed, "#name")
    def name_changed(self, changed: Field.Changed) -> None:
        self.draft = changed.value

    @on(Field.Changed, "#mobile")
    def mobile_changed(self, changed: Field.Changed) -> None:
        if len(changed.value) == 10:
            self.query_one("#pin").focus()

    @on(Field.Changed, "#pin")
    def pin_changed(self, changed: Field.Changed) -> None:
        if len(changed.value) == 6:
            self.focus_next()

    @on(Field.Submitted)
    def next_field(self) -> None:
        self.focus_next()

    @work
    async def action_note(self) -> None:
        await asyncio.to_thread(sorted, range(200_000))
        note = await self.app.push_screen_wait(NoteDialog())
        await asyncio.to_thread(sorted, range(200_000))
        self.query_one("#article", Field).focus()
        self.notify(f"note {note}")

    def action_save(self) -> None:
        self.saves += 1
        fields = [field.value for field in self.query(Field)]
        self.query_one("#result", Static).update(safe(f"{self.saves}: {'|'.join(fields)}."))

    def action_fail(self) -> None:
        secret_of_the_customer = "9876543210"
        raise ValueError(secret_of_the_customer)

    def on_unmount(self) -> None:
        (STATE / "unmounted").write_text(self.draft)


class ListScreen(Screen[None]):
    BINDINGS = [Binding("f3", "app.quit", "Leave"), Binding("f5", "reload", "Reload")]

    def compose(self) -> ComposeResult:
        source = NumberSource(1_000_000)
        columns = [Column("Number", 12), Column("Text", 0), Column("Due", 10, "right")]
        yield LineList(columns, source, marks=True)
        yield Static("", id="at")

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        self.query_one("#at", Static).update(safe(f"at {event.key}"), layout=False)

    def action_reload(self) -> None:
        self.query_one(LineList).reload()


class HostileScreen(Screen[None]):
    """Show the text of a file in every widget the screens use."""

    BINDINGS = [Binding("f3", "app.quit", "Leave")]
    text = ""

    def compose(self) -> ComposeResult:
        self.text = (STATE / "hostile").read_bytes().decode("utf-8", "surrogateescape")
        yield Static(safe(self.text))
        yield Static(self.text, markup=False)
        yield Label(safe(self.text))
        yield Field(self.text.replace("\n", " "), id="typed")
        yield TextField(self.text, id="area")
        yield OptionList(safe(self.text))
        boxed = Static(safe("boxed"), id="boxed")
        boxed.styles.border = ("ascii", "white")
        boxed.border_title = self.text.replace("[", r"\[")
        yield boxed
        yield LineList([Column("Text", 0)], NumberSource(1, text=self.text))
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.notify(self.text, title=self.text, timeout=30)


SCREENS = {"form": FormScreen, "list": ListScreen, "hostile": HostileScreen}

if __name__ == "__main__":
    theme = None if sys.argv[2] == "-" else sys.argv[2]
    status = DopCrm(SCREENS[sys.argv[3]], state=STATE, terminal=terminal, theme=theme).start()
    (STATE / "returned").touch()
    raise SystemExit(status)
