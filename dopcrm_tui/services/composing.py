"""A notice in the words it is sent with."""

from data.catalogues.notice_texts import notice_text
from data.queries.outgoing import Claimed
from dopcrm_tui.gateways.channel import Outgoing
from dopcrm_tui.rules.complaint_number import show_number

REFERENCE = "dopcrm-{id}"
"""The message id of a notice: the same at every try, so that whoever gets it twice can tell."""


def composed(claimed: Claimed) -> Outgoing:
    """Return a notice as its channel sends it."""
    return Outgoing(
        reference=REFERENCE.format(id=claimed.id),
        to=claimed.address,
        text=notice_text(claimed.template, claimed.language, claimed.variables),
        subject=f"Complaint {show_number(claimed.number)}",
        number=claimed.number,
    )
