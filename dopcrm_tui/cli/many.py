"""One thing or many in one command: each succeeds or is refused by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import typer

from dopcrm_tui.cli.call import Call
from dopcrm_tui.cli.errors import error_of
from dopcrm_tui.cli.output import Document, Part
from dopcrm_tui.rules.refusals import Refusal

Done = tuple[dict[str, Any], Part]
"""What came of one: for programs, and for people."""


def answer_all(
    call: Call, names: Sequence[Document], act: Callable[[int], Done], *, one_alone: bool
) -> None:
    """Do each of `names` by its place, and answer with every one.

    One that is `one_alone` is answered by itself. Raises its refusal, or Exit with the exit code
    of the first that was refused.
    """
    if one_alone:
        document, part = act(0)
        call.out.give(document, part)
        return
    answers: list[Document] = []
    parts: list[Part] = []
    refusals: list[Refusal] = []
    for place, name in enumerate(names):
        try:
            document, part = act(place)
        except Refusal as refusal:
            refusals.append(refusal)
            document = {**name, "error": error_of(refusal)}
            part = f"{' '.join(str(value) for value in name.values())}: {refusal}"
        answers.append(document)
        parts.append(part)
    call.out.give({"complaints": answers}, *parts)
    if refusals:
        raise typer.Exit(refusals[0].exit_code)
