"""Sending a notice again that was given up, once the way to the customer is mended."""

from dataclasses import dataclass

from sqlmodel import Session, select

from data.models import Complaint, Notice, NoticeState
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import has_jurisdiction, sees
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted
from dopcrm_tui.services import questions
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.delivery import ASKED_IN, another_way
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox import HIDDEN_CODE
from dopcrm_tui.services.transition import find


@dataclass(frozen=True, slots=True)
class Resending:
    """Lets notices be tried anew by those who act on their complaint."""

    ground: Ground

    def retry(self, actor: Actor, notice_id: int) -> None:
        """Let a notice that was given up be sent again, from the first try on.

        A question whose code was forgotten gets a new one. Raises `NotFound`, `NotPermitted`,
        `Conflict` for a notice that is not given up, that asks what is not open any more, or whose
        new code would make worthless the one that the customer has by another way.
        """
        with self.ground.store.writing() as session:
            moment = Moment.of(session, self.ground, actor)
            notice = session.get(Notice, notice_id)
            if notice is None:
                raise NotFound("There is no such notice that you may see.")
            case = _case(session, notice, actor)
            if notice.state is not NoticeState.UNDELIVERABLE:
                raise Conflict(f"The notice is {notice.state}; only one given up is sent again.")
            _ask_anew(moment, case, notice)
            notice.state, notice.next_try_at = NoticeState.WAITING, moment.now
            notice.attempts, notice.last_error = 0, None
            told = {"notice": str(notice_id), "number": case.facts.number}
            record(
                session,
                self.ground.random,
                moment.now,
                "notice_retry",
                actor.employee_id,
                actor.account,
                told,
            )


def _case(session: Session, notice: Notice, actor: Actor) -> Case:
    case = find(session, session.get_one(Complaint, notice.complaint_id).number)
    if not sees(actor, case.facts):
        raise NotFound("There is no such notice that you may see.")
    if not has_jurisdiction(actor, case.facts):
        raise NotPermitted("Only those who act on a complaint send its notices again.")
    return case


def _ask_anew(moment: Moment, case: Case, notice: Notice) -> None:
    state = ASKED_IN.get(notice.template)
    if state is None:
        return
    asked = questions.latest(moment.session, case.row.id, case.facts.state)
    if case.facts.state is not state or asked is None or asked.asked_at != notice.created_at:
        raise Conflict("What the notice asks is not open any more.")
    if notice.variables.get("code") == HIDDEN_CODE:
        if another_way(moment.session, notice):
            raise Conflict("The question reaches the customer another way, with a code that holds.")
        _tell_in_all(moment.session, notice, questions.new_code(moment, asked))


def _tell_in_all(session: Session, notice: Notice, code: str) -> None:
    """Put a new code into a notice, and into those that would put its question another way."""
    wanted = select(Notice).where(
        Notice.event_id == notice.event_id, Notice.template == notice.template
    )
    for each in session.exec(wanted):
        if each is notice or each.variables.get("code") != HIDDEN_CODE:
            each.variables = {**each.variables, "code": code}
