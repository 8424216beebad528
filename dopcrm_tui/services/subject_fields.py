"""Checking a grievance's own fields, by their kind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from data.catalogues.taxonomy import Field
from dopcrm_tui.rules.article_number import check_article
from dopcrm_tui.rules.contact import parse_pin
from dopcrm_tui.rules.customer_text import clean_line
from dopcrm_tui.rules.dates import parse_date
from dopcrm_tui.rules.plain_code import is_digits, plain_code
from dopcrm_tui.services.known import Known

_MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)", re.ASCII)


@dataclass(slots=True)
class Findings:
    """What a check found: values fit to be kept, a sentence for each wrong field, and warnings."""

    values: dict[str, str]
    problems: dict[str, str]
    warnings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field, what was typed into it, and what checking it needs to know."""

    known: Known
    field: Field
    text: str
    today: date


def check_subject(
    known: Known, fields: tuple[Field, ...], typed: Mapping[str, str], today: date
) -> Findings:
    """Check what was typed against the fields of a grievance; names get the prefix `subject.`."""
    found = Findings({}, {}, {})
    asked = {field.name for field in fields}
    for name in typed.keys() - asked:
        found.problems[f"subject.{name}"] = f"{name} is not asked for this grievance."
    for field in fields:
        _check(known, field, typed.get(field.name, ""), today, found)
    _check_alternatives(fields, typed, found)
    return found


def _check_alternatives(
    fields: tuple[Field, ...], typed: Mapping[str, str], found: Findings
) -> None:
    """Ask for at least one field of every group that has to have one."""
    for group in dict.fromkeys(field.one_of for field in fields if field.one_of):
        members = [field for field in fields if field.one_of == group]
        if not any(typed.get(field.name, "").strip() for field in members):
            labels = " or ".join(field.label for field in members)
            found.problems[f"subject.{members[0].name}"] = f"{labels} is needed."


def _check(known: Known, field: Field, text: str, today: date, found: Findings) -> None:
    place = f"subject.{field.name}"
    if not text.strip():
        if field.required:
            found.problems[place] = f"{field.label} is needed for this grievance."
        return
    try:
        value = _CHECKS[field.kind](Asked(known, field, text, today))
    except ValueError as problem:
        found.problems[place] = _about(field, str(problem))
        return
    found.values[field.name] = value
    if field.kind == "article" and (warning := check_article(text).warning):
        found.warnings[place] = warning


def _about(field: Field, sentence: str) -> str:
    named = field.label.split()[0].lower() in sentence.lower()
    return sentence if named else f"{field.label}: {sentence}"


def _article(asked: Asked) -> str:
    return check_article(asked.text).number


def _date(asked: Asked) -> str:
    return parse_date(asked.text, asked.today).isoformat()


def _pin(asked: Asked) -> str:
    return known_pin(asked.known, asked.text)


def _text(asked: Asked) -> str:
    value = clean_line(asked.text, asked.field.label, asked.field.max_length or 200)
    if len(value) < asked.field.min_length:
        raise ValueError(f"{asked.field.label} has at least {asked.field.min_length} characters.")
    return value


def _digits(asked: Asked) -> str:
    value = plain_code(asked.text)
    least, most = asked.field.min_length, asked.field.max_length or 20
    if not is_digits(value) or not least <= len(value) <= most:
        span = f"{least}" if least == most else f"{least} to {most}"
        raise ValueError(f"{asked.field.label} is {span} digits.")
    return value


def _money(asked: Asked) -> str:
    value = asked.text.replace(",", "").removeprefix("₹").strip()
    if not _MONEY.fullmatch(value):
        raise ValueError(f"{asked.field.label} is an amount in rupees, such as 1250.50.")
    return value


def _choice(asked: Asked) -> str:
    for choice in asked.field.choices:
        if choice.casefold() == asked.text.strip().casefold():
            return choice
    raise ValueError(f"{asked.field.label} is one of: {', '.join(asked.field.choices)}.")


def _office(asked: Asked) -> str:
    code = asked.text.strip().upper()
    if code.isascii() and asked.known.has_office(code):
        return code
    if len(plain_code(code)) == 6:
        return known_pin(asked.known, code)
    raise ValueError(f"{asked.field.label}: there is no office with the code {code}.")


def _time(asked: Asked) -> str:
    match = _TIME.fullmatch(asked.text.strip())
    if match is None:
        raise ValueError(f"{asked.field.label} is a time of day, such as 14:30.")
    return f"{int(match[1]):02}:{match[2]}"


def known_pin(known: Known, text: str) -> str:
    """Return a PIN that has an office. Raises ValueError."""
    pin = parse_pin(text)
    if not known.has_pin(pin):
        raise ValueError(f"No post office has the PIN {pin}.")
    return pin


_CHECKS: dict[str, Callable[[Asked], str]] = {
    "article": _article,
    "date": _date,
    "pin": _pin,
    "text": _text,
    "country": _text,
    "digits": _digits,
    "money": _money,
    "choice": _choice,
    "office": _office,
    "time": _time,
}
