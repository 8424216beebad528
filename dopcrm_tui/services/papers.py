"""Attachments: JPEG and PDF of at most 200 KB, kept in the store byte for byte."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, func, select

from data.models.papers import Attachment
from data.unit_of_work import unit_of_work
from dopcrm_tui.gateways.files import read_attachment
from dopcrm_tui.rules.attachment_content import Kind, kind_of
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.customer_text import clean_line
from dopcrm_tui.rules.jurisdiction import sees
from dopcrm_tui.rules.mail_headers import storable
from dopcrm_tui.rules.picture_place import without_place
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.refusals import InvalidInput, NotFound
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services import submissions
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.transition import Acted, acted_before, carry_out, find, hold

LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Paper:
    """A file somebody brings: its name as shown, and its bytes."""

    file_name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Papers:
    """Attaching to a complaint, and reading what is attached."""

    ground: Ground
    attach_from: Path | None = None
    """The folder below which files may be attached; anywhere where it is not set."""

    def bring(self, path: str, field: str) -> Paper:
        """Read a file that somebody names. Raises InvalidInput for `field`."""
        try:
            return Paper(*read_attachment(path, self.attach_from))
        except ValueError as problem:
            raise InvalidInput({field: str(problem)}) from None

    @unit_of_work
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
        body = {"number": number, "attach": [paper.sha256 for paper in brought]}
        examine(self.ground, brought)
        act = Act(
            action=Action.ATTACH, text=", ".join(storable(paper.file_name) for paper in brought)
        )
        with self.ground.store.writing() as session:
            case = hold(session, number)
            moment = Moment.of(session, self.ground, actor)
            done = submissions.earlier(moment, key, body)
            if done is not None:
                return acted_before(session, done, act)
            acted = carry_out(moment, case, act, version)
            keep(moment, case.facts.id, case.row.registered_circle_id, brought)
            submissions.keep(moment, key, body, case.facts.id)
            return acted

    @unit_of_work
    def check(self, brought: Sequence[Paper], *, already: int = 0) -> None:
        """Raise `InvalidInput` naming each paper that cannot join `already` attached ones."""
        examine(self.ground, brought)
        with self.ground.store.reading() as session:
            policy = self.ground.policy.at(session, self.ground.clock())
        check(self.ground, brought, already, policy)

    def check_away(self, brought: Sequence[Paper], *, already: int = 0) -> None:
        """Do what `check` does while the store is away, by the numbers it begins with."""
        check(self.ground, brought, already, Policy())

    @unit_of_work
    def read(self, actor: Actor, number: str, attachment_id: int) -> Paper:
        """Return an attachment as it was brought. Raises `NotFound`."""
        with self.ground.store.reading() as session:
            case = find(session, number)
            kept = session.get(Attachment, attachment_id)
            if kept is None or kept.complaint_id != case.row.id or not sees(actor, case.facts):
                raise NotFound("There is no such attachment that you may see.")
            paper = Paper(kept.file_name, kept.content)
            if paper.sha256 != kept.sha256:
                raise NotFound("That attachment is not as it was kept; please tell who runs this.")
            return paper


def examine(ground: Ground, brought: Sequence[Paper]) -> None:
    """Open each paper that could be kept, before a transaction begins: it takes its time."""
    for paper in brought:
        with suppress(ValueError, InvalidInput):
            _kind(ground, paper)


def check(ground: Ground, brought: Sequence[Paper], already: int, policy: Policy) -> list[Kind]:
    """Return the kind of each paper. Raises `InvalidInput` naming each that cannot be kept."""
    problems: dict[str, str] = {}
    kinds: list[Kind] = []
    for place, paper in enumerate(brought):
        try:
            kinds.append(_kind(ground, paper))
        except ValueError as problem:
            problems[f"attachments.{place}"] = str(problem)
    if not brought:
        problems["attachments"] = "Name at least one file to attach."
    if already + len(brought) > policy.attachments_max:
        problems["attachments"] = f"A complaint takes {policy.attachments_max} attachments."
    if problems:
        raise InvalidInput(problems)
    return kinds


def _kind(ground: Ground, paper: Paper) -> Kind:
    clean_line(paper.file_name, "The file name", LONGEST_NAME)
    kind = kind_of(paper.content, paper.file_name)
    ground.examiner.examine(paper.content, kind, paper.file_name)
    return kind


def keep(
    moment: Moment,
    complaint_id: int,
    circle_id: int,
    brought: Sequence[Paper],
    *,
    signed: bool = False,
) -> None:
    """Put papers into the store; a signed statement has its place whatever else is attached.

    Raises what `check` raises.
    """
    already = 0 if signed else count(moment.session, complaint_id)
    kinds = check(moment.ground, brought, already, moment.policy)
    for paper, kind in zip(brought, kinds, strict=True):
        kept = Paper(paper.file_name, _kept(paper.content, kind))
        moment.session.add(
            Attachment(
                id=moment.new_id(),
                complaint_id=complaint_id,
                circle_id=circle_id,
                file_name=clean_line(paper.file_name, "The file name", LONGEST_NAME),
                kind=kind,
                size=len(kept.content),
                sha256=kept.sha256,
                content=kept.content,
                signed_statement=signed,
                added_at=moment.now,
                added_by=moment.actor.id,
            )
        )


def _kept(content: bytes, kind: Kind) -> bytes:
    """Return what is kept of a file: every byte of it but where a picture was taken."""
    return without_place(content) if kind == "jpeg" else content


def count(session: Session, complaint_id: int) -> int:
    """Return how many papers a complaint has, signed statements left out."""
    wanted = select(func.count()).where(
        Attachment.complaint_id == complaint_id, col(Attachment.signed_statement).is_(False)
    )
    return session.exec(wanted).one()
