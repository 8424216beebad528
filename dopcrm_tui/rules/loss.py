"""What goes on beside a complaint once a loss is established: the enquiry and the compensation.

The complaint is closed on its own track; both stay open with clocks of their own (domain rule 24).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dopcrm_tui.rules.compensation import (
    Compensation,
    Stage,
    claim_kept,
    claim_told,
    claimed,
    rupees,
)
from dopcrm_tui.rules.complaint import Act, Complaint
from dopcrm_tui.rules.enquiry import (
    Enquiry,
    opened,
    posted,
    posting_kept,
    posting_told,
    wrong_posting,
    wrong_route,
)
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import Conflict, InvalidInput, Refusal
from dopcrm_tui.rules.vocabulary import Action

_ENQUIRES = frozenset({Action.POST_DISPOSAL, Action.CLOSE_ENQUIRY})
_DECIDES = frozenset({Action.SANCTION_COMPENSATION, Action.REFUSE_COMPENSATION})


def against(complaint: Complaint, action: Action) -> Refusal | None:
    """Return why an enquiry or a compensation case does not let an action be, if so."""
    enquiry, case = complaint.enquiry, complaint.compensation
    is_open, stage = enquiry is not None and enquiry.is_open, case and case.stage
    if action is Action.OPEN_ENQUIRY and is_open:
        return _conflict(f"An enquiry on {complaint.shown} is open already.")
    if action in _ENQUIRES and not is_open:
        return _conflict(f"No enquiry on {complaint.shown} is open.")
    if action is Action.CLAIM_COMPENSATION and stage not in {None, Stage.REFUSED}:
        return _conflict(f"Compensation on {complaint.shown} is {stage} already.")
    if action in _DECIDES and stage is not Stage.CLAIMED:
        return _conflict(f"No compensation on {complaint.shown} waits for a sanction.")
    if action is Action.PAY_COMPENSATION and stage is not Stage.SANCTIONED:
        return _conflict(f"No compensation on {complaint.shown} is sanctioned and unpaid.")
    return None


def _conflict(sentence: str) -> Refusal:
    return Conflict(sentence, rule="loss")


def check(complaint: Complaint, act: Act) -> None:
    """Accept what is said of an enquiry or a case. Raises InvalidInput naming the field."""
    if act.action is Action.OPEN_ENQUIRY and (wrong := wrong_route(act.route)):
        raise InvalidInput({"route": wrong}, rule="loss")
    if act.posting is not None:
        _check_posting(complaint.enquiry, act)
    if act.amount is not None and complaint.compensation is not None:
        _check_amount(complaint.compensation, act.amount)


def _check_posting(enquiry: Enquiry | None, act: Act) -> None:
    if act.posting is None or enquiry is None:
        return
    if act.posting.office not in enquiry.route:
        route = ", ".join(enquiry.route)
        sentence = f"{act.posting.office} is not on the route, which is {route}."
        raise InvalidInput({"office": sentence}, rule="loss")
    if wrong := wrong_posting(act.posting):
        raise InvalidInput({"bag": wrong}, rule="loss")


def _check_amount(case: Compensation, amount: int) -> None:
    if not 0 < amount <= case.amount:
        sentence = f"An amount above nothing and up to {rupees(case.amount)} can be sanctioned."
        raise InvalidInput({"amount": sentence}, rule="loss")


def after_act(after: Complaint, act: Act, now: datetime, policy: Policy) -> Complaint:
    """Return the complaint with its enquiry or its case as an act leaves them."""
    if act.action in _OF_ENQUIRY:
        return replace(after, enquiry=_enquiry(after.enquiry, act, now, policy))
    case = _case(after.compensation, act, now, policy)
    return replace(after, compensation=case)


_OF_ENQUIRY = _ENQUIRES | {Action.OPEN_ENQUIRY}

OF_LOSS = frozenset({*_OF_ENQUIRY, *_DECIDES, Action.CLAIM_COMPENSATION, Action.PAY_COMPENSATION})
"""The acts that change an enquiry or a compensation case, and nothing else of the complaint."""


def _enquiry(enquiry: Enquiry | None, act: Act, now: datetime, policy: Policy) -> Enquiry:
    if act.action is Action.OPEN_ENQUIRY:
        return opened(act.route, now, policy.enquiry_window)
    if enquiry is None:
        raise ValueError("there is no enquiry")
    if act.posting is not None:
        return posted(enquiry, act.posting)
    return replace(enquiry, closed_at=now, finding=act.text)


def _case(case: Compensation | None, act: Act, now: datetime, policy: Policy) -> Compensation:
    if act.claim is not None:
        return claimed(act.claim, now, policy.resolve_limit_compensation)
    if case is None:
        raise ValueError("there is no compensation case")
    if act.action is Action.SANCTION_COMPENSATION:
        amount = case.amount if act.amount is None else act.amount
        return replace(case, stage=Stage.SANCTIONED, order=act.reference, amount=amount)
    if act.action is Action.REFUSE_COMPENSATION:
        return replace(case, stage=Stage.REFUSED, why=act.reason, settled_at=now)
    return replace(case, stage=Stage.PAID, voucher=act.reference, settled_at=now)


def told(act: Act) -> dict[str, object]:
    """Return what a history keeps of an act on an enquiry or a case, its plain words left out."""
    found: dict[str, object] = {}
    if act.route:
        found["route"] = list(act.route)
    if act.posting is not None:
        found["posting"] = posting_told(act.posting)
    if act.claim is not None:
        found["claim"] = claim_told(act.claim)
    if act.amount is not None:
        found["amount"] = act.amount
    return found


def kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an act that `told` has written. Raises as `claim_kept` does."""
    found: dict[str, Any] = {"route": tuple(said.get("route", ())), "amount": said.get("amount")}
    if "posting" in said:
        found["posting"] = posting_kept(said["posting"])
    if "claim" in said:
        found["claim"] = claim_kept(said["claim"])
    return found
