"""The answer in what a customer wrote: one word of four, in English or Hindi, never guessed.

What closes a complaint, acceptance and withdrawal, is read only from a sentence that says nothing
else and takes nothing back; what keeps it open may stand in any sentence.
"""

import re
from enum import StrEnum

from dopcrm_tui.rules.reply_numbers import plain
from dopcrm_tui.rules.vocabulary import Action


class Unclear(StrEnum):
    """Why no answer was read; the words continue a sentence."""

    NONE = "it names no answer"
    SEVERAL = "it names more than one answer"
    DOUBTFUL = "its answer is put in doubt by other words"


Answer = Action | Unclear


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).casefold().split())


_CLEAR = {
    Action.ACCEPT: _words("accept accepted accepts agree agreed स्वीकार स्वीकृत"),
    Action.REJECT: _words("reject rejected rejects अस्वीकार अस्वीकृत"),
    Action.ASK_CLARIFICATION: _words(
        "explain explained explanation clarify clarified clarification स्पष्टीकरण"
    ),
    Action.WITHDRAW: _words("withdraw withdrawn"),
}
_ALONE = {
    Action.ACCEPT: _words("yes हाँ हां"),
    Action.REJECT: _words("no नहीं"),
    Action.WITHDRAW: _words("वापस"),
}
"""Words that mean an answer only where a reply says nothing else."""

_CLOSING = frozenset({Action.ACCEPT, Action.WITHDRAW})
_NOT = _words(
    "not no never none nothing without cannot cant can't dont don't wont won't wouldn't didn't "
    "doesn't isn't नहीं न ना मत बिना refuse refused unable"
)
_IF = _words(
    "if unless until till only provided when after once except but however though although "
    "यदि अगर जब तक केवल बशर्ते लेकिन मगर परन्तु परंतु किन्तु किंतु"
)
_CONTRARY = _words("but however though although लेकिन मगर परन्तु परंतु किन्तु किंतु")
_IDLE = _words(
    "i we it this that the your my our do am is are have fully hereby with to as in on of for "
    "resolution closure solution proposal answer reply response complaint code otp is number "
    "rating rate rated stars star out please kindly want wish like would and also yes "
    "sir madam dear respected hello hi thanks thank you ok okay "
    "मैं मुझे हम हमें यह इस इसे आपका आपकी का की के को से समाधान उत्तर जवाब शिकायत कोड संख्या रेटिंग है हैं "
    "हूँ हूं करता करती करते कर लेता लेती लेते लेना चाहता चाहती हाँ हां जी कृपया और महोदय महोदया "
    "श्रीमान नमस्ते प्रिय धन्यवाद अपनी ली लें"
)
"""Words beside which an answer still stands alone."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f'’])*")
_SENTENCE = re.compile(r"(?<=[.!?।॥;])")
"""Only a full stop ends a sentence: a line may be the rest of the one above it."""

_CLAUSE = re.compile(r"[,:()\[\]/|\-*\n.!?।॥;]+")
_FAREWELL = re.compile(
    r"^\W*(?:(?:with|warm|best|kind)\s+)*(?:regards|yours(?: \w+)?|thanking you|सादर|भवदीय)"
    r"[^\S\n]*(?:,.*)?$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_NEAR = 3
"""Words before an answer in which a `not` turns it round."""


def answer_in(written: str) -> Answer:
    """Return the one answer that the plain text gives, else why there is none."""
    body = _FAREWELL.sub("", written.casefold().replace("’", "'"))
    alone = _alone(body)
    if alone is not None:
        return alone
    sentences = _SENTENCE.split(body)
    named = {action for each in sentences for action in _named(each)}
    if len(named) != 1:
        return Unclear.SEVERAL if named else Unclear.NONE
    (action,) = named
    saying = [each for each in sentences if _CLEAR[action] & set(_tokens(each))]
    if any(_doubtful(each, action) for each in saying):
        return Unclear.DOUBTFUL
    if action not in _CLOSING:
        return action if saying else Unclear.NONE
    if _CONTRARY & set(_tokens(body)):
        return Unclear.DOUBTFUL
    return action if any(_says_only(each, _CLEAR[action]) for each in saying) else Unclear.NONE


def other_words(written: str) -> str:
    """Return the plain text where it says more than an answer, else nothing."""
    answers = frozenset().union(*_CLEAR.values(), *_ALONE.values())
    return written if set(_tokens(written.casefold())) - _IDLE - answers else ""


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def _alone(body: str) -> Answer | None:
    """Return the answer of a reply that is nothing but a short word, None where it says more."""
    said = [each for each in _tokens(body) if each not in _IDLE or each in _ALONE[Action.ACCEPT]]
    meant = {action for action, words in _ALONE.items() if words & set(said)}
    if len(meant) != 1 or not set(said) <= frozenset().union(*_ALONE.values()):
        return None
    return meant.pop()


def _named(sentence: str) -> set[Action]:
    said = set(_tokens(sentence))
    named = {action for action, words in _CLEAR.items() if words & said}
    if _ALONE[Action.ACCEPT] & said:
        named.add(Action.ACCEPT)
    return named | {action for action, words in _ALONE.items() if _says_only(sentence, words)}


def _doubtful(sentence: str, action: Action) -> bool:
    if sentence.rstrip().endswith("?"):
        return action in _CLOSING
    if action in _CLOSING:
        return bool((_NOT | _IF) & set(_tokens(sentence)))
    return any(_turned_round(_tokens(part), action) for part in re.split("[,:]", sentence))


def _turned_round(words: list[str], action: Action) -> bool:
    places = [at for at, word in enumerate(words) if word in _CLEAR[action]]
    return any(_NOT & set(words[max(0, at - _NEAR) : at]) for at in places)


def _says_only(sentence: str, words: frozenset[str]) -> bool:
    """Tell whether a clause of the sentence is one of the words and nothing besides."""
    clauses = (set(_tokens(clause)) for clause in _CLAUSE.split(sentence))
    return any(said & words and said <= words | _IDLE for said in clauses)
