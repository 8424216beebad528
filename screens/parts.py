"""What the screens share: heading, message line, key line, and the help on each field."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.events import ScreenResume
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Label, Static

from dopcrm_tui.rules.dates import show_clock
from dopcrm_tui.terminal.passage import Passage
from dopcrm_tui.terminal.safe import safe

if TYPE_CHECKING:
    from dopcrm_tui.rules.complaint import Actor

R = TypeVar("R")
_APART = "  "

AWAY = "The store does not answer: you see how things stood at {at}. What you typed is kept."
BACK = "The store answers again."
EXPLAIN = [
    Binding("f1", "explain", "Help"),
    Binding("question_mark", "show_keys", "Keys", key_display="?", show=False),
]


class KeyLine(Static):
    """The keys of a screen in one line, drawn once: nothing is sent when the focus moves."""

    def on_mount(self) -> None:
        """Take the keys from the screen."""
        self.update(self._keys())

    def _keys(self) -> Content:
        keys = [
            (self.app.get_key_display(binding), binding.description)
            for binding in shown_bindings(self.screen)
        ]
        return Content("  ").join(_key(key, said) for key, said in keys)


class MessageLine(Passage):
    """What the desk says, until it says something else."""

    said = ""

    def say(self, text: str, *, refused: bool = False) -> None:
        """Show a sentence; a refusal is reversed."""
        self.said = text
        self.set_class(refused, "-refused")
        self.update(safe(text, newlines=True))


class Heading(Static):
    """What the screen is, and who sits before it, who gives way where both are too long."""

    def __init__(self, title: str, who: str) -> None:
        super().__init__()
        self._title, self._who = title, who

    def render(self) -> Content:
        """Return the line for the width there is."""
        width = self.size.width
        title = safe(self._title).stylize("bold").truncate(width, ellipsis=True)
        room = width - title.cell_length - len(_APART)
        if room < len(_APART):
            return title
        who = safe(self._who).truncate(room, ellipsis=True)
        between = " " * (room - who.cell_length) + _APART
        return Content.assemble(title, between, who)

    def retitle(self, title: str) -> None:
        """Say otherwise what the screen is."""
        self._title = title
        self.refresh()


class Explained(Screen[R]):
    """A screen with a message line, help for each field and a list of its keys."""

    CSS_PATH: ClassVar[str | list[str | PurePath]] = "parts.tcss"
    EXPLAINED: ClassVar[Mapping[str, str]] = {}
    """What F1 says, by the id of the field that has the focus; `""` for the screen itself."""

    _said_away = ""
    _owed: tuple[R | None] | None = None

    # Textual repaints the whole screen, 4 KB, at each change of focus; fields repaint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def tell_of_store(self, away_since: datetime | None) -> None:
        """Say that the store is away, and how old is what is shown; or, with None, that it is back.

        What follows others by itself was right until then, anything else when it was opened.
        """
        line = self.query_one(MessageLine)
        if away_since is not None:
            before = f"\n{line.said}" if line.said else ""
            line.say(f"{self.away_words(away_since)}{before}", refused=True)
            self._said_away = line.said
        elif line.said == self._said_away:
            line.say(self._said_away.partition("\n")[2] or BACK)

    def away_words(self, away_since: datetime) -> str:
        """Return what to say of a store that has been away since then."""
        return AWAY.format(at=show_clock(away_since))

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Answer and go; while it is blanked or locked, as soon as it can be seen again."""
        if self.app.screen is self or not getattr(self.app, "is_covered", False):
            return super().dismiss(result)
        self._owed = (result,)  # to go now would take away what covers it
        return AwaitComplete()

    @on(ScreenResume)
    def _answer_now(self) -> None:
        if self._owed is not None:
            (result,), self._owed = self._owed, None
            self.dismiss(result)

    def say(self, text: str, *, refused: bool = False) -> None:
        """Show a sentence in the message line."""
        self.query_one(MessageLine).say(text, refused=refused)

    def action_explain(self) -> None:
        """Say what the field with the focus is for."""
        focused = self.focused.id if self.focused else None
        self.say(self.EXPLAINED.get(focused or "", self.EXPLAINED.get("", "? shows the keys.")))

    def action_show_keys(self) -> None:
        """Show what every key does here."""
        from screens.keys_help import KeysHelp

        self.app.push_screen(KeysHelp(shown_bindings(self, hidden=True)))


class DeskScreen(Explained[R]):
    """A whole screen: heading, what it shows, message line, key line."""

    BINDINGS = [
        *EXPLAIN,
        Binding("f3", "leave", "Leave"),
        Binding("f12,escape", "back", "Back", key_display="F12"),
    ]

    def __init__(self, title: str, actor: Actor | None = None) -> None:
        super().__init__()
        self._heading = Heading(title, f"{actor.employee_id} {actor.name}" if actor else "")

    def compose(self) -> ComposeResult:
        """Lay out the screen around its body."""
        yield self._heading
        yield from self.body()
        yield MessageLine()
        yield KeyLine()

    @abstractmethod
    def body(self) -> ComposeResult:
        """Lay out what this screen shows."""

    def retitle(self, title: str) -> None:
        """Say otherwise what the screen is."""
        self._heading.retitle(title)

    def action_leave(self) -> object:
        """Leave for the home screen."""
        return self.dismiss(None)

    def action_back(self) -> object:
        """Go back by one level."""
        return self.dismiss(None)


def row(label: str, field: Widget) -> Horizontal:
    """Return a field behind its label."""
    return Horizontal(Label(safe(label)), field, classes="row")


def shown_bindings(screen: Screen[Any], *, hidden: bool = False) -> list[Binding]:
    """Return one binding for each action of a screen, in its order; `hidden` ones where asked."""
    ours = [base for base in type(screen).__mro__ if issubclass(base, Explained)]
    found: dict[str, Binding] = {}
    for base in reversed(ours):
        found |= {
            binding.action: binding
            for binding in base.__dict__.get("BINDINGS", ())
            if isinstance(binding, Binding)
        }
    return [each for each in found.values() if each.description and (each.show or hidden)]


def _key(key: str, said: str) -> Content:
    return Content.assemble(safe(key).stylize("bold"), " ", safe(said))
