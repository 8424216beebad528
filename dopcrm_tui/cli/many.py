"""One thing or many in one command: each succeeds or is refused by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import typer

from dopcrm_tui.cli.call import Call
from dopcrm_tui.cli.errors import error_of, words_of
from dopcrm_tui.cli.output import Document, Part
from dopcrm_tui.rules.refusals import Conflict, Refusal
from dopcrm_tui.services.bulk import one_by_one

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
    for place, outcome in one_by_one(range(len(names)), act):
        if isinstance(outcome, Refusal):
            refusals.append(outcome)
            outcome = _refused(names[place], outcome)
        answers.append(outcome[0])
        parts.append(outcome[1])
    call.out.give({"complaints": answers}, *parts)
    if refusals:
        raise typer.Exit(refusals[0].exit_code)


def _refused(name: Document, refusal: Refusal) -> Done:
    shown = " ".join(str(value) for value in name.values())
    words = "\n".join(words_of(refusal)) if isinstance(refusal, Conflict) else str(refusal)
    return {**name, "error": error_of(refusal)}, f"{shown}: {words}"
