"""What is asked of customers and authorities: rows of their own, and response codes."""

import hashlib
import hmac
from collections.abc import Callable
from typing import cast

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, select

from data.models.question import Confirmation, ExternalReferral, InformationRequest
from data.models.settings import CODE_KEY, StoreInfo
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence, State
from dopcrm_tui.services.moment import Moment

Question = Confirmation | InformationRequest

ASKED_IN = {
    "confirmation_sought": State.CONFIRMATION_SOUGHT,
    "information_sought": State.INFO_SOUGHT,
}
"""The notices that ask something, and the state in which their question is open."""

CODE_LENGTH = 6
"""Digits of a response code (design, section 2)."""

_THIS: BindParameter[int] = bindparam("this")
_CONFIRMATION = (
    select(Confirmation)
    .where(Confirmation.complaint_id == _THIS)
    .order_by(col(Confirmation.id).desc())
    .limit(1)
)
_INFORMATION = (
    select(InformationRequest)
    .where(InformationRequest.complaint_id == _THIS)
    .order_by(col(InformationRequest.id).desc())
    .limit(1)
)


def record(moment: Moment, case: Case, act: Act) -> str | None:
    """Keep what an act asks or answers; return the response code of a new question, else None."""
    recorder = _RECORDERS.get(act.action)
    return recorder(moment, case, act) if recorder else None


def latest_confirmation(session: Session, complaint_id: int) -> Confirmation | None:
    """Return the confirmation asked last, open or answered."""
    return session.exec(_CONFIRMATION, params={"this": complaint_id}).first()


def latest_information_request(session: Session, complaint_id: int) -> InformationRequest | None:
    """Return the information asked for last, open or answered."""
    return session.exec(_INFORMATION, params={"this": complaint_id}).first()


def latest(session: Session, complaint_id: int, state: State) -> Question | None:
    """Return the question by which a complaint came into `state`, None where it came by none."""
    if state is State.CONFIRMATION_SOUGHT:
        return latest_confirmation(session, complaint_id)
    if state is State.INFO_SOUGHT:
        return latest_information_request(session, complaint_id)
    return None


def code_hash(session: Session, question_id: int, code: str) -> str:
    """Return the keyed hash under which the response code of a question is kept."""
    secret = session.get_one(StoreInfo, CODE_KEY).value
    return hmac.new(secret.encode(), f"{question_id}:{code}".encode(), hashlib.sha256).hexdigest()


def _ask_confirmation(moment: Moment, case: Case, act: Act) -> str:
    asked = Confirmation(
        id=moment.new_id(),
        complaint_id=case.row.id,
        circle_id=case.row.registered_circle_id,
        resolution=act.text,
        asked_at=moment.now,
        asked_by=moment.actor.account,
        code_hash="",
    )
    return _with_code(moment, asked)


def _ask_information(moment: Moment, case: Case, act: Act) -> str:
    asked = InformationRequest(
        id=moment.new_id(),
        complaint_id=case.row.id,
        circle_id=case.row.registered_circle_id,
        question=act.text,
        on_silence=cast("OnSilence", act.on_silence),  # `decide` has seen to it
        asked_at=moment.now,
        asked_by=moment.actor.account,
        code_hash="",
    )
    return _with_code(moment, asked)


def _with_code(moment: Moment, question: Question) -> str:
    code = new_code(moment, question)
    moment.session.add(question)
    return code


def new_code(moment: Moment, question: Question) -> str:
    """Give a question a response code, in place of any it had, and return it."""
    code = f"{moment.ground.random.randrange(10**CODE_LENGTH):0{CODE_LENGTH}}"
    question.code_hash, question.tries = code_hash(moment.session, question.id, code), 0
    return code


def _delivered(moment: Moment, case: Case, _: Act) -> None:
    asked = latest(moment.session, case.row.id, case.facts.state)
    if asked is not None and asked.delivered_at is None:
        asked.delivered_at = moment.now


def _undelivered(moment: Moment, case: Case, _: Act) -> None:
    """Let the next notice that arrives be the first: what was taken before has come back."""
    asked = latest(moment.session, case.row.id, case.facts.state)
    if asked is not None:
        asked.delivered_at = None


def _answer_confirmation(moment: Moment, case: Case, act: Act) -> None:
    asked = latest_confirmation(moment.session, case.row.id)
    if asked is None:
        return
    asked.answered_at, asked.answer, asked.proof = moment.now, act.action, act.proof
    asked.answer_text = act.reason or act.feedback or None
    asked.recorded_by = moment.actor.id


def _answer_information(moment: Moment, case: Case, act: Act) -> None:
    asked = latest_information_request(moment.session, case.row.id)
    if asked is None:
        return
    asked.answered_at, asked.answer_text, asked.proof = moment.now, act.text, act.proof
    asked.recorded_by = moment.actor.id


def _refer(moment: Moment, case: Case, act: Act) -> None:
    moment.session.add(
        ExternalReferral(
            id=moment.new_id(),
            complaint_id=case.row.id,
            circle_id=case.row.registered_circle_id,
            authority=cast("Authority", act.authority),  # `decide` has seen to it
            reference=act.reference,
            referred_at=moment.now,
            referred_by=moment.actor.account,
        )
    )


def _return(moment: Moment, case: Case, act: Act) -> None:
    wanted = select(ExternalReferral).where(
        ExternalReferral.complaint_id == case.row.id, col(ExternalReferral.returned_at).is_(None)
    )
    for referral in moment.session.exec(wanted):
        referral.returned_at, referral.outcome = moment.now, act.text


_RECORDERS: dict[Action, Callable[[Moment, Case, Act], str | None]] = {
    Action.SEEK_CONFIRMATION: _ask_confirmation,
    Action.SEEK_INFORMATION: _ask_information,
    Action.NOTICE_DELIVERED: _delivered,
    Action.NOTICE_UNDELIVERABLE: _undelivered,
    Action.ACCEPT: _answer_confirmation,
    Action.REJECT: _answer_confirmation,
    Action.ASK_CLARIFICATION: _answer_confirmation,
    Action.GIVE_INFORMATION: _answer_information,
    Action.REFER_EXTERNAL: _refer,
    Action.EXTERNAL_RETURN: _return,
}
