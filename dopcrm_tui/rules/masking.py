"""Personal data as lists, reports and logs show it (design, section 4)."""

from collections.abc import Callable, Mapping

_KEPT = " -/."


def mask_mobile(mobile: str) -> str:
    """Leave two digits at either end: `98xxxxxx10`."""
    if len(mobile) < 8:
        return "x" * len(mobile)
    return f"{mobile[:2]}{'x' * (len(mobile) - 4)}{mobile[-2:]}"


def mask_account(number: str) -> str:
    """Leave the last four characters, and never more than a third: `xxxxxxxx1234`."""
    visible = min(4, len(number) // 3)
    hidden = len(number) - visible
    return "".join(sign if sign in _KEPT else "x" for sign in number[:hidden]) + number[hidden:]


def mask_policy(number: str) -> str:
    """Leave the last four characters of a policy, and never more than a third."""
    return mask_account(number)


def mask_email(address: str) -> str:
    """Leave the first letter and the domain: `rxxx@example.in`."""
    local, at, domain = address.rpartition("@")
    if not at:
        return "x" * len(address)
    return f"{local[:1] if len(local) > 1 else ''}xxx@{domain}"


def mask_whole(text: str) -> str:
    """Leave nothing but the length."""
    return "x" * len(text)


_MASKS: dict[str, Callable[[str], str]] = {
    "mobile": mask_mobile,
    "email": mask_email,
    "account_number": mask_account,
    "cif": mask_account,
    "certificate_number": mask_account,
    "policy_number": mask_policy,
    "ppo_number": mask_account,
    "card_digits": mask_whole,
}


def mask_fields(values: Mapping[str, str]) -> dict[str, str]:
    """Mask the personal numbers among a complaint's fields.

    A field is known by its name or the end of it: `mobile` and `sender_mobile` alike.
    """
    return {name: _mask(name, value) for name, value in values.items()}


def is_personal(name: str) -> bool:
    """Tell whether a field of that name is masked where people need not see it."""
    return _mask_of(name) is not None


def _mask(name: str, value: str) -> str:
    mask = _mask_of(name)
    return mask(value) if mask else value


def _mask_of(name: str) -> Callable[[str], str] | None:
    fits = (mask for end, mask in _MASKS.items() if name == end or name.endswith(f"_{end}"))
    return next(fits, None)
