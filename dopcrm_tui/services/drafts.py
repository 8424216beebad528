"""Drafts: what is being typed is on the disk of this machine before anything can take it away."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.holding import Hold
from dopcrm_tui.gateways.spool import Seal, Sealed, Spool, SpoolFault, unsealed
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.services import submissions
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.kept_entries import KeptEntry, KeptPaper
from dopcrm_tui.services.opening import TakenAway
from dopcrm_tui.services.seals import Seals

REGISTRATION = "registration"


class KeptFile(BaseModel):
    """A file that was named: where it lies; its bytes where they were read before."""

    path: str
    size: int
    paper: KeptPaper | None = None


class Draft(BaseModel):
    """A form that nobody has sent yet."""

    model_config = ConfigDict(frozen=True)

    key: str
    """By which it acts once, whenever it is sent."""
    about: str = REGISTRATION
    """What the form is for: a registration, or an act on a complaint."""
    saved_at: datetime
    filled: int = 0
    """How many fields somebody has filled."""
    at: str = ""
    """The place that was being typed into."""
    entries: dict[str, KeptEntry] = Field(default_factory=dict)
    files: list[KeptFile] = Field(default_factory=list)
    provisional_number: str | None = None
    taken_at: datetime | None = None

    @property
    def taken(self) -> TakenAway | None:
        """How it was taken, where it was once taken while the store was away."""
        if self.provisional_number is None or self.taken_at is None:
            return None
        return TakenAway(self.provisional_number, self.taken_at)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What an earlier session of an operator has left on this machine."""

    drafts: tuple[Draft, ...] = ()
    """Those that go on, the last one first."""
    registered: tuple[str, ...] = ()
    """The numbers of complaints that were registered in the very moment their session ended."""
    damaged: tuple[str, ...] = ()
    """The files that cannot be opened; they are kept beside the others."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of this machine, sealed; without a folder nothing is kept."""

    ground: Ground
    seals: Seals
    spool: Spool | None
    held: dict[str, Hold] = field(default_factory=dict, repr=False)

    def keep(self, actor: Actor, draft: Draft) -> None:
        """Keep a draft so that a power cut does not lose it; nobody else is offered it meanwhile.

        Without a key of the operator's nothing is kept. Raises SpoolFault with what is wrong.
        """
        seal = self.seals.of(actor)
        if self.spool is None or seal is None:
            return
        self._hold(draft.key)
        self.spool.keep(draft.key, draft.model_dump_json().encode(), seal)

    def remove(self, key: str) -> None:
        """Let go of a draft that was sent, or cleared."""
        if self.spool:
            self.spool.remove(key)
        if hold := self.held.pop(key, None):
            hold.let_go()

    def let_go(self) -> None:
        """Hold no draft any more: the next session may be offered them."""
        for key in tuple(self.held):
            self.held.pop(key).let_go()

    def left_by(self, actor: Actor) -> LeftBehind:
        """Return what an operator has left here; it is this session's from then on.

        Raises StoreUnavailable, SpoolFault.
        """
        if self.spool is None:
            return LeftBehind()
        seals = {seal.id: seal for seal in self.seals.all_of(actor)}
        drafts: list[Draft] = []
        damaged: list[str] = []
        for sealed in self._sealed_with(seals):
            try:
                drafts.append(_opened(sealed, seals[sealed.seal_id]))
            except SpoolFault:
                damaged.append(self.spool.set_aside(sealed.name).name)
        numbers = {draft.key: self._number(draft.key, actor) for draft in drafts}
        for key, number in numbers.items():
            if number:
                self.remove(key)
        drafts.sort(key=lambda draft: draft.saved_at, reverse=True)
        return LeftBehind(
            tuple(draft for draft in drafts if not numbers[draft.key]),
            tuple(number for number in numbers.values() if number),
            tuple(damaged),
        )

    def _sealed_with(self, seals: Container[str]) -> Iterator[Sealed]:
        """Yield what is sealed with such keys and open in no other session; it is held from now."""
        for sealed in self.spool.waiting() if self.spool else ():
            if sealed.seal_id in seals and self._hold(sealed.name):
                yield sealed

    def _hold(self, key: str) -> bool:
        """Hold a draft; False where another session does."""
        if key in self.held or self.spool is None:
            return True
        try:
            hold = Hold.take(self.spool.folder, key)
        except OSError as problem:
            folder = self.spool.folder
            raise SpoolFault(f"{folder} cannot be written: {problem.strerror}.") from None
        if hold:
            self.held[key] = hold
        return hold is not None

    @unit_of_work
    def _number(self, key: str, actor: Actor) -> str | None:
        with self.ground.store.reading() as session:
            return submissions.number_of(session, key, actor)


def _opened(sealed: Sealed, seal: Seal) -> Draft:
    """Return a draft. Raises SpoolFault for a file that was changed or is cut off."""
    try:
        draft = Draft.model_validate_json(unsealed(sealed, seal))
    except ValidationError:
        raise SpoolFault(f"{sealed.name} is damaged and cannot be opened.") from None
    if draft.key != sealed.name:
        raise SpoolFault(f"{sealed.name} is damaged and cannot be opened.")
    return draft
