"""Correcting how a customer is reached: what waits for them follows to where they are."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from data.models.complaint import Complaint
from data.models.message import Notice, NoticeChannel, NoticeState
from data.queries.cases import Case
from data.queries.text_search import Findable, renew_text
from dopcrm_tui.rules.contact import Contact
from dopcrm_tui.rules.notices import Recipient
from dopcrm_tui.rules.refusals import Conflict
from dopcrm_tui.rules.retrying import LEASE
from dopcrm_tui.services import questions
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.outbox import HIDDEN_CODE
from dopcrm_tui.services.outbox_writer import by_way_of
from dopcrm_tui.services.questions import ASKED_IN, Question

GOES = "The question goes there now."
GONE = "The question was sent before and is not sent twice; if it never came, ask a new one."

_UNSENT = (NoticeState.WAITING, NoticeState.UNDELIVERABLE)
_MINUTE = timedelta(minutes=1)


def contact_of(row: Complaint) -> Contact:
    """Return how a customer is reached as it stands."""
    return Contact(row.complainant_mobile, row.complainant_email)


def address_now(row: Complaint, notice: Notice) -> str:
    """Return where a notice goes by now: to a customer, where they are reached at present."""
    if notice.recipient is not Recipient.COMPLAINANT:
        return notice.address
    return _addresses(contact_of(row)).get(notice.channel) or notice.address


def hold(moment: Moment, row: Complaint) -> None:
    """Let no sender take the customer's notices in hand before the transaction is over.

    Raises `Conflict` where one may have: it is on its way to where they are not.
    """
    for notice in _unsent(moment.session, row.id):
        tried, until = notice.attempts > 0, notice.next_try_at
        waits = notice.state is NoticeState.WAITING
        if waits and tried and until and moment.now < until <= moment.now + LEASE:
            minutes = -(-(until - moment.now) // _MINUTE)
            raise Conflict(
                "A notice to the customer is in the sender's hand just now. "
                f"Please try again in {minutes} min.",
                rule="lease",
            )


def follow(moment: Moment, case: Case, contact: Contact) -> str:
    """Write down how the customer is reached; return what becomes of the question put to them.

    What waits goes to the new address at once, and so does the open question where it was given
    up. A way that is new is asked by too.
    """
    row, before = case.row, _addresses(contact_of(case.row))
    row.complainant_mobile, row.complainant_email = contact.mobile, contact.email
    renew_text(moment.session, _findable(row))
    changed = {
        way: address for way, address in _addresses(contact).items() if address != before.get(way)
    }
    for notice in _unsent(moment.session, row.id):
        if notice.channel in changed:
            notice.address = changed[notice.channel]
            if notice.state is NoticeState.WAITING:
                _send_now(moment, notice)
    asked = questions.latest(moment.session, row.id, case.facts.state)
    return _ask_there(moment, case, asked, changed) if asked else ""


def _findable(row: Complaint) -> Findable:
    article, mobile = row.article_number, row.complainant_mobile
    return Findable(row.id, row.complainant_name, row.description, article, mobile)


def _addresses(contact: Contact) -> dict[NoticeChannel, str]:
    ways = {NoticeChannel.SMS: contact.mobile}
    return {**ways, NoticeChannel.EMAIL: contact.email} if contact.email else ways


def _unsent(session: Session, complaint_id: int) -> Sequence[Notice]:
    """Return what has not reached the customer, held until the transaction is over."""
    wanted = (
        select(Notice)
        .where(
            Notice.complaint_id == complaint_id,
            Notice.recipient == Recipient.COMPLAINANT,
            col(Notice.state).in_(_UNSENT),
        )
        .order_by(col(Notice.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.exec(wanted).all()


def _send_now(moment: Moment, notice: Notice) -> None:
    """Let a notice wait as if it had just been written."""
    notice.state, notice.next_try_at = NoticeState.WAITING, moment.now
    notice.attempts, notice.last_error = 0, None


def _ask_there(
    moment: Moment, case: Case, asked: Question, changed: dict[NoticeChannel, str]
) -> str:
    put = {notice.channel: notice for notice in _putting(moment.session, asked, case)}
    ways = [way for way in changed if way not in put or put[way].state in _UNSENT]
    code = _code(moment, asked, list(put.values())) if ways and put else None
    if code is None:
        return GONE
    for way in ways:
        if (notice := put.get(way)) is None:
            notice = _copy(moment, next(iter(put.values())), way, changed[way])
        notice.variables = {**notice.variables, "code": code}
        _send_now(moment, notice)
    return GOES


def _putting(session: Session, asked: Question, case: Case) -> Sequence[Notice]:
    """Return the notices that put a question, by every way."""
    templates = [name for name, state in ASKED_IN.items() if state is case.facts.state]
    wanted = select(Notice).where(
        Notice.complaint_id == case.row.id,
        Notice.created_at == asked.asked_at,
        col(Notice.template).in_(templates),
    )
    return session.exec(wanted.order_by(col(Notice.id))).all()


def _code(moment: Moment, asked: Question, put: Sequence[Notice]) -> str | None:
    """Return the response code of a question, a new one where nobody holds the one forgotten."""
    for notice in put:
        code = notice.variables.get("code", HIDDEN_CODE)
        if questions.code_hash(moment.session, asked.id, code) == asked.code_hash:
            return str(code)
    if any(notice.state is NoticeState.DELIVERED for notice in put):
        return None
    return questions.new_code(moment, asked)


def _copy(moment: Moment, notice: Notice, way: NoticeChannel, address: str) -> Notice:
    """Return a notice by a way that is new: of the same event, with the same words."""
    copied = Notice(
        id=moment.new_id(),
        complaint_id=notice.complaint_id,
        circle_id=notice.circle_id,
        event_id=notice.event_id,
        once=by_way_of(notice.once, way),
        recipient=notice.recipient,
        channel=way,
        address=address,
        language=notice.language,
        template=notice.template,
        variables=notice.variables,
        state=NoticeState.WAITING,
        created_at=notice.created_at,
    )
    moment.session.add(copied)
    return copied
