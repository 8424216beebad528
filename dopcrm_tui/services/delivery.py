"""What becomes of a notice that has reached its recipient."""

from data.models import Complaint, Notice, NoticeState
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, State
from dopcrm_tui.services import questions
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.transition import carry_out, find


def delivered(moment: Moment, notice: Notice) -> None:
    """Note that a notice has arrived; with the first of a question the customer's time begins."""
    notice.state, notice.delivered_at = NoticeState.DELIVERED, moment.now
    if "code" not in notice.variables:
        return
    asked = questions.latest_confirmation(moment.session, notice.complaint_id)
    if asked is None or asked.asked_at != notice.created_at or asked.delivered_at is not None:
        return
    number = moment.session.get_one(Complaint, notice.complaint_id).number
    case = find(moment.session, number)
    if case.facts.state is State.CONFIRMATION_SOUGHT:
        carry_out(moment, case, Act(action=Action.NOTICE_DELIVERED))
