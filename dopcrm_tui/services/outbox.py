"""The outbox: what has been written to customers and officers."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from data.catalogues.notice_texts import written
from data.catalogues.wording import Wording
from data.models.complaint import Complaint
from data.models.message import Notice, NoticeChannel, NoticeState
from data.queries.visible import seen_by
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import reach_of
from dopcrm_tui.rules.masking import mask_email, mask_mobile
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Language
from dopcrm_tui.services.demonstration import is_demo
from dopcrm_tui.services.ground import Ground

HIDDEN_CODE = "••••••"
"""What stands for a response code wherever anybody but the customer could read it."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as it was written; in a demo store address and code are shown."""

    id: int
    number: str
    recipient: str
    channel: str
    address: str
    state: NoticeState
    created_at: datetime
    delivered_at: datetime | None
    attempts: int
    problem: str
    """What the last try came to, where it failed, in the words of whom it was given to."""
    next_try_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """Reading notices; writing them is part of the act that causes them."""

    ground: Ground

    @unit_of_work
    def is_demo(self) -> bool:
        """Whether the store is a throw-away one, in which the customer's notices can be read."""
        with self.ground.store.reading() as session:
            return is_demo(session)

    @unit_of_work
    def notices(
        self,
        actor: Actor,
        number: str | None = None,
        *,
        before: int | None = None,
        limit: int = 50,
        backwards: bool = False,
    ) -> tuple[NoticeView, ...]:
        """Return notices about complaints the actor sees, newest first, beyond the id `before`.

        `backwards` they are read from the oldest on: the ones just newer than `before`.
        """
        order = col(Notice.id).asc() if backwards else col(Notice.id).desc()
        wanted = (
            select(Notice, Complaint.number)
            .join(Complaint, col(Complaint.id) == col(Notice.complaint_id))
            .where(seen_by(reach_of(actor)))
            .order_by(order)
            .limit(limit)
        )
        if number is not None:
            wanted = wanted.where(Complaint.number == number)
        if before is not None:
            newer = col(Notice.id) > before
            wanted = wanted.where(newer if backwards else col(Notice.id) < before)
        with self.ground.store.reading() as session:
            demo = is_demo(session)
            words = self.ground.wording
            found = [_view(notice, of, demo, words) for notice, of in session.exec(wanted)]
        return tuple(reversed(found) if backwards else found)

    @unit_of_work
    def show(self, actor: Actor, notice_id: int) -> NoticeView:
        """Return one notice. Raises `NotFound`."""
        wanted = (
            select(Notice, Complaint.number)
            .join(Complaint, col(Complaint.id) == col(Notice.complaint_id))
            .where(Notice.id == notice_id, seen_by(reach_of(actor)))
        )
        with self.ground.store.reading() as session:
            found = session.exec(wanted).first()
            if found is None:
                raise NotFound("There is no such notice that you may see.")
            return _view(*found, is_demo(session), self.ground.wording)


def _view(notice: Notice, number: str, demo: bool, wording: Wording) -> NoticeView:
    variables = dict(notice.variables)
    if "code" in variables and not demo:
        variables["code"] = HIDDEN_CODE
    # Officers read English, whatever the customer's language; so is their digest.
    to_desk = notice.channel == NoticeChannel.DESK
    language = Language.ENGLISH if to_desk else notice.language
    words = written(notice.template, language, variables, wording)
    return NoticeView(
        id=notice.id,
        number=number,
        recipient=notice.recipient,
        channel=notice.channel,
        address=notice.address if demo else masked(notice.address),
        state=notice.state,
        created_at=notice.created_at,
        delivered_at=notice.delivered_at,
        attempts=notice.attempts,
        problem=problem_of(notice, revealed=demo),
        next_try_at=notice.next_try_at if notice.state is NoticeState.WAITING else None,
        text=words.sms if notice.channel == NoticeChannel.SMS else words.text,
    )


def problem_of(notice: Notice, *, revealed: bool) -> str:
    """Return what the last try came to; servers like to repeat the address that they refuse."""
    problem = notice.last_error or ""
    return problem if revealed else problem.replace(notice.address, masked(notice.address))


def masked(address: str) -> str:
    """Return where a notice goes as lists show it."""
    return mask_email(address) if "@" in address else mask_mobile(address)
