"""What every service stands on: the store, the clock, chance, and the policy of the day."""

import random
from dataclasses import dataclass, field

from data.catalogues.wording import Wording
from data.database import Store
from dopcrm_tui.gateways.examining import Examiner
from dopcrm_tui.services.clock import Clock
from dopcrm_tui.services.policy_book import PolicyBook


@dataclass(frozen=True, slots=True)
class Ground:
    """The parts services share; nothing below it reads a clock or makes chance of its own."""

    store: Store
    clock: Clock
    random: random.Random
    policy: PolicyBook
    wording: Wording
    examiner: Examiner = field(default_factory=Examiner)
    """Opens the files that strangers made."""
