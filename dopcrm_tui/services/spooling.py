"""Registration goes on while the store is away: forms wait on this machine and are sent once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session

from data.models.operator import Operator
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.spool import Sealed, Spool, SpoolFault, unsealed
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.provisional_number import provisional_number
from dopcrm_tui.rules.refusals import NotFound, Refusal, StoreUnavailable
from dopcrm_tui.rules.registration import REGISTRARS
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.intake import Intake, Registered
from dopcrm_tui.services.kept_entries import KeptEntry, KeptPaper
from dopcrm_tui.services.logging_in import actor_of
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.opening import TakenAway
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.services.seals import Seals


class KeptForm(BaseModel):
    """A form as it waits: who took it and when, what is sent, and what stood on the screen."""

    model_config = ConfigDict(frozen=True)

    provisional_number: str
    once: str
    operator_id: int
    taken_at: datetime
    form: NewComplaint
    entries: dict[str, KeptEntry] = Field(default_factory=dict)
    """What stood in the fields, by place: to be put back where a person has to correct it."""
    papers: list[KeptPaper] = Field(default_factory=list)

    @property
    def brought(self) -> tuple[Paper, ...]:
        """The papers that came with it."""
        return tuple(Paper(one.file_name, one.content) for one in self.papers)

    @property
    def taken(self) -> TakenAway:
        """How it was taken."""
        return TakenAway(self.provisional_number, self.taken_at)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form that waited: a number, or the refusal that a person has to look at."""

    kept: KeptForm
    registered: Registered | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Spooling:
    """The spool of this machine; without one nothing is kept, as in a program that has no disk."""

    ground: Ground
    intake: Intake
    seals: Seals
    spool: Spool | None

    def keep(
        self,
        actor: Actor,
        form: NewComplaint,
        brought: Sequence[Paper],
        *,
        key: str,
        entries: Mapping[str, KeptEntry],
    ) -> KeptForm:
        """Keep a form until the store is back; kept twice with one `key` it is one.

        Raises StoreUnavailable where this machine cannot keep it either.
        """
        kept = KeptForm(
            provisional_number=provisional_number(key),
            once=key,
            operator_id=actor.account,
            taken_at=self.ground.clock(),
            form=form.model_copy(update={"accept_warnings": True}),
            entries=dict(entries),
            papers=[KeptPaper.of(paper) for paper in brought],
        )
        seal = self.seals.of(actor)
        if self.spool is None or seal is None:
            raise StoreUnavailable("Nothing was saved.")
        try:
            self.spool.keep(kept.provisional_number, kept.model_dump_json().encode(), seal)
        except SpoolFault as fault:
            raise StoreUnavailable(f"It cannot be kept here either: {fault}") from None
        return kept

    def waiting(self) -> tuple[Sealed, ...]:
        """Return the forms that wait on this machine, also those of other stores."""
        return self.spool.waiting() if self.spool else ()

    def remove(self, provisional: str) -> None:
        """Let go of a form that is registered, or that somebody has thrown away."""
        if self.spool:
            self.spool.remove(provisional)

    def open(self, sealed: Sealed) -> KeptForm:
        """Return a form that waits. Raises NotFound for one of another store, or a broken one."""
        try:
            kept = KeptForm.model_validate_json(unsealed(sealed, self.seals.by_id(sealed.seal_id)))
        except (SpoolFault, ValidationError):
            raise NotFound(f"{sealed.name} is damaged and cannot be opened.") from None
        if kept.provisional_number != sealed.name:
            raise NotFound(f"{sealed.name} is damaged and cannot be opened.")
        return kept

    def send(self, sealed: Sealed, by: Actor) -> Sent:
        """Register a form that waited, in the name of who took it; sent twice it is one complaint.

        Where they may not register any more, `by` does. Raises StoreUnavailable, NotFound.
        """
        kept = self.open(sealed)
        try:
            registered = self.intake.register(
                self._who_took(kept, by),
                kept.form,
                kept.brought,
                key=kept.once,
                taken=kept.taken,
            )
        except StoreUnavailable:
            raise
        except Refusal as refusal:
            return Sent(kept, None, refusal)
        self.remove(kept.provisional_number)
        return Sent(kept, registered)

    @unit_of_work
    def _who_took(self, kept: KeptForm, by: Actor) -> Actor:
        with self.ground.store.reading() as session:
            return _registrar(session, kept.operator_id) or by


def _registrar(session: Session, operator_id: int) -> Actor | None:
    operator = session.get(Operator, operator_id)
    if operator is None or not operator.active or operator.role not in REGISTRARS:
        return None
    return actor_of(session, operator)
