"""What a machine or a user sets: DOPCRM_* in the environment over a TOML file; read once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_state_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dopcrm_tui.rules.refusals import InvalidInput

PREFIX = "DOPCRM_"
PROGRAM = "dopcrm"


def _default_store() -> str:
    return f"sqlite:///{user_data_path(PROGRAM) / 'dopcrm.db'}"


def _default_state() -> Path:
    return user_state_path(PROGRAM)


class Settings(BaseModel):
    """All that is set outside the store."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    store: str = Field(default_factory=_default_store, min_length=1, repr=False)
    """The URL of the store; it may hold a password, so it is never printed."""
    state_dir: Path = Field(default_factory=_default_state)
    """Where the session token, drafts and the log are kept."""

    @property
    def token_file(self) -> Path:
        """Where the command line keeps the token of its session."""
        return self.state_dir / "token"

    @property
    def drafts_dir(self) -> Path:
        """Where what is being typed is kept until it is sent."""
        return self.state_dir / "drafts"

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
    for name in Settings.model_fields:
        if value := environ.get(f"{PREFIX}{name.upper()}"):
            given[name] = value
    if store:
        given["store"] = store
    try:
        return Settings.model_validate(given)
    except ValidationError as wrong:
        raise InvalidInput(
            {
                _name(error["loc"]): _sentence(error["type"], error["loc"])
                for error in wrong.errors()
            }
        ) from None


def _file_settings(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InvalidInput({"config": f"{path} cannot be read as TOML: {problem}."}) from None
    except OSError as problem:
        raise InvalidInput({"config": f"{path} cannot be read: {problem.strerror}."}) from None


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0])


def _sentence(kind: str, location: tuple[int | str, ...]) -> str:
    if kind == "extra_forbidden":
        return f"There is no setting {_name(location)}."
    return f"The setting {_name(location)} must be text that is not empty."
