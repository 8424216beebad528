"""The one composition: settings become a store, the store becomes services."""

import random
from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom

from argon2 import PasswordHasher

from data.catalogues.wording import Wording, shipped, wording_of
from data.database import Store
from dopcrm_tui.entrance import Entrance
from dopcrm_tui.gateways.spool import Spool
from dopcrm_tui.services.accounts import Accounts
from dopcrm_tui.services.answers import Answers
from dopcrm_tui.services.audit import Audit
from dopcrm_tui.services.beats import Beats
from dopcrm_tui.services.cases import Cases
from dopcrm_tui.services.clock import Clock, utc_now
from dopcrm_tui.services.directory import Directory
from dopcrm_tui.services.drafts import Drafts
from dopcrm_tui.services.following import Following
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.hashing import FLOOR
from dopcrm_tui.services.inbound import Inbound
from dopcrm_tui.services.inbox import Inbox
from dopcrm_tui.services.incidents import Incidents
from dopcrm_tui.services.intake import Intake
from dopcrm_tui.services.outbox import Outbox
from dopcrm_tui.services.papers import Papers
from dopcrm_tui.services.policy_book import PolicyBook
from dopcrm_tui.services.processing import Processing
from dopcrm_tui.services.queues import Queues
from dopcrm_tui.services.reports import Reports
from dopcrm_tui.services.resending import Resending
from dopcrm_tui.services.seals import Seals
from dopcrm_tui.services.spooling import Spooling
from dopcrm_tui.services.sweeper import Sweeper
from dopcrm_tui.services.viewings import Viewings


@dataclass(frozen=True, slots=True)
class Desk(Entrance):
    """All that screens and commands can ask for."""

    directory: Directory
    policy: PolicyBook
    intake: Intake
    spooling: Spooling
    seals: Seals
    drafts: Drafts
    processing: Processing
    answers: Answers
    papers: Papers
    queues: Queues
    reports: Reports
    incidents: Incidents
    cases: Cases
    viewings: Viewings
    following: Following
    outbox: Outbox
    resending: Resending
    sweeper: Sweeper
    beats: Beats
    audit: Audit
    inbound: Inbound
    inbox: Inbox

    @classmethod
    def open(
        cls,
        store_url: str,
        *,
        clock: Clock = utc_now,
        chance: random.Random | None = None,
        read_only: bool = False,
        templates: Path | None = None,
        spool_dir: Path | None = None,
        drafts_dir: Path | None = None,
        place: str = "",
        employee_id: str = "",
        attach_from: Path | None = None,
    ) -> "Desk":
        """Open the desk over a store; `templates` is a folder of the department's own words.

        In `spool_dir` wait the forms that are taken while the store is away, in `drafts_dir` those
        nobody has sent yet; `place` is where tries at logging in come from, `employee_id` who alone
        may log in; what is attached lies below `attach_from`.
        Raises `StoreUnavailable` with what is wrong with it, `InvalidInput` for wrong words.
        """
        entrance = Entrance.open(
            store_url,
            clock=clock,
            chance=chance,
            read_only=read_only,
            place=place,
            employee_id=employee_id,
        )
        return cls.behind(
            entrance,
            wording=wording_of(templates),
            spool_dir=spool_dir,
            drafts_dir=drafts_dir,
            attach_from=attach_from,
        )

    @classmethod
    def over(
        cls,
        store: Store,
        *,
        clock: Clock = utc_now,
        chance: random.Random | None = None,
        wording: Wording | None = None,
        spool_dir: Path | None = None,
        drafts_dir: Path | None = None,
        place: str = "",
        employee_id: str = "",
        attach_from: Path | None = None,
        hasher: PasswordHasher = FLOOR,
    ) -> "Desk":
        """Put the services over a store that is known to be ours."""
        chance = chance or SystemRandom()
        accounts = Accounts(store, clock, chance, hasher, place, employee_id)
        return cls.behind(
            Entrance(store, accounts, clock, chance),
            wording=wording,
            spool_dir=spool_dir,
            drafts_dir=drafts_dir,
            attach_from=attach_from,
        )

    @classmethod
    def behind(
        cls,
        entrance: Entrance,
        *,
        wording: Wording | None = None,
        spool_dir: Path | None = None,
        drafts_dir: Path | None = None,
        attach_from: Path | None = None,
    ) -> "Desk":
        """Put the other services behind an entrance."""
        store, clock, chance = entrance.store, entrance.clock, entrance.chance
        directory = Directory(store, clock)
        policy = PolicyBook(store, clock)
        ground = Ground(store, clock, chance, policy, wording or shipped())
        intake, seals = Intake(ground), Seals(ground)
        spool = Spool(spool_dir) if spool_dir else None
        begun = Spool(drafts_dir, ".draft") if drafts_dir else None
        return cls(
            store=store,
            accounts=entrance.accounts,
            directory=directory,
            policy=policy,
            intake=intake,
            spooling=Spooling(ground, intake, seals, spool),
            seals=seals,
            drafts=Drafts(ground, seals, begun),
            processing=Processing(ground),
            answers=Answers(ground),
            papers=Papers(ground, attach_from),
            queues=Queues(ground, directory),
            reports=Reports(ground, directory),
            incidents=Incidents(ground),
            cases=Cases(ground),
            viewings=Viewings(ground),
            following=Following(ground),
            outbox=Outbox(ground),
            resending=Resending(ground),
            sweeper=Sweeper(ground),
            beats=Beats(ground),
            audit=Audit(ground),
            inbound=Inbound(ground),
            inbox=Inbox(ground),
            clock=clock,
            chance=chance,
        )
