"""A notice in the words it is sent with."""

from data.catalogues.notice_texts import written
from data.catalogues.wording import Wording
from data.models.message import NoticeChannel
from data.queries.outgoing import Claimed
from dopcrm_tui.gateways.channel import Outgoing

REFERENCE = "dopcrm-{id}"
"""The message id of a notice: the same at every try, so that whoever gets it twice can tell."""


def composed(claimed: Claimed, wording: Wording) -> Outgoing:
    """Return a notice as its channel sends it."""
    words = written(claimed.template, claimed.language, claimed.variables, wording)
    on_telephone = claimed.channel is NoticeChannel.SMS
    return Outgoing(
        reference=REFERENCE.format(id=claimed.id),
        to=claimed.address,
        text=words.sms if on_telephone else words.text,
        subject=words.subject,
        number=claimed.number,
        template_id=words.template_id if on_telephone else "",
        variables=words.sms_values if on_telephone else (),
    )
