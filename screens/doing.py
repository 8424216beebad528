"""What a dialog asks for an action of the department: the same for one complaint and for many."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Dialog, Send

if TYPE_CHECKING:
    from dopcrm_tui.services.cases import ComplaintView


@dataclass(frozen=True, slots=True)
class Doing:
    """What is to be done, the key by which it acts once, and the office where it goes to one."""

    act: Act
    key: str
    target_code: str | None = None
    target_label: str = ""


class ActDialog(Dialog[Doing]):
    """Ask for what an action needs to be said."""

    ACTION: ClassVar[Action]

    @abstractmethod
    def act(self) -> Act:
        """Return the act that was typed. May raise `InvalidInput`."""

    def answer(self) -> Doing:
        """Return what is to be done."""
        return Doing(self.act(), self.key)

    def typed(self, name: str) -> str:
        """Return what stands in a field."""
        field = self.query_one(f"#{name}")
        if isinstance(field, TextField):
            return field.text
        return self.query_one(f"#{name}", Field).value


class FilledDialog(ActDialog):
    """Ask for an action; it begins with what the complaint tells, where it is one alone."""

    def __init__(
        self,
        title: str,
        send: Send[Doing],
        last: Doing | None = None,
        *,
        view: ComplaintView | None = None,
    ) -> None:
        """Make the dialog; `view` is the complaint as it was seen."""
        super().__init__(title, send, last)
        self.view = view


def insist(sentences: dict[str, str | None]) -> None:
    """Raise `InvalidInput` where a field has a sentence that says what is wrong with it."""
    wrong = {name: sentence for name, sentence in sentences.items() if sentence}
    if wrong:
        raise InvalidInput(wrong)


def empty(label: str, text: str) -> str | None:
    """Return the sentence for a field that has to be filled in, None where it is."""
    return None if text.strip() else f"{label} is empty. Please fill it in."
