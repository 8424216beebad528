"""What dopcrm says when it will not do something: one sentence, and what kind of refusal it is."""

from collections.abc import Mapping
from typing import ClassVar

OVERTAKEN = "version"
"""The rule by which the slower of two is refused: whoever has looked again may still go on."""


class Refusal(Exception):
    """The desk refuses.

    `str(refusal)` is the sentence a person reads, `code` the word a program reads, `exit_code`
    what the command line leaves with (design, section 7), `rule` the rule that refused, `fields`
    a sentence for every wrong field; in a `Conflict`, what the other made of every field.
    """

    code: ClassVar[str] = "refused"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, sentence: str, *, rule: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.fields = dict(fields or {})


class NotLoggedIn(Refusal):
    """Nobody is logged in, or the login has ended."""

    code = "not_logged_in"
    exit_code = 3


class NotPermitted(Refusal):
    """The actor may not do this."""

    code = "not_permitted"
    exit_code = 4


class NotFound(Refusal):
    """There is no such thing, or none that the actor may see."""

    code = "not_found"
    exit_code = 5


class Conflict(Refusal):
    """Somebody was faster, or the complaint is past the point where this can be done."""

    code = "conflict"
    exit_code = 6


class InvalidInput(Refusal):
    """What was typed cannot be used; every wrong field is named."""

    code = "invalid_input"
    exit_code = 7

    def __init__(self, fields: Mapping[str, str], *, rule: str = "") -> None:
        super().__init__(" ".join(fields.values()), rule=rule, fields=fields)


class StoreUnavailable(Refusal):
    """The store cannot be used now."""

    code = "store_unavailable"
    exit_code = 8


class Interrupted(StoreUnavailable):
    """The store let go of the work: nothing of it was kept, and all of it may be done again."""
