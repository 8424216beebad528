"""Correcting how a customer is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import Static

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.terminal.fields import Field
from dopcrm_tui.terminal.safe import safe
from dopcrm_tui.terminal.text_field import TextField
from screens.dialog import Send
from screens.doing import ActDialog, Doing
from screens.parts import row

LONGEST_EMAIL = 254


class ContactDialog(ActDialog):
    """Ask for the number or the address that reaches the customer, and how it is known."""

    ACTION = Action.CORRECT_CONTACT
    EXPLAINED = {
        "mobile": "Ten digits; left empty, the mobile stays. What waits goes there.",
        "email": "Such as name@example.in; left empty, the e-mail stays as it is, or none.",
        "reason": "How you know, such as: spoke to him on his land line. Write no number here: "
        "the history keeps this for ever.",
    }

    def __init__(
        self,
        title: str,
        send: Send[Doing],
        last: Doing | None = None,
        *,
        stands: Mapping[str, str | None] | None = None,
    ) -> None:
        """Make the dialog; `stands` is how the customer is reached as it stands, masked."""
        super().__init__(title, send, last)
        self._stands = stands or {}

    def fields(self) -> Iterable[Widget]:
        """Return what stands, the two new values, and the reason."""
        mobile, email = self._stands.get("mobile"), self._stands.get("email")
        yield Static(safe(f"As it stands: mobile {mobile or 'none'}, e-mail {email or 'none'}"))
        yield row("New mobile", Field(id="mobile", max_length=30))
        yield row("New e-mail", Field(id="email", max_length=LONGEST_EMAIL))
        yield row("Reason", TextField(id="reason"))

    def act(self) -> Act:
        """Return the act; what is wrong with it is known only beside what stands."""
        mobile, email, reason = map(self.typed, ("mobile", "email", "reason"))
        return Act(action=self.ACTION, mobile=mobile, email=email, reason=reason)

    def recall(self, last: Doing) -> None:
        """Fill in the reason; the number of another customer is nobody else's."""
        self.query_one("#reason", TextField).text = last.act.reason
