"""The keys of who is logged in: what is kept on this machine for them is sealed with theirs."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from sqlmodel import col, select

from data.models.spool_key import SpoolKey
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.spool import Seal
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.registration import check_registrar
from dopcrm_tui.services.ground import Ground

_SECRET_BYTES, _ID_BYTES = 32, 16


@dataclass(frozen=True, slots=True)
class Seals:
    """Keys that are in the store, and in the memory of this program alone."""

    ground: Ground
    held: dict[int, Seal] = field(default_factory=dict, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def is_ready(self, actor: Actor) -> bool:
        """Whether something of an operator's could be kept now."""
        return actor.account in self.held

    def be_ready(self, actor: Actor) -> None:
        """Fetch the key of an operator while the store is there. Raises NotPermitted."""
        check_registrar(actor)
        with self._one_at_a_time:
            if actor.account not in self.held:
                self.held[actor.account] = self._seal_of(actor)

    def of(self, actor: Actor) -> Seal | None:
        """Return the key of an operator where it has been fetched."""
        return self.held.get(actor.account)

    def forget(self, actor: Actor) -> None:
        """Keep no key of somebody who has logged out."""
        self.held.pop(actor.account, None)

    @unit_of_work
    def by_id(self, seal_id: str) -> Seal:
        """Return a key by its id. Raises NotFound for one of another store."""
        with self.ground.store.reading() as session:
            row = session.get(SpoolKey, seal_id)
        if row is None:
            raise NotFound("That form was taken for another store.")
        return Seal(row.id, row.secret)

    @unit_of_work
    def all_of(self, actor: Actor) -> Sequence[Seal]:
        """Return every key of an operator: two machines at once may have made one each."""
        with self.ground.store.reading() as session:
            rows = session.exec(select(SpoolKey).where(SpoolKey.operator_id == actor.account))
            return [Seal(row.id, row.secret) for row in rows]

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
