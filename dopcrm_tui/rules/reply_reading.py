"""What a customer answers, read from a letter or an SMS: which complaint, which code, which word.

The number and the code may stand in what is quoted; the answer counts only where the customer
wrote it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dopcrm_tui.rules.answer_words import Answer, Unclear, answer_in, other_words
from dopcrm_tui.rules.reply_numbers import (
    codes_in,
    labelled_codes,
    number_in_addresses,
    numbers_in,
    plain,
    rating_in,
    without_codes,
    without_numbers,
)
from dopcrm_tui.rules.vocabulary import Action

LONGEST_REPLY = 20_000
"""Characters of what somebody wrote that are read for an answer."""

_LABEL = re.compile(r"\b(?:code|otp|कोड)\W*(?=•)|•+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was read. `number` and `code` are None where none, or more than one, was found.

    `words` are the customer's own, the code taken out; `feedback` are those that say more than the
    answer.
    """

    number: str | None
    code: str | None
    answer: Action | None
    words: str
    rating: int | None = None
    feedback: str = ""
    unclear: Unclear | None = None

    @property
    def withdraws_complaint(self) -> bool:
        """Whether it is said in so many words that the complaint is withdrawn."""
        said = self.words.casefold()
        return self.answer is Action.WITHDRAW and ("complaint" in said or "शिकायत" in said)


def read_reply(written: str, whole: str, to_addresses: Iterable[str], subject: str) -> Reply:
    """Read a reply: `written` is what its writer wrote, `whole` also what they quote."""
    own, all_of_it = plain(written[:LONGEST_REPLY]), plain(whole)
    code = _code(own, all_of_it)
    words = without_code(written[:LONGEST_REPLY], code)
    answer: Answer = answer_in(without_numbers(own))
    clear = isinstance(answer, Action)
    return Reply(
        number=_number(own, all_of_it, to_addresses, plain(subject)),
        code=code,
        answer=answer if isinstance(answer, Action) else None,
        words=words,
        rating=rating_in(own),
        feedback=other_words(plain(words)) if clear and words else "",
        unclear=None if isinstance(answer, Action) else answer,
    )


def _number(own: str, whole: str, to_addresses: Iterable[str], subject: str) -> str | None:
    """Return the one number of the first place that names any."""
    places = (
        number_in_addresses(to_addresses),
        numbers_in(subject),
        numbers_in(own),
        numbers_in(whole),
    )
    named = next((numbers for numbers in places if numbers), [])
    return named[0] if len(named) == 1 else None


def _code(own: str, whole: str) -> str | None:
    """Return the code: a six-digit number called so, or beside the answer, before any other.

    A PIN has six digits too, and stands below many a letter.
    """
    places = (labelled_codes(own), _beside_answer(own), labelled_codes(whole), codes_in(own))
    named = next((codes for codes in places if codes), None)
    if named is None:
        named = codes_in(whole)
    return named[0] if len(named) == 1 else None


def _beside_answer(own: str) -> list[str]:
    """Return the codes of lines that hold nothing else, or an answer."""
    lines = [line for line in own.splitlines() if not other_words(without_numbers(line))]
    return codes_in("\n".join(lines))


def without_code(written: str, code: str | None) -> str:
    """Return what was written without the code and what it is called."""
    if code is None:
        return written.strip()
    return _LABEL.sub("", without_codes(written, code)).strip()
