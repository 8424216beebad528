"""Attachments: JPEG and PDF of at most 200 KB, kept in the store byte for byte."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, func, select

from data.identity import new_id
from data.models import Attachment
from data.queries.cases import Case
from dopcrm_tui.rules.attachment_content import kind_of
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services import submissions
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.processing import acted_before
from dopcrm_tui.services.transition import Acted, find, transit


@dataclass(frozen=True, slots=True)
class Paper:
    """A file somebody brings: its name as shown, and its bytes."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Papers:
    """Attaching to a complaint, and reading what is attached."""

    ground: Ground

    def attach(
        self,
        actor: Actor,
        number: str,
        brought: Sequence[Paper],
        *,
        version: int | None = None,
        key: str | None = None,
    ) -> Acted:
        """Attach papers to a complaint, all or none. Raises `InvalidInput` naming each bad file."""
        hashes = [hashlib.sha256(paper.content).hexdigest() for paper in brought]
        names = ", ".join(paper.file_name for paper in brought)
        body = {"number": number, "attach": hashes}
        act = Act(action=Action.ATTACH, text=names)
        with self.ground.store.writing() as session:
            done = submissions.earlier(session, key, actor, body)
            if done is not None:
                return acted_before(session, done, act)
            policy = self.ground.policy.at(session, self.ground.clock())
            acted = transit(session, self.ground, number, act, actor, version)
            case = find(session, number)
            keep(session, self.ground, case, brought, actor, policy)
            submissions.keep(session, key, actor, body, case.row.id, self.ground.clock())
            return acted

    def read(self, actor: Actor, number: str, attachment_id: int) -> Paper:
        """Return an attachment as it was brought. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = find(session, number)
            kept = session.get(Attachment, attachment_id)
            if kept is None or kept.complaint_id != case.row.id or not sees(actor, case.facts):
                raise NotFound("There is no such attachment that you may see.")
            return Paper(kept.file_name, kept.content)


def check(brought: Sequence[Paper], already: int, policy: Policy) -> list[str]:
    """Return the kind of each paper. Raises `InvalidInput` naming each that cannot be kept."""
    problems: dict[str, str] = {}
    kinds: list[str] = []
    for place, paper in enumerate(brought):
        try:
            kinds.append(kind_of(paper.content, paper.file_name))
        except ValueError as problem:
            problems[f"attachments.{place}"] = str(problem)
    if not brought:
        problems["attachments"] = "Name at least one file to attach."
    if already + len(brought) > policy.attachments_max:
        problems["attachments"] = f"A complaint takes {policy.attachments_max} attachments."
    if problems:
        raise InvalidInput(problems)
    return kinds


def keep(
    session: Session,
    ground: Ground,
    case: Case,
    brought: Sequence[Paper],
    actor: Actor,
    policy: Policy,
    *,
    signed: bool = False,
) -> None:
    """Put papers into the store. Raises what `check` raises."""
    wanted = select(func.count()).where(Attachment.complaint_id == case.row.id)
    kinds = check(brought, session.exec(wanted).one(), policy)
    now = ground.clock()
    for paper, kind in zip(brought, kinds, strict=True):
        session.add(
            Attachment(
                id=new_id(now, ground.random),
                complaint_id=case.row.id,
                circle_id=case.row.registered_circle_id,
                file_name=paper.file_name[-255:],
                kind=kind,
                size=len(paper.content),
                sha256=hashlib.sha256(paper.content).hexdigest(),
                content=paper.content,
                signed_statement=signed,
                added_at=now,
                added_by=actor.account,
            )
        )
