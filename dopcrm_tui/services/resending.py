"""Sending a notice again that was given up, once the way to the customer is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.models.complaint import Complaint
from data.models.message import Notice, NoticeState
from data.queries.cases import Case
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.jurisdiction import has_jurisdiction, sees
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted
from dopcrm_tui.services import corrections, questions
from dopcrm_tui.services.administration import record
from dopcrm_tui.services.delivery import another_way
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox import HIDDEN_CODE
from dopcrm_tui.services.questions import ASKED_IN
from dopcrm_tui.services.reaching import notices_of_question
from dopcrm_tui.services.transition import hold


@dataclass(frozen=True, slots=True)
class Resending:
    """Lets notices be tried anew by those who act on their complaint."""

    ground: Ground

    @unit_of_work
    def retry(self, actor: Actor, notice_id: int) -> None:
        """Let a notice that was given up be sent again, from the first try on.

        It goes to where the customer is reached by now. A question whose code was forgotten gets
        a new one. Raises `NotFound`, `NotPermitted`, `Conflict` for a notice that is not given up,
        that asks what is not open any more, or whose
        new code would make worthless the one that the customer has by another way.
        """
        with self.ground.store.writing() as session:
            case = _case_of(session, notice_id, actor)
            moment = Moment.of(session, self.ground, actor)
            notice = session.get_one(Notice, notice_id)
            if notice.state is not NoticeState.UNDELIVERABLE:
                raise Conflict(f"The notice is {notice.state}; only one given up is sent again.")
            _again(moment, case, [notice])

    @unit_of_work
    def ask_again(self, actor: Actor, number: str) -> int:
        """Let the open question of a complaint go out again by every way that was given up.

        Returns by how many. Raises `NotFound`, `NotPermitted`, `Conflict` where none was given up.
        """
        with self.ground.store.writing() as session:
            case = _permitted(hold(session, number), actor, f"no complaint {show_number(number)}")
            moment = Moment.of(session, self.ground, actor)
            asked = notices_of_question(session, case.row)
            given_up = [each for each in asked if each.state is NoticeState.UNDELIVERABLE]
            if not given_up:
                raise Conflict(f"No question to the customer of {case.facts.shown} was given up.")
            _again(moment, case, given_up)
            return len(given_up)


def _again(moment: Moment, case: Case, notices: Sequence[Notice]) -> None:
    """Let notices of one event be sent from the first try on."""
    _ask_anew(moment, case, notices)
    for notice in notices:
        notice.address = corrections.address_now(case.row, notice)
        notice.state, notice.next_try_at = NoticeState.WAITING, moment.now
        notice.attempts, notice.last_error = 0, None
        record(
            moment.session,
            moment.ground.random,
            moment.now,
            "notice_retry",
            moment.actor.employee_id,
            moment.actor.account,
            {"notice": str(notice.id), "number": case.facts.number},
        )


def _case_of(session: Session, notice_id: int, actor: Actor) -> Case:
    """Return the complaint that a notice is about, held before the notice is looked at."""
    about = select(Complaint.number).join(Notice, col(Notice.complaint_id) == col(Complaint.id))
    number = session.exec(about.where(Notice.id == notice_id)).one_or_none()
    if number is None:
        raise NotFound("There is no such notice that you may see.")
    return _permitted(hold(session, number), actor, "no such notice")


def _permitted(case: Case, actor: Actor, missing: str) -> Case:
    if not sees(actor, case.facts):
        raise NotFound(f"There is {missing} that you may see.")
    if not has_jurisdiction(actor, case.facts):
        raise NotPermitted("Only those who act on a complaint send its notices again.")
    return case


def _ask_anew(moment: Moment, case: Case, notices: Sequence[Notice]) -> None:
    """Let a question hold one code, whichever way it reaches the customer."""
    one = notices[0]
    state = ASKED_IN.get(one.template)
    if state is None:
        return
    asked = questions.latest(moment.session, case.row.id, case.facts.state)
    if case.facts.state is not state or asked is None or asked.asked_at != one.created_at:
        raise Conflict("What the notice asks is not open any more.")
    if all(notice.variables.get("code") != HIDDEN_CODE for notice in notices):
        return
    if another_way(moment.session, one):
        raise Conflict("The question reaches the customer another way, with a code that holds.")
    code = questions.new_code(moment, asked)
    for each in notices_of_question(moment.session, case.row):
        if each in notices or each.variables.get("code") != HIDDEN_CODE:
            each.variables = {**each.variables, "code": code}
