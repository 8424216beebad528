"""How the outside world is reached: mail, SMS and mailbox, each a table of the settings file.

[mail] host = "smtp.example.in" is the same as DOPCRM_MAIL_HOST, and [sms.fields] to = "mobile" the
same as DOPCRM_SMS_FIELDS=to=mobile, where more follow behind commas. A secret is named by the file
it stands in (password_file, token_file) or comes from the environment; it is never printed.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from dopcrm_tui.rules.refusals import InvalidInput

SECURITIES = ("tls", "starttls", "none")
SECRETS = frozenset({"password", "token"})
SMS_FIELDS = (
    "to",
    "sender",
    "entity_id",
    "template_id",
    "body",
    "encoding",
    "reference",
    "variables",
)
"""What is posted to a gateway of SMS, by our own names."""

_PORTS = range(1, 65_536)
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """How e-mail leaves; `office_address` is where an office is written to, by its {code}."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    office_address: str = ""


@dataclass(frozen=True, slots=True)
class Sms:
    """The gateway for SMS, under India's DLT rules; `inbound_url` is where replies are pulled.

    `fields` are the gateway's names for ours of SMS_FIELDS; what it leaves out keeps our name.
    """

    url: str
    sender: str
    entity_id: str
    token: str = field(default="", repr=False)
    inbound_url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The mailbox in which replies arrive."""

    host: str
    user: str
    password: str = field(default="", repr=False)
    port: int = 993
    security: str = "tls"
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Outside:
    """All ways out and in; None where one is not set."""

    mail: Mail | None = None
    sms: Sms | None = None
    mailbox: Mailbox | None = None


TABLES: dict[str, type[Mail] | type[Sms] | type[Mailbox]] = {
    "mail": Mail,
    "sms": Sms,
    "mailbox": Mailbox,
}


def read_outside(given: Mapping[str, object], environ: Mapping[str, str], prefix: str) -> Outside:
    """Return the tables of the file `given`, over them the environment.

    Raises InvalidInput with a sentence for every wrong setting.
    """
    problems: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, kind in TABLES.items():
        table = given.get(name, {})
        if not isinstance(table, Mapping):
            problems[name] = f"The setting {name} must be a table: [{name}]."
            continue
        words = {**table, **_named(name, kind, environ, prefix)}
        if words:
            found[name] = _built(name, kind, words, problems)
    if problems:
        raise InvalidInput(problems)
    return Outside(**found)


def _named(name: str, kind: type, environ: Mapping[str, str], prefix: str) -> dict[str, str]:
    known = [*_names(kind), *(f"{secret}_file" for secret in SECRETS & _names(kind))]
    values = {key: environ.get(f"{prefix}{name}_{key}".upper()) for key in known}
    return {key: value for key, value in values.items() if value}


def _names(kind: type) -> set[str]:
    return {each.name for each in fields(kind)}


def _built(name: str, kind: type, words: dict[str, object], problems: dict[str, str]) -> object:
    for key in list(words):
        if key.removesuffix("_file") in SECRETS and key.endswith("_file"):
            _read_secret(name, key, words, problems)
        elif key not in _names(kind):
            problems[f"{name}.{key}"] = f"There is no setting {name}.{key}."
    values = {each.name: _value(name, each, words, problems) for each in fields(kind)}
    return None if problems else kind(**values)


def _read_secret(name: str, key: str, words: dict[str, object], problems: dict[str, str]) -> None:
    """Put the first line of a file that only its owner reads in place of its name."""
    file = Path(str(words.pop(key)))
    try:
        if file.stat().st_mode & 0o077:
            problems[f"{name}.{key}"] = f"{file} can be read by others: chmod 600 it."
            return
        first = file.read_text(encoding="utf-8").partition("\n")[0].strip()
        words.setdefault(key.removesuffix("_file"), first)
    except (OSError, UnicodeDecodeError):
        problems[f"{name}.{key}"] = f"{file} cannot be read."


def _value(
    name: str, of: "Field[Any]", words: Mapping[str, object], problems: dict[str, str]
) -> object:
    if of.name == "fields":
        return _renamed(words.get("fields", {}), problems)
    given = words.get(of.name, "" if of.default is MISSING else of.default)
    place = f"{name}.{of.name}"
    if of.default is MISSING and not str(given).strip():
        problems[place] = f"The setting {place} is needed."
    elif place == "mail.sender" and not _ADDRESS.fullmatch(str(given)):
        problems[place] = f"The setting {place} is a plain address, such as desk@example.in."
    elif of.name == "port":
        return _port(place, given, problems)
    elif of.name == "security" and given not in SECURITIES:
        problems[place] = f"The setting {place} is one of {', '.join(SECURITIES)}."
    return str(given)


def _port(place: str, given: object, problems: dict[str, str]) -> int:
    if str(given).isdecimal() and int(str(given)) in _PORTS:
        return int(str(given))
    problems[place] = f"The setting {place} is a number from 1 to {_PORTS[-1]}."
    return 0


def _renamed(given: object, problems: dict[str, str]) -> dict[str, str]:
    """Return the gateway's names of our fields; every field has one, and each its own."""
    table = _pairs(given) if isinstance(given, str) else given
    if not isinstance(table, Mapping):
        problems["sms.fields"] = "The setting sms.fields must be a table: [sms.fields]."
        return {}
    for ours, theirs in table.items():
        place = f"sms.fields.{ours}"
        if ours not in SMS_FIELDS:
            problems[place] = f"There is no setting {place}; fields are {', '.join(SMS_FIELDS)}."
        elif not isinstance(theirs, str) or not theirs.isprintable() or not theirs.strip():
            problems[place] = f"The setting {place} must be what the gateway calls the field."
    called = [str(table.get(ours, ours)) for ours in SMS_FIELDS]
    for name in sorted({name for name in called if called.count(name) > 1}):
        both = " and ".join(ours for ours in SMS_FIELDS if table.get(ours, ours) == name)
        problems.setdefault("sms.fields", f"The setting sms.fields calls {both} alike: {name}.")
    return {str(ours): str(theirs) for ours, theirs in table.items()}


def _pairs(written: str) -> dict[str, str]:
    """Return what an environment says of a table: name=value, with commas between."""
    pairs = (each.partition("=") for each in written.split(","))
    return {name.strip(): value.strip() for name, _, value in pairs}
