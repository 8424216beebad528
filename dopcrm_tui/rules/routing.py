"""Which office a new complaint goes to (design, section 5)."""

from dataclasses import dataclass

from dopcrm_tui.rules.offices import DIRECTORATE_ID, OfficePath
from dopcrm_tui.rules.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class Picked:
    """The office the clerk picked, and the account office over it where it is a branch office."""

    path: OfficePath
    account_office_id: int | None = None


def route(picked: Picked, *, against_staff: bool, confined: bool) -> int:
    """Return the id of the office that will hold the complaint.

    A branch office's complaints sit with its account office (domain, rule 9). A complaint against
    staff, or one that is confined, goes one level up (design, section 4).
    """
    if against_staff or confined:
        return next((office for _, office in picked.path.ladder()), DIRECTORATE_ID)
    if picked.path.kind is OfficeKind.BRANCH_OFFICE and picked.account_office_id is not None:
        return picked.account_office_id
    return picked.path.id
