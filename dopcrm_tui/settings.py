"""What a machine or a user sets: DOPCRM_* in the environment over a TOML file; read once.

The login screen waits for this module, so it imports nothing heavy.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path

from dopcrm_tui.rules.refusals import InvalidInput

PREFIX = "DOPCRM_"
PROGRAM = "dopcrm"


def _default_store() -> str:
    return f"sqlite:///{user_data_path(PROGRAM) / 'dopcrm.db'}"


def _default_state() -> Path:
    return user_state_path(PROGRAM)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is set outside the store."""

    store: str = field(default_factory=_default_store, repr=False)
    """The URL of the store; it may hold a password, so it is never printed."""
    state_dir: Path = field(default_factory=_default_state)
    """Where the session token, drafts and the log are kept."""
    templates: Path | None = None
    """The folder with the department's own words of notices."""
    place: str = ""
    """Where whoever uses it sits: tries at logging in are counted by it."""
    employee_id: str = ""
    """The one person who may log in here, where it is a line of their own; else anybody."""
    attach_from: Path | None = None
    """The folder below which files lie that can be attached; anywhere where it is not set."""
    outside: Mapping[str, object] = field(default_factory=dict, repr=False)
    """The tables of how the outside world is reached; `gateways.opening` reads them."""

    @property
    def outbox_dir(self) -> Path:
        """Where notices lie that have no other way out."""
        return self.state_dir / "outbox"

    @property
    def token_file(self) -> Path:
        """Where the command line keeps the token of its session."""
        return self.state_dir / "token"

    @property
    def head_key(self) -> Path:
        """The key that heads of the record are signed with."""
        return self.state_dir / "head.key"

    @property
    def drafts_dir(self) -> Path:
        """Where what is being typed is kept until it is sent."""
        return self.state_dir / "drafts"

    @property
    def spool_dir(self) -> Path:
        """Where complaints wait that are taken while the store is away."""
        return self.state_dir / "spool"

    @property
    def log_dir(self) -> Path:
        """Where incidents are written down."""
        return self.state_dir / "log"


def config_file(environ: Mapping[str, str]) -> Path:
    """Return the TOML file that is read: DOPCRM_CONFIG, or the one in the user's directory."""
    named = environ.get(f"{PREFIX}CONFIG")
    return Path(named) if named else user_config_path(PROGRAM) / "config.toml"


def read_settings(environ: Mapping[str, str], *, store: str | None = None) -> Settings:
    """Return the settings: `store` of the command line first, the environment, then the file.

    Raises InvalidInput with a sentence for every wrong setting.
    """
    given = _file_settings(config_file(environ))
    outside = {name: given.pop(name) for name in OUTSIDE & given.keys()}
    for name in NAMES:
        if value := environ.get(f"{PREFIX}{name.upper()}"):
            given[name] = value
    if store:
        given["store"] = store
    if wrong := {name: _wrong(name, value) for name, value in given.items() if _wrong(name, value)}:
        raise InvalidInput(wrong)
    words = {name: str(value) for name, value in given.items()}
    return Settings(
        store=words.get("store") or _default_store(),
        state_dir=Path(words["state_dir"]) if "state_dir" in words else _default_state(),
        templates=Path(words["templates"]) if "templates" in words else None,
        place=place_of(environ),
        employee_id=words.get("employee_id", ""),
        attach_from=Path(words["attach_from"]) if "attach_from" in words else None,
        outside=outside,
    )


def place_of(environ: Mapping[str, str]) -> str:
    """Return the address somebody comes from by SSH, else the machine and its user."""
    address, *_ = environ.get("SSH_CONNECTION", "").split() or [""]
    return f"ssh {address}" if address else f"user {os.getuid()} at {os.uname().nodename}"


def _file_settings(path: Path) -> dict[str, object]:
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise InvalidInput({"config": f"{path} cannot be read: {problem.strerror}."}) from None
    import tomllib  # most machines have no file

    try:
        return tomllib.loads(written.decode())
    except ValueError as problem:  # of TOML or of UTF-8
        raise InvalidInput({"config": f"{path} cannot be read as TOML: {problem}."}) from None


def _wrong(name: str, value: object) -> str:
    """Return what is wrong with a setting, nothing where it can be used."""
    if name not in NAMES:
        return f"There is no setting {name}."
    if not isinstance(value, str) or not value:
        return f"The setting {name} must be text that is not empty."
    if name == "employee_id" and not (value.isascii() and value.isdecimal() and len(value) == 8):
        return "The setting employee_id must be eight digits."
    return ""


OUTSIDE = frozenset({"mail", "sms", "mailbox"})
NAMES = frozenset(each.name for each in fields(Settings)) - {"outside", "place"}
