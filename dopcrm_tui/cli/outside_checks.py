"""What the doctor finds outside: whether servers let us in, and whether the words are right."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from dopcrm_tui.cli.check import Check
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.settings import PREFIX, Settings, config_file

if TYPE_CHECKING:
    from dopcrm_tui.gateways.channel import Reachable

PATIENCE = 5.0
"""Seconds that a server has for each answer."""


def outside_checks(settings: Settings) -> list[Check]:
    """Look at every way out and in, all at once: connect and log in, send and take nothing."""
    from dopcrm_tui.gateways.opening import outside_of, reached_of

    try:
        outside = outside_of(settings)
    except InvalidInput as wrong:
        return [_wrong_setting(*each) for each in wrong.fields.items()]
    reached = reached_of(outside, PATIENCE)
    with ThreadPoolExecutor(len(reached)) as at_once:
        return list(at_once.map(lambda name: _check(settings, name, reached[name]), reached))


def wording_checks(settings: Settings) -> list[Check]:
    """Read the department's own words of notices."""
    from data.catalogues.wording import wording_of

    folder = settings.templates
    try:
        wording_of(folder)
    except InvalidInput as wrong:
        remedy = f"Correct it in {folder}; until then neither screens nor sweeper start."
        return [Check("wording", sentence, remedy) for sentence in wrong.fields.values()]
    if folder is None:
        return [Check("wording", "not set: notices have the words that dopcrm brings")]
    return [Check("wording", f"the words in {folder} can be used")]


def _wrong_setting(place: str, sentence: str) -> Check:
    table, _, key = place.partition(".")
    variable = f"{PREFIX}{table}_{key.partition('.')[0]}".upper() if key else ""
    where = f"{config_file(os.environ)}" + (f", or in {variable}" if variable else "")
    return Check(place, sentence, f"Correct it in {where}; until then the sweeper does not start.")


def _check(settings: Settings, name: str, reached: Reachable | None) -> Check:
    from dopcrm_tui.gateways.channel import DoorShut, WayShut

    if reached is None and name == "mailbox":
        return Check(name, "not set: no answers are read from a mailbox")
    if reached is None:
        return Check(name, f"not set: notices are laid into the folder {settings.outbox_dir}")
    try:
        return Check(name, reached.look())
    except (WayShut, DoorShut) as shut:
        table = name.partition(" ")[0]
        return Check(name, str(shut), f"Correct [{table}] in the settings, or mend the way there.")
