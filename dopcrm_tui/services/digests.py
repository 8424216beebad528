"""What officers are told: one digest to an office, however much there is to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.catalogues.notice_texts import notice_text, written
from data.models.message import NoticeChannel
from data.queries import outgoing
from data.queries.outgoing import Claimed
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.channel import Channel, Outgoing
from dopcrm_tui.rules.complaint import SWEEPER
from dopcrm_tui.rules.retrying import LEASE
from dopcrm_tui.rules.vocabulary import Language
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.sending import Sending
from dopcrm_tui.services.sweeper import never
from dopcrm_tui.services.way_out import Parcel, Posted

_KEEP = "Please keep this: against it anybody can check that no history was written anew."

OFFICES = 100
LISTED = 20
"""Complaints a digest names; the queues have them all."""

Address = Callable[[str], str]
"""Returns where an office is written to, by its code."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Writes to offices about what waits for them; never twice within policy's `digest_every`."""

    ground: Ground
    way: Channel
    address_of: Address = str
    signed_head: Callable[[], str] = str
    """Gives the head of the record, which others keep; nothing where there is none."""

    def send(self, sending: Sending, *, stop: Callable[[], bool] = never) -> Posted:
        """Send every office its digest that is due."""
        posted = Posted()
        out = sending.way_out(NoticeChannel.DESK, self.way, posted)
        enough = sending.enough(stop)
        while out.is_open and not enough():
            if not (codes := self._offices()):
                out.over()
                break
            for code in codes:
                if out.is_open and not enough() and (claimed := self._claim(code)):
                    letter = self._letter(code, claimed)
                    out.post([Parcel(letter, claimed)])
        return posted

    @unit_of_work
    def _offices(self) -> list[str]:
        with self.ground.store.reading() as session:
            return outgoing.offices(session, self.ground.clock(), OFFICES)

    @unit_of_work
    def _claim(self, code: str) -> list[Claimed]:
        """Take an office's notices in hand, or put them off until its next digest."""
        with self.ground.store.writing(last_in_line=True) as session:
            moment = Moment.of(session, self.ground, SWEEPER)
            last = outgoing.last_digest(session, code)
            again = last + moment.policy.digest_every if last else moment.now
            if again > moment.now:
                outgoing.put_off(session, code, moment.now, again)
                return []
            return outgoing.claim_of_office(session, code, moment.now, moment.now + LEASE)

    def _letter(self, code: str, claimed: Sequence[Claimed]) -> Outgoing:
        wording = self.ground.wording
        lines = [
            notice_text(one.template, Language.ENGLISH, one.variables, wording)
            for one in claimed[:LISTED]
        ]
        told = {"count": str(len(claimed)), "lines": "\n".join(lines)}
        words = written("digest", Language.ENGLISH, told, wording)
        head = self.signed_head()
        return Outgoing(
            reference=f"dopcrm-digest-{claimed[0].id}",
            to=self.address_of(code),
            text=f"{words.text}\n\n{_KEEP}\n\n{head}" if head else words.text,
            subject=words.subject,
        )
