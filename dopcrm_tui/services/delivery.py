"""What becomes of a notice that has reached its recipient, or never will."""

from sqlmodel import Session, col, select

from data.models.complaint import Complaint
from data.models.message import Notice, NoticeState
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services import questions
from dopcrm_tui.services.demonstration import is_demo
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox import HIDDEN_CODE
from dopcrm_tui.services.questions import ASKED_IN
from dopcrm_tui.services.transition import carry_out, find


def delivered(moment: Moment, notice: Notice) -> None:
    """Note that a notice has arrived; with the first of a question the customer's time begins."""
    notice.state, notice.delivered_at = NoticeState.DELIVERED, moment.now
    notice.last_error = None
    _forget_code(moment.session, notice)
    case = _open_question(moment, notice)
    if case is not None and not _arrived_before(moment, case):
        carry_out(moment, case, Act(action=Action.NOTICE_DELIVERED))


def _forget_code(session: Session, notice: Notice) -> None:
    """Keep no response code longer than it is to be sent; a demonstration shows them."""
    if "code" in notice.variables and not is_demo(session):
        notice.variables = {**notice.variables, "code": HIDDEN_CODE}


def undeliverable(moment: Moment, notice: Notice, why: str) -> None:
    """Give a notice up; where no other way reaches the customer, somebody has to phone."""
    notice.state, notice.last_error = NoticeState.UNDELIVERABLE, why
    case = _open_question(moment, notice)
    if case is not None and not another_way(moment.session, notice):
        carry_out(moment, case, Act(action=Action.NOTICE_UNDELIVERABLE, reason=why))


def bounced(moment: Moment, notice: Notice, why: str) -> None:
    """Note that a notice has come back, though its channel had taken it: it never arrived."""
    if notice.state is not NoticeState.UNDELIVERABLE:
        undeliverable(moment, notice, why)


def overtaken(moment: Moment, notice: Notice) -> bool:
    """Drop a notice that asks what has been answered, or is past asking; False where none is."""
    if notice.template not in ASKED_IN or _open_question(moment, notice) is not None:
        return False
    notice.state, notice.next_try_at = NoticeState.OVERTAKEN, None
    _forget_code(moment.session, notice)
    return True


def _open_question(moment: Moment, notice: Notice) -> Case | None:
    """Return the complaint whose open question a notice puts, None where it puts none."""
    state = ASKED_IN.get(notice.template)
    if state is None:
        return None
    number = moment.session.get_one(Complaint, notice.complaint_id).number
    case = find(moment.session, number)
    if case.facts.state is not state:
        return None
    asked = questions.latest(moment.session, notice.complaint_id, state)
    return case if asked is not None and asked.asked_at == notice.created_at else None


def _arrived_before(moment: Moment, case: Case) -> bool:
    asked = questions.latest(moment.session, case.row.id, case.facts.state)
    return asked is None or asked.delivered_at is not None


def another_way(session: Session, notice: Notice) -> bool:
    """Whether a notice of the same event has arrived another way, or may still."""
    others = select(Notice.id).where(
        Notice.event_id == notice.event_id,
        Notice.template == notice.template,
        Notice.id != notice.id,
        col(Notice.state).in_((NoticeState.WAITING, NoticeState.DELIVERED)),
    )
    return session.exec(others.limit(1)).first() is not None
