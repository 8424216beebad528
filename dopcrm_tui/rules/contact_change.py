"""Correcting how a customer is reached: what may be typed, and what the history keeps of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dopcrm_tui.rules.complaint import Act
from dopcrm_tui.rules.contact import Contact, parse_email, parse_mobile
from dopcrm_tui.rules.masking import mask_email, mask_mobile
from dopcrm_tui.rules.plain_code import plain_code
from dopcrm_tui.rules.refusals import InvalidInput

_PARSERS: dict[str, Callable[[str], str]] = {"mobile": parse_mobile, "email": parse_email}
_LABELS = {"mobile": "mobile", "email": "e-mail"}
_NOTHING = "Give the new mobile number, the new e-mail address, or both."
_SAME = "That is what stands already: give what is to stand in its place."
_PLAIN = "Leave number and address out of the reason: what the history keeps, it keeps for ever."


def wrong_fields(act: Act) -> dict[str, str]:
    """Return a sentence for every field of a correction that cannot be used."""
    typed = _typed(act)
    new, problems = _parsed(typed)
    if not typed:
        problems["mobile"] = _NOTHING
    elif not problems and act.stands and all(_stands(act, name, new[name]) for name in new):
        problems = dict.fromkeys(new, _SAME)
    if _gives_away(act, new):
        problems["reason"] = _PLAIN
    return problems


def corrected(act: Act) -> Contact:
    """Return how the customer is reached after a correction. Raises `InvalidInput`."""
    new, problems = _parsed(_typed(act))
    if problems:
        raise InvalidInput(problems)
    return replace(act.stands or Contact(""), **new)


def change_told(before: Contact, after: Contact) -> dict[str, object]:
    """Return what the history keeps of a correction: both values, masked."""
    told: dict[str, object] = {}
    if after.mobile != before.mobile:
        told |= {"from_mobile": mask_mobile(before.mobile), "to_mobile": mask_mobile(after.mobile)}
    if after.email != before.email:
        told["from_email"] = mask_email(before.email) if before.email else ""
        told["to_email"] = mask_email(after.email) if after.email else ""
    return told


def change_shown(data: Mapping[str, object]) -> Iterator[str]:
    """Yield a correction as people read it in a history, a line for each value."""
    for name, label in _LABELS.items():
        if new := data.get(f"to_{name}"):
            yield f"{label}: {data.get(f'from_{name}') or 'none'} → {new}"


def _typed(act: Act) -> dict[str, str]:
    found = {"mobile": act.mobile, "email": act.email}
    return {name: text for name, text in found.items() if text.strip()}


def _parsed(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the values that can be used, and a sentence for each that cannot."""
    new, problems = {}, {}
    for name, text in typed.items():
        try:
            new[name] = _PARSERS[name](text)
        except ValueError as problem:
            problems[name] = str(problem)
    return new, problems


def _stands(act: Act, name: str, value: str) -> bool:
    return bool(getattr(act.stands, name) == value)


def _gives_away(act: Act, new: Mapping[str, str]) -> bool:
    """Tell whether the reason holds in full what the history keeps masked."""
    stands = act.stands or Contact("")
    mobiles = {stands.mobile, new.get("mobile", "")} - {""}
    emails = {stands.email or "", new.get("email", "")} - {""}
    reason, digits = act.reason.casefold(), plain_code(act.reason)
    return any(each in digits for each in mobiles) or any(
        each.casefold() in reason for each in emails
    )
