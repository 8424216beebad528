"""Registration goes on while the store is away: forms wait on this machine and are sent once."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session, col, select

from data.models import Operator, SpoolKey
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.spool import Seal, Sealed, Spool, SpoolFault, unsealed
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.provisional_number import provisional_number
from dopcrm_tui.rules.refusals import NotFound, Refusal, StoreUnavailable
from dopcrm_tui.rules.registration import REGISTRARS, check_registrar
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.intake import Intake, Registered
from dopcrm_tui.services.logging_in import actor_of
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.opening import TakenAway
from dopcrm_tui.services.papers import Paper

_SECRET_BYTES, _ID_BYTES = 32, 16


class _KeptPaper(BaseModel):
    file_name: str
    content: Base64Bytes


class KeptEntry(BaseModel):
    """What stood in one field: its text, or the code of the office it named."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    office: str | None = None


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
    papers: list[_KeptPaper] = Field(default_factory=list)

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
    spool: Spool | None
    seals: dict[int, Seal] = field(default_factory=dict, repr=False)
    """The keys of who is logged in, in memory alone."""

    def is_ready(self, actor: Actor) -> bool:
        """Whether the forms of an operator could be kept now."""
        return actor.account in self.seals

    def be_ready(self, actor: Actor) -> None:
        """Fetch the key of an operator while the store is there. Raises NotPermitted."""
        check_registrar(actor)
        self.seals[actor.account] = self._seal_of(actor)

    def forget(self, actor: Actor) -> None:
        """Keep no key of somebody who has logged out."""
        self.seals.pop(actor.account, None)

    @unit_of_work
    def _seal_of(self, actor: Actor) -> Seal:
        """Return the key of an operator, made at the first time."""
        with self.ground.store.writing() as session:
            wanted = select(SpoolKey).where(SpoolKey.operator_id == actor.account)
            row = session.exec(wanted.order_by(col(SpoolKey.made_at).desc())).first()
            if row is None:
                row = self._new_key(actor)
                session.add(row)
            return Seal(row.id, row.secret)

    def _new_key(self, actor: Actor) -> SpoolKey:
        drawn = self.ground.random.randbytes
        return SpoolKey(
            id=drawn(_ID_BYTES).hex(),
            operator_id=actor.account,
            secret=urlsafe_b64encode(drawn(_SECRET_BYTES)).decode(),
            made_at=self.ground.clock(),
        )

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
            papers=[_kept(paper) for paper in brought],
        )
        seal = self.seals.get(actor.account)
        if self.spool is None or seal is None:
            raise StoreUnavailable("The store does not answer. Nothing was saved.")
        try:
            self.spool.keep(kept.provisional_number, kept.model_dump_json().encode(), seal)
        except SpoolFault as fault:
            raise StoreUnavailable(f"The store does not answer, and {fault}") from None
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
            kept = KeptForm.model_validate_json(unsealed(sealed, self._seal(sealed.seal_id)))
        except (SpoolFault, ValidationError):
            raise NotFound(f"{sealed.name} is damaged and cannot be opened.") from None
        if kept.provisional_number != sealed.name:
            raise NotFound(f"{sealed.name} is damaged and cannot be opened.")
        return kept

    @unit_of_work
    def _seal(self, seal_id: str) -> Seal:
        with self.ground.store.reading() as session:
            row = session.get(SpoolKey, seal_id)
        if row is None:
            raise NotFound("That form was taken for another store.")
        return Seal(row.id, row.secret)

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


def _kept(paper: Paper) -> _KeptPaper:
    # Base64Bytes decodes what it is given.
    return _KeptPaper.model_construct(file_name=paper.file_name, content=paper.content)
