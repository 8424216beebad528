"""What identifies and reaches people: PIN, mobile, e-mail, employee ID.

No sentence repeats what was typed: sentences go into logs, and these are personal data.
"""

import re
from dataclasses import dataclass

from dopcrm_tui.rules.plain_code import is_digits, plain_code


@dataclass(frozen=True, slots=True)
class Contact:
    """How a customer is reached."""

    mobile: str
    email: str | None = None


_MOBILE_PUNCTUATION = str.maketrans("", "", "().")
_PREFIX = re.compile(r"\+91|(?:0091|91|0)(?=\d{10}$)", re.ASCII)
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")


def parse_pin(text: str) -> str:
    """Give the six digits of a PIN; the first is 1-9.

    Raises ValueError with the sentence for the field.
    """
    pin = _only_digits(plain_code(text), "PIN")
    if len(pin) != 6:
        raise ValueError(f"A PIN has six digits; this one has {len(pin)}.")
    if pin.startswith("0"):
        raise ValueError("No PIN begins with 0.")
    return pin


def parse_mobile(text: str) -> str:
    """Give the ten digits of an Indian mobile number, without +91 or 0; the first is 6-9.

    Raises ValueError with the sentence for the field.
    """
    bare = plain_code(text).translate(_MOBILE_PUNCTUATION)
    national = bare[len(prefix[0]) :] if (prefix := _PREFIX.match(bare)) else bare
    if national.startswith("+"):
        raise ValueError("Only Indian mobile numbers (+91) can be used.")
    mobile = _only_digits(national, "mobile number")
    if len(mobile) != 10:
        raise ValueError(f"A mobile number has ten digits; this one has {len(mobile)}.")
    if mobile[0] not in "6789":
        raise ValueError(
            f"A mobile number begins with 6, 7, 8 or 9; this one begins with {mobile[0]}."
        )
    return mobile


def parse_email(text: str) -> str:
    """Give an e-mail address to which a notice can be sent, its domain in lower case.

    Raises ValueError with the sentence for the field.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at:
        raise ValueError("An e-mail address has an @, such as name@example.in.")
    if len(local) > 64 or len(domain) > 253:
        raise ValueError("The e-mail address is too long: at most 64 characters, @, and 253.")
    if not _LOCAL.fullmatch(local):
        raise ValueError(
            "The part of the e-mail address before the @ cannot be used; "
            "letters A-Z, digits and single dots can."
        )
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(
            "The part of the e-mail address after the @ is not a domain, such as example.in."
        )
    return f"{local}@{domain.lower()}"


def parse_employee_id(text: str) -> str:
    """Give the eight digits of an employee ID (handbook).

    Raises ValueError with the sentence for the field.
    """
    employee_id = _only_digits(plain_code(text), "employee ID")
    if len(employee_id) != 8:
        raise ValueError(f"An employee ID has eight digits; this one has {len(employee_id)}.")
    return employee_id


def _only_digits(code: str, what: str) -> str:
    if not code:
        raise ValueError(f"The {what} is missing.")
    if not is_digits(code):
        raise ValueError(f"The {what} is digits only.")
    return code
