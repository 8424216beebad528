"""What the writer of a reply wrote themselves: without what is quoted, and without a signature.

Where it is not certain who wrote a line, it is taken as quoted: our own notice names every answer.
"""

import re

_WROTE = re.compile(r"(?:\bwrote|\bwrites|लिखा(?: है| था)?)\s*:\s*$", re.IGNORECASE)
_BEGINS_TO_TELL = re.compile(r"^\W*(?:On\b|.*\d.*\d|.*@)", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^\W*(?:original message|forwarded message|begin forwarded message|reply message"
    r"|मूल संदेश|अग्रेषित संदेश)\b\W*$|^\s*_{10,}\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(From|Sent|Date|To|Cc|Subject|Reply-To|प्रेषक|भेजा गया|भेजने की तिथि|दिनांक|प्रति|विषय)\W*:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--\s*$|^\W*(?:sent|get outlook) (?:from|for) \w", re.IGNORECASE)
_LONGEST_LINE = 1_000
_FOLDED = 3
"""Lines over which `On … wrote:` may be folded."""


def written_part(text: str) -> str:
    """Return the lines that whoever replied wrote above, between or below what they quote."""
    lines = [line[:_LONGEST_LINE] for line in text.splitlines()]
    kept: list[str] = []
    at = 0
    while at < len(lines) and not _ends_here(lines, at):
        told = _tells_who_wrote(lines, at)
        if told and not _is_quoted(_next_words(lines, at + told)):
            break
        if told:
            at += told
        elif _is_quoted(lines[at]):
            at = _behind_quote(lines, at)
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept).strip()


def _ends_here(lines: list[str], at: int) -> bool:
    """Tell whether nothing from here on is the writer's: a signature, or a letter copied below."""
    line = lines[at]
    return bool(_SIGNATURE.match(line) or _SEPARATOR.match(line) or _is_head(lines, at))


def _is_head(lines: list[str], at: int) -> bool:
    """Tell whether the head of a copied letter begins here: two of its labels close together."""
    first = _LABEL.match(lines[at])
    if first is None:
        return False
    labels = (_LABEL.match(line) for line in lines[at + 1 : at + 4])
    return any(label is not None and label[1] != first[1] for label in labels)


def _tells_who_wrote(lines: list[str], at: int) -> int:
    """Return how many lines from here are `On … somebody wrote:`, 0 where they are not."""
    for count in range(1, _FOLDED + 1):
        told = lines[at : at + count]
        if len(told) < count or not told[-1].strip():
            return 0
        if _WROTE.search(told[-1]) and (count == 1 or _BEGINS_TO_TELL.match(told[0])):
            return count
    return 0


def _next_words(lines: list[str], at: int) -> str:
    return next((line for line in lines[at:] if line.strip()), "")


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|", "»"))


def _behind_quote(lines: list[str], at: int) -> int:
    """Return where a quotation ends: a line right below it can be the rest of one broken in two."""
    while at < len(lines) and lines[at].strip():
        at += 1
    return at
