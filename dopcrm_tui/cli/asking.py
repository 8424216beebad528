"""Asking outside: external authorities, and the customer."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli.acting import Key, Numbers, Reference, Seen, Text, act_on
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.vocabulary import Action, Authority, OnSilence

app = group()


@verb(app, "refer")
def refer(
    call: Call,
    numbers: Numbers,
    authority: Annotated[Authority | None, typer.Option(help="Who has it now.")] = None,
    reference: Reference = "",
    postal_inquiry: Annotated[
        bool, typer.Option("--postal-inquiry", help="It is a postal inquiry: 60 days.")
    ] = False,
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Refer to air cargo, customs or a foreign administration."""
    act = Act(
        action=Action.REFER_EXTERNAL,
        authority=authority,
        reference=reference,
        postal_inquiry=postal_inquiry,
    )
    act_on(call, numbers, act, seen, key)


@verb(app, "external-update")
def external_update(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Note what the external authority says (--text)."""
    act_on(call, numbers, Act(action=Action.EXTERNAL_UPDATE, text=text), seen, key)


@verb(app, "external-return")
def external_return(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Take back from the external authority, with the outcome (--text)."""
    act_on(call, numbers, Act(action=Action.EXTERNAL_RETURN, text=text), seen, key)


@verb(app, "seek-information")
def seek_information(
    call: Call,
    numbers: Numbers,
    text: Text = "",
    on_silence: Annotated[
        OnSilence | None, typer.Option("--on-silence", help="What no answer means.")
    ] = None,
    seen: Seen = None,
    key: Key = None,
) -> None:
    """Ask the customer for what is missing; the clock stands still."""
    act = Act(action=Action.SEEK_INFORMATION, text=text, on_silence=on_silence)
    act_on(call, numbers, act, seen, key)


@verb(app, "seek-confirmation")
def seek_confirmation(
    call: Call, numbers: Numbers, text: Text = "", seen: Seen = None, key: Key = None
) -> None:
    """Propose a resolution (--text) to the customer, who closes."""
    act_on(call, numbers, Act(action=Action.SEEK_CONFIRMATION, text=text), seen, key)
