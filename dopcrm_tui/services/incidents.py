"""Incidents: complaints that share a cause, worked together, each confirmed by its own customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.queries import incidents
from data.unit_of_work import unit_of_work
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.incident import Incident, Proposal, proposals
from dopcrm_tui.rules.jurisdiction import Reach, Scope, reach_of, work_scope
from dopcrm_tui.rules.refusals import NotPermitted
from dopcrm_tui.services.ground import Ground

MOST = 2_000
"""The newest open complaints that are looked through for what they share."""


@dataclass(frozen=True, slots=True)
class Incidents:
    """Reads incidents; who joins one does so by an act of the lifecycle."""

    ground: Ground

    @unit_of_work
    def proposed(self, actor: Actor) -> Sequence[Proposal]:
        """Return the complaints of the actor's offices that seem to have one cause.

        Raises NotPermitted to who works no complaints.
        """
        scope, reach = _sight(actor)
        with self.ground.store.reading() as session:
            return proposals(incidents.traits(session, scope, reach, MOST))

    @unit_of_work
    def known(self, actor: Actor) -> Sequence[Incident]:
        """Return the incidents with an open complaint at the actor's offices.

        Raises NotPermitted.
        """
        scope, reach = _sight(actor)
        with self.ground.store.reading() as session:
            return incidents.known(session, scope, reach)

    @unit_of_work
    def members(self, actor: Actor, number: str) -> Mapping[str, int]:
        """Return the open complaints of an incident at the actor's offices, with their versions.

        Raises NotPermitted.
        """
        scope, reach = _sight(actor)
        with self.ground.store.reading() as session:
            return incidents.members(session, number, scope, reach)


def _sight(actor: Actor) -> tuple[Scope, Reach]:
    scope, reach = work_scope(actor), reach_of(actor)
    if scope is None or reach is None:
        raise NotPermitted("Operators and supervisors work incidents.", rule="scope")
    return scope, reach
