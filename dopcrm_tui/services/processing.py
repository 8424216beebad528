"""Working a complaint: every action of the lifecycle that is the department's own."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session, select

from data.models import Complaint, Office
from data.queries.cases import path_of
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.customer_text import clean_text
from dopcrm_tui.rules.lifecycle import LIFECYCLE, Who
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted
from dopcrm_tui.rules.vocabulary import Role
from dopcrm_tui.services import submissions
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.transition import Acted, transit

_NOT_OURS = frozenset({Who.COMPLAINANT, Who.SWEEPER})


@dataclass(frozen=True, slots=True)
class Processing:
    """The department's acts on a complaint; each is one transaction."""

    ground: Ground

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
        if LIFECYCLE[act.action].who in _NOT_OURS or actor.role in {Role.COMPLAINANT, Role.SWEEPER}:
            raise NotPermitted("That is not for the department to say.", rule="who")
        body = {**asdict(act), "number": number, "target": target_code}
        with self.ground.store.writing() as session:
            done = submissions.earlier(session, key, actor, body)
            if done is not None:
                return acted_before(session, done, act)
            policy = self.ground.policy.at(session, self.ground.clock())
            ready = cleaned(act, policy, **_target(session, target_code))
            acted = transit(session, self.ground, number, ready, actor, version)
            found = session.exec(select(Complaint.id).where(Complaint.number == number)).one()
            submissions.keep(session, key, actor, body, found, self.ground.clock())
            return acted


def acted_before(session: Session, row: Complaint, act: Act) -> Acted:
    """Return how the complaint stands on which a repeated form has acted already."""
    office = session.get_one(Office, row.office_id)
    return Acted(
        row.number,
        act.action,
        row.state,
        row.escalation_level,
        office.code,
        office.name,
        row.version,
        row.due_at,
    )


def _target(session: Session, code: str | None) -> dict[str, Any]:
    if code is None:
        return {}
    office = session.exec(select(Office).where(Office.code == code)).one_or_none()
    if office is None or not office.active:
        raise InvalidInput({"target": f"There is no office with the code {code}."})
    return {"target": path_of(office)}


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
            words[name] = clean_text(said, name.capitalize(), policy.remark_max)
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise InvalidInput(problems)
    return replace(act, **words, **also)
