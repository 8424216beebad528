"""What a message from outside does: the customer's answer by the same rules as at a counter."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from data.models.complaint import Complaint
from data.models.message import NoticeChannel
from data.queries import cases
from data.queries.cases import Case
from dopcrm_tui.rules.bounces import Bounce
from dopcrm_tui.rules.complaint import SWEEPER, Act, Actor
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.reply_numbers import without_codes
from dopcrm_tui.rules.reply_reading import Reply
from dopcrm_tui.rules.vocabulary import OPEN, Action, Role, State
from dopcrm_tui.services import answers, delivery, inbound_papers
from dopcrm_tui.services.inbound_notices import is_ours, notice_named
from dopcrm_tui.services.inbound_outcome import RECORDED, Outcome, refused
from dopcrm_tui.services.inbound_papers import Sorted, sort_out
from dopcrm_tui.services.inbound_reading import Message
from dopcrm_tui.services.moment import Moment

CUSTOMER = Actor(id=None, role=Role.COMPLAINANT)
"""Who writes in; which customer it is, the code proves."""

_NO_CODE = "The answer shows no response code, or more than one six-digit number."


def hold(session: Session, message: Message) -> None:
    """Hold the complaint that a message is about, before anything of it is looked at."""
    if message.bounce is None:
        number = message.reply.number or _number_by_thread(session, message.thread)
        cases.hold_number(session, number or "")
    elif notice := notice_named(session, message.bounce.original_id):
        cases.hold(session, notice.complaint_id)
        session.expire(notice)


def settle(moment: Moment, message: Message, said_at: datetime) -> Outcome:
    """Do what a message of the moment `said_at` says, and return what became of it.

    Raises a refusal where the answer was proved but could not be recorded.
    """
    if message.bounce is not None:
        return _bounced(moment, message.bounce)
    if message.is_automatic:
        return Outcome("automatic reply ignored")
    if not message.readable and message.channel is NoticeChannel.SMS:
        return Outcome("not readable", "The gateway gave no whole SMS; it is kept as it came.")
    if not message.readable:
        return Outcome("not understood", "The message is too broken to be read.")
    number = message.reply.number or _number_by_thread(moment.session, message.thread)
    if number is None:
        return Outcome("no complaint named", "No complaint number was found, or more than one.")
    case = cases.load(moment.session, number)
    if case is None:
        return Outcome("no complaint named", f"There is no complaint {show_number(number)}.")
    return _answered(moment, case, message, said_at)


def _answered(moment: Moment, case: Case, message: Message, said_at: datetime) -> Outcome:
    reply, complaint_id = message.reply, case.row.id
    said = message.says_something and not is_ours(moment, case, reply.words, reply.code)
    if not said and not any(each.whole for each in message.enclosures):
        nothing = "Its writer wrote nothing."
        if message.enclosures:
            nothing = "Nothing written was found as far as it was read; it is too large."
        return Outcome("empty", nothing, complaint_id, "not_understood")
    if case.facts.state is State.CLOSED and reply.code is None:
        return Outcome("closed already", f"{case.facts.shown} is closed.", complaint_id)
    brought = sort_out(moment, case, message.enclosures)
    answer = _act(moment, case, reply, brought)
    if answer is None or reply.code is None:
        return _for_a_clerk(moment, case, message, brought, answer)
    answer = replace(answer, said_at=said_at)
    against = answers.unproved(moment, case, answer, reply.code)
    if against is not None:
        proved = against.rule not in {"code", "code locked"}
        return refused(case, answer.action, against, proved=proved)
    if brought.good:
        case = inbound_papers.keep(moment, case, brought.good)
    answers.record(moment, case, answer)
    parts = filter(None, (case.facts.shown, brought.told))
    return Outcome(RECORDED[answer.action], "; ".join(parts), complaint_id, proved=True)


def _act(moment: Moment, case: Case, reply: Reply, brought: Sorted) -> Act | None:
    """Return what a reply says to what was asked, None where that is not clear."""
    state, words = case.facts.state, _short(moment, reply.words)
    if state is State.INFO_SOUGHT and not reply.withdraws_complaint:
        said = words or brought.names
        return Act(action=Action.GIVE_INFORMATION, text=said) if said else None
    rates = reply.rating if state is State.CLOSED else None
    action = Action.RATE if rates else reply.answer
    if action is None:
        return None
    if action in {Action.ACCEPT, Action.RATE}:
        feedback = _short(moment, reply.feedback)
        return Act(action=action, rating=reply.rating, feedback=feedback)
    return Act(action=action, reason=words)


def _short(moment: Moment, words: str) -> str:
    """Return words as long as a history takes them; the message itself is kept whole."""
    longest = moment.policy.remark_max
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _for_a_clerk(
    moment: Moment, case: Case, message: Message, brought: Sorted, answer: Act | None
) -> Outcome:
    """Keep what was enclosed without proof: whether it is a signed statement, a clerk decides."""
    why, complaint_id = _unclear(message, answer), case.row.id
    if brought.good and case.facts.state in OPEN:
        words = _short(moment, without_codes(message.reply.words))
        inbound_papers.keep(moment, case, brought.good, words)
        parts = filter(None, (f"{why} Attached: {brought.names}", brought.told))
        return Outcome("needs a clerk", "; ".join(parts), complaint_id)
    if brought.refusals:
        return Outcome("attachment refused", " ".join(brought.refusals), complaint_id)
    if answer is None:
        return Outcome("not understood", why, complaint_id, "not_understood")
    return Outcome("no code", why, complaint_id, "answer_refused")


def _unclear(message: Message, answer: Act | None) -> str:
    if answer is not None:
        return _NO_CODE
    unclear = message.reply.unclear
    return f"The reply is not clear: {unclear or 'it names no answer'}."


def _number_by_thread(session: Session, thread: str) -> str | None:
    """Return the number of the complaint whose notice a letter replies to."""
    notice = notice_named(session, thread)
    return session.get_one(Complaint, notice.complaint_id).number if notice else None


def _bounced(moment: Moment, bounce: Bounce) -> Outcome:
    notice = notice_named(moment.session, bounce.original_id)
    if notice is None:
        return Outcome("bounce", "It is of no notice of ours.")
    if not bounce.final:
        sentence = f"notice {notice.id} is on its way still: {bounce.why}"
        return Outcome("bounce", sentence, notice.complaint_id)
    desk = replace(moment, actor=SWEEPER)
    delivery.bounced(desk, notice, bounce.why)
    return Outcome("bounce", f"notice {notice.id} came back: {bounce.why}", notice.complaint_id)
