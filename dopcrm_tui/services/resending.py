"""Sending a notice again that was given up, once the way to the customer is mended."""

from dataclasses import dataclass

from sqlmodel import Session

from data.models import Complaint, Notice, NoticeState
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.jurisdiction import has_jurisdiction, sees
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted
from dopcrm_tui.services import corrections, questions
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox import HIDDEN_CODE
from dopcrm_tui.services.questions import ASKED_IN
from dopcrm_tui.services.transition import find


@dataclass(frozen=True, slots=True)
class Resending:
    """Lets notices be tried anew by those who act on their complaint."""

    ground: Ground

    def retry(self, actor: Actor, notice_id: int) -> None:
        """Let a notice that was given up be sent again, from the first try on.

        It goes to where the customer is reached by now. A question whose code was forgotten gets
        a new one. Raises `NotFound`, `NotPermitted`,
        `Conflict` for a notice that is not given up, or that asks what is not open any more.
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
            notice.address = corrections.address_now(case.row, notice)
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
        code = questions.new_code(moment, asked)
        notice.variables = {**notice.variables, "code": code}
