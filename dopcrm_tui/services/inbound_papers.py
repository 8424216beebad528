"""What comes enclosed with a letter: the good papers are kept, of the others it is said why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.queries.cases import Case
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.inbound_mail import Enclosure
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.vocabulary import OPEN, Action
from dopcrm_tui.services import papers
from dopcrm_tui.services.ground import Ground
from dopcrm_tui.services.moment import Moment
from dopcrm_tui.services.papers import Paper
from dopcrm_tui.services.transition import carry_out, find

_CUT = "is too large to be kept; the letter is kept as far as it was read."


@dataclass(frozen=True, slots=True)
class Sorted:
    """Papers that can be kept, and a sentence for each that cannot."""

    good: tuple[Paper, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """The names of the good ones."""
        return ", ".join(paper.file_name for paper in self.good)

    @property
    def told(self) -> str:
        """What an outcome says of those that cannot be kept."""
        return f"attachment refused: {' '.join(self.refusals)}" if self.refusals else ""


def examine(ground: Ground, enclosures: Sequence[Enclosure]) -> None:
    """Open what came, before a transaction begins."""
    whole = [each for each in enclosures if each.whole]
    papers.examine(ground, [Paper(each.file_name, each.content) for each in whole])


def sort_out(moment: Moment, case: Case, enclosures: Sequence[Enclosure]) -> Sorted:
    """Tell what can be kept on the complaint; decoration that cannot be is not spoken of."""
    if case.facts.state not in OPEN:
        shut = f"{case.facts.shown} is closed and takes no attachments."
        return Sorted(refusals=(shut,) if enclosures else ())
    already = papers.count(moment.session, case.row.id)
    good: list[Paper] = []
    refusals: list[str] = []
    for each in enclosures:
        paper = Paper(each.file_name, each.content)
        if not each.whole:
            refusals.append(f"{each.file_name} {_CUT}")
            continue
        try:
            papers.check(moment.ground, [paper], already + len(good), moment.policy)
            good.append(paper)
        except InvalidInput as wrong:
            refusals += [] if each.inline else [_named(paper, wrong)]
    return Sorted(tuple(good), tuple(refusals))


def keep(moment: Moment, case: Case, brought: Sequence[Paper], words: str = "") -> Case:
    """Attach papers as the customer's, and return the complaint as it stands then."""
    names = ", ".join(paper.file_name for paper in brought)
    carry_out(moment, case, Act(action=Action.ATTACH, text=names, reason=words))
    papers.keep(moment, case.row.id, case.row.registered_circle_id, brought)
    moment.session.expire(case.row)
    return find(moment.session, case.facts.number)


def _named(paper: Paper, wrong: InvalidInput) -> str:
    sentence = str(wrong)
    return sentence if paper.file_name in sentence else f"{paper.file_name}: {sentence}"
