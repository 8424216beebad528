"""The sweeper put together: the desk's services, and the outside world as it is set."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from data.models.message import NoticeChannel
from dopcrm_tui.gateways.head_key import HeadKey
from dopcrm_tui.gateways.opening import (
    channels_of,
    doors_of,
    office_address,
    office_channel,
    outside_of,
)
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.digests import Digests
from dopcrm_tui.services.inbound import Inbound
from dopcrm_tui.services.listening import Listening
from dopcrm_tui.services.sealing import Sealing
from dopcrm_tui.services.sending import TURN, TURN_BESIDE_PEOPLE, Sending
from dopcrm_tui.services.summing import Summing
from dopcrm_tui.services.sweep_pass import SweepPass
from dopcrm_tui.services.sweeper import BESIDE_PEOPLE, FULL_SPEED, Pace

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.settings import Settings


def sweep_pass(desk: Desk, settings: Settings, name: str, *, beside_people: bool) -> SweepPass:
    """Return the pass of a sweeper's process called `name`. Nothing outside is opened yet."""
    ground = desk.intake.ground
    inbound, sealing = Inbound(ground), Sealing(ground)
    outside = outside_of(settings)
    ways = {NoticeChannel(kind): way for kind, way in channels_of(settings, outside).items()}
    doors = [(NoticeChannel(kind), door) for kind, door in doors_of(outside)]
    return SweepPass(
        name=name,
        pace=Pace(BESIDE_PEOPLE, time.sleep) if beside_people else FULL_SPEED,
        beats=desk.beats,
        listening=Listening(ground, doors, inbound.keep),
        reader=inbound,
        sweeper=desk.sweeper,
        sending=Sending(ground, ways, TURN_BESIDE_PEOPLE if beside_people else TURN),
        digests=Digests(
            ground,
            office_channel(settings, outside),
            office_address(outside),
            lambda: _signed_head(sealing, settings),
        ),
        sealing=sealing,
        summing=Summing(ground),
    )


def _signed_head(sealing: Sealing, settings: Settings) -> str:
    """Return the head, signed here; nothing where the key cannot be had."""
    try:
        return str(HeadKey(settings.head_key).sign(sealing.head()))
    except Refusal:
        return ""
