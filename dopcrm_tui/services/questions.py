"""What is asked of customers and authorities: rows of their own, and response codes."""

import hashlib
import hmac
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select

from data.identity import new_id
from data.models import Confirmation, ExternalReferral, InformationRequest, StoreInfo
from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence
from dopcrm_tui.services.ground import Ground

Question = Confirmation | InformationRequest

_ANSWERS = frozenset({Action.ACCEPT, Action.REJECT, Action.ASK_CLARIFICATION})


def record(
    session: Session, ground: Ground, case: Case, act: Act, actor: Actor, now: datetime
) -> str | None:
    """Keep what an act asks or answers; return the response code of a new question, else None."""
    if act.action is Action.SEEK_CONFIRMATION:
        return _ask_confirmation(session, ground, case, act, actor, now)
    if act.action is Action.SEEK_INFORMATION:
        return _ask_information(session, ground, case, act, actor, now)
    if act.action in _ANSWERS:
        _answer_confirmation(session, case, act, actor, now)
    elif act.action is Action.GIVE_INFORMATION:
        _answer_information(session, case, act, actor, now)
    elif act.action is Action.REFER_EXTERNAL:
        session.add(_referral(ground, case, act, actor, now))
    elif act.action is Action.EXTERNAL_RETURN:
        _return(session, case, act, now)
    return None


def latest_confirmation(session: Session, complaint_id: int) -> Confirmation | None:
    """Return the confirmation asked last, open or answered."""
    wanted = select(Confirmation).where(Confirmation.complaint_id == complaint_id)
    return session.exec(wanted.order_by(col(Confirmation.asked_at).desc()).limit(1)).first()


def latest_information_request(session: Session, complaint_id: int) -> InformationRequest | None:
    """Return the information asked for last, open or answered."""
    wanted = select(InformationRequest).where(InformationRequest.complaint_id == complaint_id)
    return session.exec(wanted.order_by(col(InformationRequest.asked_at).desc()).limit(1)).first()


def code_hash(session: Session, question_id: int, code: str) -> str:
    """Return the keyed hash under which the response code of a question is kept."""
    secret = session.get_one(StoreInfo, "response_code_key").value
    return hmac.new(secret.encode(), f"{question_id}:{code}".encode(), hashlib.sha256).hexdigest()


def _new_code(session: Session, ground: Ground, question: Question) -> str:
    code = f"{ground.random.randrange(1_000_000):06}"
    question.code_hash = code_hash(session, question.id, code)
    session.add(question)
    return code


def _ask_confirmation(
    session: Session, ground: Ground, case: Case, act: Act, actor: Actor, now: datetime
) -> str:
    asked = Confirmation(
        id=new_id(now, ground.random),
        complaint_id=case.row.id,
        circle_id=case.row.registered_circle_id,
        resolution=act.text,
        asked_at=now,
        asked_by=actor.account,
        code_hash="",
    )
    return _new_code(session, ground, asked)


def _ask_information(
    session: Session, ground: Ground, case: Case, act: Act, actor: Actor, now: datetime
) -> str:
    asked = InformationRequest(
        id=new_id(now, ground.random),
        complaint_id=case.row.id,
        circle_id=case.row.registered_circle_id,
        question=act.text,
        on_silence=cast("OnSilence", act.on_silence),  # `decide` has seen to it
        asked_at=now,
        asked_by=actor.account,
        code_hash="",
    )
    return _new_code(session, ground, asked)


def _answer_confirmation(
    session: Session, case: Case, act: Act, actor: Actor, now: datetime
) -> None:
    asked = latest_confirmation(session, case.row.id)
    if asked is None:
        return
    asked.answered_at, asked.answer, asked.proof = now, act.action, act.proof
    asked.answer_text = act.reason or act.feedback or None
    asked.recorded_by = actor.account
    session.add(asked)


def _answer_information(
    session: Session, case: Case, act: Act, actor: Actor, now: datetime
) -> None:
    asked = latest_information_request(session, case.row.id)
    if asked is None:
        return
    asked.answered_at, asked.answer_text, asked.proof = now, act.text, act.proof
    asked.recorded_by = actor.account
    session.add(asked)


def _referral(
    ground: Ground, case: Case, act: Act, actor: Actor, now: datetime
) -> ExternalReferral:
    return ExternalReferral(
        id=new_id(now, ground.random),
        complaint_id=case.row.id,
        circle_id=case.row.registered_circle_id,
        authority=cast("Authority", act.authority),  # `decide` has seen to it
        reference=act.reference,
        referred_at=now,
        referred_by=actor.account,
    )


def _return(session: Session, case: Case, act: Act, now: datetime) -> None:
    wanted = select(ExternalReferral).where(
        ExternalReferral.complaint_id == case.row.id, col(ExternalReferral.returned_at).is_(None)
    )
    for referral in session.exec(wanted):
        referral.returned_at, referral.outcome = now, act.text
        session.add(referral)
