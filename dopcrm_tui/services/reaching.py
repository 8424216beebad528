"""Whether the question that is open reaches its customer: each way it goes, and how far it came."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.models.complaint import Complaint
from data.models.message import Notice, NoticeState
from dopcrm_tui.services import questions
from dopcrm_tui.services.outbox import masked, problem_of
from dopcrm_tui.services.questions import ASKED_IN

_TEMPLATES = {state: template for template, state in ASKED_IN.items()}


@dataclass(frozen=True, slots=True)
class AskingView:
    """One notice that puts the open question; `problem` is what the last try came to."""

    id: int
    channel: str
    address: str
    state: str
    problem: str

    @property
    def given_up(self) -> bool:
        """Whether it is not tried any more."""
        return self.state == NoticeState.UNDELIVERABLE


def notices_of_question(session: Session, row: Complaint) -> list[Notice]:
    """Return the notices that put the question a complaint has open, the oldest first."""
    template = _TEMPLATES.get(row.state)
    asked = questions.latest(session, row.id, row.state) if template else None
    if asked is None:
        return []
    wanted = select(Notice).where(
        Notice.complaint_id == row.id,
        Notice.template == template,
        Notice.created_at == asked.asked_at,
    )
    return list(session.exec(wanted.order_by(col(Notice.id))))


def asking(session: Session, row: Complaint, *, revealed: bool) -> tuple[AskingView, ...]:
    """Return how the open question of a complaint goes to its customer."""
    return tuple(
        AskingView(
            id=notice.id,
            channel=notice.channel,
            address=notice.address if revealed else masked(notice.address),
            state=notice.state,
            problem=problem_of(notice, revealed=revealed),
        )
        for notice in notices_of_question(session, row)
    )
