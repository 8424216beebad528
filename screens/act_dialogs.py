"""Which dialog asks for which action of the department, of one complaint and of many alike."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dopcrm_tui.rules.plain_code import is_digits, plain_code
from dopcrm_tui.rules.vocabulary import Action
from screens.compensation import ClaimDialog, PaymentDialog, RefusalDialog, SanctionDialog
from screens.confirmation import ConfirmationDialog
from screens.contact import ContactDialog
from screens.dialog import Send
from screens.direction import (
    ClosureByDirectionDialog,
    DirectionDialog,
    ReopeningDialog,
    ReviewDialog,
)
from screens.doing import ActDialog, Doing
from screens.enquiry import DisposalDialog, EnquiryClosing, EnquiryOpening
from screens.escalation import EscalationDialog
from screens.incident_dialogs import JoiningDialog, LeavingDialog
from screens.information import InformationRequestDialog
from screens.interim import InterimReplyDialog
from screens.outside import ExternalReturnDialog, ExternalUpdateDialog, ReferralDialog
from screens.remark import RemarkDialog
from screens.transfer import TransferDialog

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.interim import InterimDraft
    from dopcrm_tui.services.cases import ComplaintView
    from dopcrm_tui.services.directory import OfficeView
    from screens.office_finder import OfficeFinder

PIN_LENGTH = 6

_ALL: tuple[type[ActDialog], ...] = (
    RemarkDialog,
    TransferDialog,
    InformationRequestDialog,
    ReferralDialog,
    ExternalUpdateDialog,
    ExternalReturnDialog,
    InterimReplyDialog,
    ConfirmationDialog,
    EscalationDialog,
    DirectionDialog,
    ClosureByDirectionDialog,
    ReopeningDialog,
    ReviewDialog,
    ContactDialog,
    EnquiryOpening,
    DisposalDialog,
    EnquiryClosing,
    ClaimDialog,
    SanctionDialog,
    RefusalDialog,
    PaymentDialog,
    JoiningDialog,
    LeavingDialog,
)
DIALOGS = {dialog.ACTION: dialog for dialog in _ALL}
"""Every action of the department that has to be told something; the others are done at once."""

_FILLED = {
    dialog.ACTION: dialog
    for dialog in (EnquiryOpening, DisposalDialog, ClaimDialog, SanctionDialog)
}
"""Those of them that begin with what the complaint tells."""


def act_dialog(
    action: Action,
    title: str,
    send: Send[Doing],
    last: Doing | None = None,
    *,
    desk: Desk,
    draft: InterimDraft | None = None,
    view: ComplaintView | None = None,
) -> ActDialog:
    """Return the dialog of an action of `DIALOGS`.

    `send` does what was typed to one complaint or to many; `last` is what was sent before, for
    F6; `draft` fills an interim reply; `view` is the complaint where it is one alone.
    """
    if action is Action.TRANSFER:
        offices = _Offices(desk)
        return TransferDialog(title, send, last, look_up=offices.find, finder=offices.finder)
    if action is Action.INTERIM_REPLY:
        return InterimReplyDialog(title, send, last, draft=draft)
    if action is Action.CORRECT_CONTACT and view is not None:
        return ContactDialog(title, send, last, stands=view.complainant)
    if action in _FILLED:
        return _FILLED[action](title, send, last, view=view)
    return DIALOGS[action](title, send, last)


class _Offices:
    """How a transfer finds the office it goes to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, text: str) -> Sequence[OfficeView]:
        """Return the offices that a PIN, a code or words can mean."""
        directory = self._desk.directory
        if len(plain_code(text)) == PIN_LENGTH and is_digits(plain_code(text)):
            return await to_thread(directory.at_pin, text)
        found = await to_thread(directory.find, text)
        exact = [office for office in found if office.code == text.upper()]
        return exact or found

    def finder(self, text: str) -> OfficeFinder:
        """Return the dialog that lists offices."""
        from screens.office_finder import OfficeFinder

        return OfficeFinder(self._desk, "Transfer to which office?", text)
