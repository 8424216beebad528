"""Where a transfer goes: to the office named, or over two that cannot agree (domain, rule 12)."""

from dopcrm_tui.rules.complaint import Complaint
from dopcrm_tui.rules.offices import OfficePath, common_superior
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput


def holder_after(complaint: Complaint, target: OfficePath, policy: Policy) -> tuple[int, bool]:
    """Return the new holder's id, and whether it is the common superior in place of `target`.

    Raises `InvalidInput` where the complaint is with `target` already.
    """
    if target.id == complaint.holder.id:
        raise InvalidInput({"target": f"{complaint.shown} is with that office already."})
    pair = {target.id, complaint.holder.id}
    before = sum(1 for move in complaint.transfers if set(move) == pair)
    if before + 1 < policy.ping_pong_limit:
        return target.id, False
    superior = common_superior(complaint.holder, target)
    return (superior, True) if superior not in pair else (target.id, False)
