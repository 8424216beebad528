"""What the letter keys do in a list of which lines are marked: the same, to all of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.transition import Acted
from screens.act_keys import KEYS, ActKey
from screens.bulk import IN_BULK, BulkConfirmation, Marked, marked_for
from screens.case_actions import CaseActions
from screens.case_work import Subject

R = TypeVar("R")

ONE_AT_A_TIME = "That is done to one complaint at a time: - takes the marks away."


class MarkedWork(CaseActions[R]):
    """Act on all that is marked, or on the one under the cursor where nothing is."""

    @property
    @abstractmethod
    def marked(self) -> Mapping[str, int]:
        """The marked complaints, and the version of each that was seen."""

    @abstractmethod
    def unmark(self, numbers: Collection[str]) -> None:
        """Take the marks of complaints away."""

    async def permitted(self, *actions: Action) -> Subject | None:
        """Return what the action is done to; each of many is asked when its turn comes."""
        if not (marked := self.marked):
            return await super().permitted(*actions)
        self.say("")
        if IN_BULK.issuperset(actions):
            return marked_for(actions[0], marked)
        self.say(ONE_AT_A_TIME, refused=True)
        return None

    async def doable(self) -> tuple[str, Sequence[ActKey]]:
        """Return what can be done to many, where complaints are marked."""
        if not (marked := self.marked):
            return await super().doable()
        keys = [key for key in KEYS if key.action in IN_BULK]
        return marked_for(keys[0].action, marked).shown, keys

    async def done(self, subject: Subject, call: Callable[[], Acted]) -> None:
        """Do it; of many only when their count is typed, and then tell what became of each."""
        if isinstance(subject, Marked):
            await self._done_to_all(subject, call)
        else:
            await super().done(subject, call)

    async def _done_to_all(self, marked: Marked, call: Callable[[], Acted]) -> None:
        from screens.bulk_results import BulkResults, refused_of, wrong_for_all

        if not await self.app.push_screen_wait(BulkConfirmation(marked)):
            raise Refusal("Nothing has been done.")
        outcomes = await self.app.push_screen_wait(BulkResults(self.actor, marked, call))
        refused = refused_of(outcomes)
        self.unmark(outcomes.keys() - refused.keys())
        await self.look_again()
        if wrong := wrong_for_all(outcomes):
            raise wrong
        self.say(f"{marked.title}: {len(outcomes) - len(refused)} done, {len(refused)} refused.")
