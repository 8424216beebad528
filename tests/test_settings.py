"""Where the store and the state are: command line, environment, file, in that order."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.settings import read_settings


@pytest.fixture
def environ(tmp_path):
    return {"DOPCRM_CONFIG": str(tmp_path / "config.toml")}


def configure(environ, text):
    Path(environ["DOPCRM_CONFIG"]).write_text(text, encoding="utf-8")


def test_without_any_setting_the_store_is_a_file_of_the_user(environ):
    settings = read_settings(environ)
    assert settings.store.startswith("sqlite:///")
    assert settings.store.endswith("dopcrm.db")
    assert settings.state_dir.name == "dopcrm"


def test_the_command_line_goes_before_the_environment_before_the_file(environ):
    configure(environ, 'store = "sqlite:////srv/file.db"\nstate_dir = "/srv/state"\n')
    assert read_settings(environ).store == "sqlite:////srv/file.db"
    environ["DOPCRM_STORE"] = "sqlite:////srv/environment.db"
    assert read_settings(environ).store == "sqlite:////srv/environment.db"
    assert read_settings(environ, store="sqlite:///line.db").store == "sqlite:///line.db"
    assert read_settings(environ).state_dir == Path("/srv/state")


def test_token_drafts_and_log_lie_in_the_state_directory(environ):
    environ["DOPCRM_STATE_DIR"] = "/srv/state"
    settings = read_settings(environ)
    kept = {settings.token_file.parent, settings.drafts_dir.parent, settings.log_dir.parent}
    assert kept == {Path("/srv/state")}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("stor = 'sqlite:///a.db'", "stor"),
        ("store = 5", "store"),
        ("store = ''", "store"),
        ("store = ", "config"),
        ("state_dir = true", "state_dir"),
        ("employee_id = '1000000'", "employee_id"),
    ],
)
def test_a_wrong_setting_is_named(environ, text, field):
    configure(environ, text)
    with pytest.raises(InvalidInput) as refused:
        read_settings(environ)
    assert set(refused.value.fields) == {field}


def test_a_file_that_cannot_be_read_is_named(environ, tmp_path):
    environ["DOPCRM_CONFIG"] = str(tmp_path)
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_settings(environ)


def test_settings_do_not_change_and_do_not_show_the_password_of_the_store(environ):
    settings = read_settings(environ, store="postgresql://clerk:secret@host/complaints")
    assert "secret" not in repr(settings)
    with pytest.raises(FrozenInstanceError):
        settings.store = "sqlite:///other.db"


def test_the_place_is_the_address_of_who_comes_by_ssh_else_the_machine(environ):
    assert read_settings(environ).place.startswith("user ")
    environ["SSH_CONNECTION"] = "10.1.2.3 50022 10.0.0.1 22"
    assert read_settings(environ).place == "ssh 10.1.2.3"
    environ["DOPCRM_PLACE"] = "elsewhere"
    assert read_settings(environ).place == "ssh 10.1.2.3"


def test_a_line_may_belong_to_one_person_who_attaches_from_one_folder(environ):
    configure(environ, 'attach_from = "/srv/scans"\n')
    environ["DOPCRM_EMPLOYEE_ID"] = "10000002"
    settings = read_settings(environ)
    assert (settings.employee_id, settings.attach_from) == ("10000002", Path("/srv/scans"))
