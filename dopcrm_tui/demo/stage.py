"""Where the stories of the demonstration are played: desk, people, a clock that is moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import bindparam, select
from sqlmodel import col
from sqlmodel import select as select_rows

from data.models.complaint import Complaint as ComplaintRow
from data.models.message import Notice, NoticeState
from data.queries.tables import COMPLAINT, NOTICE
from dopcrm_tui.demo.people import STAFF
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import SWEEPER, Actor, Complaint
from dopcrm_tui.rules.offices import OfficePath
from dopcrm_tui.rules.vocabulary import Level, Role
from dopcrm_tui.services.delivery import delivered, undeliverable
from dopcrm_tui.services.moment import Moment


class MovedClock:
    """A clock that shows what it was set to last."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


_ASKED = (
    select(NOTICE.c.variables)
    .join(COMPLAINT, COMPLAINT.c.id == NOTICE.c.complaint_id)
    .where(
        COMPLAINT.c.number == bindparam("number"),
        NOTICE.c.template.in_(("confirmation_sought", "information_sought")),
    )
    .order_by(NOTICE.c.id.desc())
    .limit(1)
)


_STANDING = select(
    *(COMPLAINT.c[name] for name in ("id", "number", "state", "office_id", "escalation_level")),
    *(COMPLAINT.c[name] for name in ("registered_office_id", "registered_at", "confined")),
).where(COMPLAINT.c.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a story needs; all that happens on it goes through the services."""

    desk: Desk
    clock: MovedClock
    random: Random
    people: Sequence[Actor]
    offices: dict[str, OfficePath] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    """The number of the incident that is open at an office, by the office's code."""

    def staffed(self) -> list[str]:
        """Return the offices that have operators."""
        return list(dict.fromkeys(code for _, role, code in STAFF if role is Role.OPERATOR))

    def counters(self) -> list[str]:
        """Return the post offices among them: mail offices see no customers."""
        return [code for code in self.staffed() if code.isdigit()]

    def at(self, office_code: str, role: Role = Role.OPERATOR) -> Actor:
        """Return somebody of an office."""
        office = self.offices[office_code]
        found = [one for one in self.people if one.role is role and one.office == office]
        return self.random.choice(found)

    def standing(self, number: str) -> Complaint:
        """Return what decides who may act on a complaint now."""
        with self.desk.store.reading() as session:
            row = session.execute(_STANDING, {"number": number}).one()
        return Complaint(
            id=row.id,
            number=row.number,
            state=row.state,
            holder=next(path for path in self.offices.values() if path.id == row.office_id),
            registered_office_id=row.registered_office_id,
            registered_at=row.registered_at,
            escalation_level=Level(row.escalation_level),
            confined=row.confined,
        )

    def ring_alarms(self, until: datetime) -> None:
        """Let the sweeper answer every alarm that rings by then, at its very time.

        Raises RuntimeError where one is not answered at its time: it would be rung for ever.
        """
        before = None
        while (due := self.desk.sweeper.next_alarm(until)) is not None:
            self.clock.now = due
            if not self.desk.sweeper.ring().done and due == before:
                raise RuntimeError(f"nothing answers the alarm of {due:%d-%m-%Y %H:%M}")
            before = due
        self.clock.now = until

    def deliver(self) -> None:
        """Let every notice that waits reach its recipient."""
        waiting = select_rows(Notice).where(col(Notice.state) == NoticeState.WAITING)
        with self.desk.store.writing() as session:
            moment = Moment.of(session, self.desk.intake.ground, SWEEPER)
            for notice in session.exec(waiting.order_by(col(Notice.id))).all():
                delivered(moment, notice)

    def lose(self, number: str) -> None:
        """Let every notice about a complaint that waits be given up."""
        waiting = (
            select_rows(Notice)
            .join(ComplaintRow)
            .where(ComplaintRow.number == number, col(Notice.state) == NoticeState.WAITING)
        )
        with self.desk.store.writing() as session:
            moment = Moment.of(session, self.desk.intake.ground, SWEEPER)
            for notice in session.exec(waiting.order_by(col(Notice.id))).all():
                undeliverable(moment, notice, "550 no such subscriber")

    def code(self, number: str) -> str:
        """Return the response code that the customer reads in the newest question."""
        with self.desk.store.reading() as session:
            variables = session.execute(_ASKED, {"number": number}).scalar_one()
        return str(variables["code"])
