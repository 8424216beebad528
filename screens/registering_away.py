"""Registering while the store is away: what can be checked is, and the form is kept here."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Actor
from dopcrm_tui.services.new_complaint import NewComplaint
from dopcrm_tui.services.papers import Paper
from screens.registration_fields import Entry
from screens.returned import kept_entries


async def warnings_away(
    desk: Desk, actor: Actor, form: NewComplaint, papers: Sequence[Paper]
) -> dict[str, str]:
    """Return what is odd, by field, as far as it is known without the store.

    Raises `InvalidInput` with all that is wrong.
    """
    return await to_thread(desk.intake.check_away, actor, form, papers)


async def keep_here(
    desk: Desk,
    actor: Actor,
    form: NewComplaint,
    papers: Sequence[Paper],
    *,
    key: str,
    entries: Mapping[str, Entry],
) -> str:
    """Keep a form on this machine; return what to tell the clerk. Raises StoreUnavailable."""
    kept = await to_thread(
        desk.spooling.keep, actor, form, papers, key=key, entries=kept_entries(entries)
    )
    slip = kept.provisional_number
    return f"{slip} kept here, for the slip · registered by itself when the store is back"
