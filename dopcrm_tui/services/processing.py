"""Working a complaint: every action of the lifecycle that is the department's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from data.queries.cases import Case, load
from data.queries.offices import path_of
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.contact_change import wrong_fields
from dopcrm_tui.rules.customer_text import clean_text
from dopcrm_tui.rules.guards import refusal
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.lifecycle import LIFECYCLE, Who
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted, Refusal
from dopcrm_tui.rules.vocabulary import Action, Role
from dopcrm_tui.services import claims, submissions
from dopcrm_tui.services.corrections import contact_of
from dopcrm_tui.services.form_check import active_office
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.known import InStore
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.transition import Acted, acted_before, carry_out, hold

REFERENCE_MAX = 100
"""Characters of a reference, of an authority or of an order."""

_NOT_OURS = frozenset({Who.COMPLAINANT, Who.SWEEPER})


@dataclass(frozen=True, slots=True)
class Processing:
    """The department's acts on a complaint; each is one transaction."""

    ground: Ground

    @unit_of_work
    def act(
        self,
        actor: Actor,
        number: str,
        act: Act,
        *,
        target_code: str | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Acted:
        """Do `act` to the complaint `number` (eleven digits).

        `target_code` names the office of a transfer, `version` is the one the actor saw, `key`
        makes the form act once. Raises `NotFound`, `NotPermitted`, `Conflict`, `InvalidInput`.
        """
        _check_door(act, actor)
        body = {"act": repr(act), "number": number, "target": target_code}
        with self.ground.store.writing() as session:
            case = hold(session, number)
            moment = Moment.of(session, self.ground, actor)
            done = submissions.earlier(moment, key, body)
            if done is not None:
                return acted_before(session, done, act)
            ready = _ready(moment, case, act, target_code)
            acted = carry_out(moment, case, ready, version)
            submissions.keep(moment, key, body, case.facts.id)
            return acted


def _check_door(act: Act, actor: Actor) -> None:
    """Answers come in by `answers`, papers by `papers`; the sweeper has no door here."""
    rule = LIFECYCLE.get(act.action)
    ours = rule is not None and rule.who not in _NOT_OURS and act.action is not Action.ATTACH
    if not ours or actor.role in {Role.COMPLAINANT, Role.SWEEPER}:
        raise NotPermitted("That is not for the department to say.", rule="who")


def _ready(moment: Moment, case: Case, act: Act, target_code: str | None) -> Act:
    """Return the act with what the store adds to it. Raises `InvalidInput`."""
    ready = cleaned(act, moment.policy)
    if target_code is not None:
        ready = replace(ready, target=_target(moment.session, target_code))
    if act.action is Action.CORRECT_CONTACT:
        ready = replace(ready, stands=contact_of(case.row))
    if _refusal(moment, case, act) is not None:
        return ready  # who may not do it at all is told nothing of what is wrong with it
    if act.route:
        ready = replace(ready, route=_route(moment.session, act.route))
    if act.posting is not None:
        ready = replace(ready, posting=replace(act.posting, office=act.posting.office.upper()))
    if act.action is Action.JOIN_INCIDENT and ready.reference:
        ready = replace(ready, reference=_incident(moment, ready.reference))
    if act.claim is not None:
        ready = replace(ready, claim=claims.assessed(moment, case.row, act.claim))
    return ready


def _refusal(moment: Moment, case: Case, act: Act) -> Refusal | None:
    return refusal(case.facts, act.action, moment.actor, moment.now, moment.policy)


def _route(session: Session, codes: Sequence[str]) -> tuple[str, ...]:
    known = InStore(session)
    try:
        return tuple(active_office(known, code).code for code in codes)
    except ValueError as problem:
        raise InvalidInput({"route": str(problem)}) from None


def _incident(moment: Moment, typed: str) -> str:
    """Return the number an incident is called by: that of a complaint the actor sees, or its own.

    Raises `InvalidInput`.
    """
    try:
        named = load(moment.session, parse_number(typed))
    except ValueError as problem:
        raise InvalidInput({"reference": str(problem)}) from None
    if named is None or not sees(moment.actor, named.facts):
        sentence = f"There is no complaint {typed} that you may see."
        raise InvalidInput({"reference": sentence}, rule="sees")
    return named.facts.incident or named.facts.number


def _target(session: Session, code: str) -> OfficePath:
    try:
        return path_of(active_office(InStore(session), code))
    except ValueError as problem:
        raise InvalidInput({"target": str(problem)}) from None


def cleaned(act: Act, policy: Policy, **also: Any) -> Act:  # noqa: ANN401  fields of `Act`
    """Return the act with its words fit to be kept, and `also` set. Raises `InvalidInput`."""
    words: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in ("text", "reason", "reference", "feedback"):
        said = getattr(act, name)
        if not said.strip():
            words[name] = ""
            continue
        try:
            limit = REFERENCE_MAX if name == "reference" else policy.remark_max
            words[name] = clean_text(said, name.capitalize(), limit)
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        corrects = act.action is Action.CORRECT_CONTACT
        raise InvalidInput({**wrong_fields(act), **problems} if corrects else problems)
    return replace(act, **words, **also)
