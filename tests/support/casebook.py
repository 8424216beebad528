"""Complaints made and moved through the services, and what the store says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from post_office import SettableClock
from sqlalchemy import select as sql_select
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.models.complaint import Complaint
from data.models.history import Event
from data.models.message import Notice, NoticeState
from data.models.operator import AccountEvent
from data.queries import cases
from dopcrm_tui.demo.letters import pdf
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import SWEEPER, Act, Actor
from dopcrm_tui.rules.vocabulary import Action, OnSilence
from dopcrm_tui.services.delivery import delivered, undeliverable
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.new_complaint import NewComplaint, parse_form
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.services.transition import Acted, transit

KOCHI, ERNAKULAM, EDAPALLY = "682001001", "682011001", "682024001"

PDF = pdf("A receipt.")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
SIGNED = Paper("statement.pdf", PDF)

DELIVERED_AT_ONCE = 1_000

KEPT = (
    "complaint",
    "complaint_named",
    "number_series",
    "queue_count",
    "event",
    "deadline",
    "confirmation",
    "information_request",
    "external_referral",
    "enquiry",
    "compensation",
    "attachment",
    "notice",
    "submission",
)
"""Every table that an act on a complaint can touch."""


def document(**changes: Any) -> dict[str, Any]:
    """A Speed Post complaint against Kochi H.O as a command reads it; `changes` replace parts."""
    typed = {
        "grievance": "102",
        "complainant": {"name": "Ravi Kumar", "mobile": "9876543210", "pin": "682001"},
        "subject": {
            "article_number": "EM123456785IN",
            "booking_date": "2026-11-01",
            "booking_office": KOCHI,
        },
        "against_office": KOCHI,
        "description": "The article was booked and never came.",
    }
    for name, value in changes.items():
        both = isinstance(value, Mapping) and isinstance(typed.get(name), dict)
        typed[name] = {**typed[name], **value} if both else value
    return typed


def form(**changes: Any) -> NewComplaint:
    return parse_form(document(**changes))


def against_staff(code: str = "802", **changes: Any) -> NewComplaint:
    """A complaint against staff of Kochi H.O; 802 is corruption, which is confined."""
    subject = {"incident_office": KOCHI, "incident_date": "2026-11-02"}
    return parse_form({**document(**changes), "grievance": code, "subject": subject})


@dataclass
class Casebook:
    """Somebody who works at the desk in every post."""

    desk: Desk
    staff: Mapping[str, Actor]
    clock: SettableClock

    def register(self, post: str = "operator", **changes: Any) -> str:
        """Register a complaint and return its number."""
        return self.desk.intake.register(self.staff[post], form(**changes)).number

    def act(self, number: str, action: Action, post: str = "operator", **words: Any) -> Acted:
        options = {
            name: words.pop(name) for name in ("target_code", "version", "key") & words.keys()
        }
        act = Act(action=action, **words)
        return self.desk.processing.act(self.staff[post], number, act, **options)

    def seek(self, number: str, post: str = "operator") -> str:
        """Propose a resolution and return the response code the customer was sent."""
        self.act(number, Action.SEEK_CONFIRMATION, post, text="Delivered on 20 November.")
        return self.code(number)

    def ask(self, number: str, on_silence: OnSilence = OnSilence.CLOSE) -> str:
        """Ask the customer for information and return the response code."""
        words = {"text": "Which counter was it?", "on_silence": on_silence}
        self.act(number, Action.SEEK_INFORMATION, **words)
        return self.code(number)

    def answer(self, number: str, action: Action, post: str = "operator", **words: Any) -> Acted:
        options = {
            name: words.pop(name) for name in ("code", "signed_statement", "key") & words.keys()
        }
        act = Act(action=action, **words)
        return self.desk.answers.respond(self.staff[post], number, act, **options)

    def sweep(self, number: str, action: Action) -> Acted:
        """Let the sweeper act."""
        with self.desk.store.writing() as session:
            act = Act(action=action)
            return transit(session, self.desk.intake.ground, number, act, SWEEPER, None)

    def deliver(self, *, in_hand: bool = True) -> None:
        """Let every waiting notice reach its recipient, also those a sender had `in_hand`."""
        wanted = select(Notice).where(Notice.state == NoticeState.WAITING)
        if not in_hand:
            wanted = wanted.where(Notice.attempts == 0)
        wanted, after = wanted.order_by(col(Notice.id)).limit(DELIVERED_AT_ONCE), -1
        while after is not None:
            after = self._deliver_some(wanted.where(col(Notice.id) > after))

    def _deliver_some(self, wanted: SelectOfScalar[Notice]) -> int | None:
        """Deliver a part in one transaction; a long one gets slower and slower on PostgreSQL."""
        with self.desk.store.writing() as session:
            moment = Moment.of(session, self.desk.intake.ground, SWEEPER)
            found = session.exec(wanted).all()
            for notice in found:
                delivered(moment, notice)
            return found[-1].id if found else None

    def lose(self, number: str) -> None:
        """Let every waiting notice about a complaint be given up."""
        with self.desk.store.writing() as session:
            moment = Moment.of(session, self.desk.intake.ground, SWEEPER)
            wanted = select(Notice).join(Complaint).where(Complaint.number == number)
            for notice in session.exec(wanted.where(Notice.state == NoticeState.WAITING)).all():
                undeliverable(moment, notice, "550 no such subscriber")

    def code(self, number: str) -> str:
        """The newest response code that was sent about a complaint."""
        sent = [notice for notice in self.notices(number) if "code" in notice.variables]
        return str(max(sent, key=lambda notice: notice.created_at).variables["code"])

    def row(self, number: str) -> Complaint:
        with self.desk.store.reading() as session:
            return session.exec(select(Complaint).where(Complaint.number == number)).one()

    def facts(self, number: str):
        with self.desk.store.reading() as session:
            return cases.load(session, number).facts

    def events(self, number: str) -> list[Event]:
        with self.desk.store.reading() as session:
            wanted = select(Event).join(Complaint).where(Complaint.number == number)
            return list(session.exec(wanted.order_by(col(Event.sequence))))

    def notices(self, number: str) -> list[Notice]:
        with self.desk.store.reading() as session:
            wanted = select(Notice).join(Complaint).where(Complaint.number == number)
            return list(session.exec(wanted.order_by(col(Notice.id))))

    def account_events(self, kind: str) -> list[AccountEvent]:
        with self.desk.store.reading() as session:
            return list(session.exec(select(AccountEvent).where(AccountEvent.kind == kind)))

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows an act could touch, to compare before with after."""
        tables = SQLModel.metadata.tables
        with self.desk.store.reading() as session:
            return {
                name: sorted(map(tuple, session.execute(sql_select(tables[name]))), key=repr)
                for name in KEPT
            }
