"""How the outside world is reached: tables of the settings file, over them the environment."""

from pathlib import Path

import pytest

from dopcrm_tui.outside_settings import Mail, Mailbox, Outside, Sms, read_outside
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.settings import read_settings

MAIL = {"host": "smtp.post.example", "sender": "care@post.example"}
SMS = {"url": "https://sms.example.in/send", "sender": "INPOST", "entity_id": "1101"}


def read(given, environ=None):
    return read_outside(given, environ or {}, "DOPCRM_")


def wrong(given, environ=None):
    with pytest.raises(InvalidInput) as refused:
        read(given, environ)
    return refused.value.fields


def test_nothing_set_is_nothing_reached():
    assert read({}) == Outside()


def test_a_table_of_the_file_sets_it_and_the_environment_goes_before():
    found = read({"mail": MAIL}, {"DOPCRM_MAIL_PORT": "2525", "DOPCRM_MAIL_SECURITY": "none"})
    assert found.mail == Mail("smtp.post.example", "care@post.example", 2525, "none")


def test_every_way_can_be_set_by_the_environment_alone():
    environ = {
        "DOPCRM_SMS_URL": "https://sms.example.in/send",
        "DOPCRM_SMS_SENDER": "INPOST",
        "DOPCRM_SMS_ENTITY_ID": "1101",
        "DOPCRM_MAILBOX_HOST": "imap.post.example",
        "DOPCRM_MAILBOX_USER": "care",
        "DOPCRM_MAILBOX_PASSWORD": "s3cret",
    }
    found = read({}, environ)
    assert found.sms == Sms("https://sms.example.in/send", "INPOST", "1101")
    assert found.mailbox == Mailbox("imap.post.example", "care", "s3cret")
    assert "s3cret" not in repr(found)


def test_a_secret_stands_in_a_file_that_only_its_owner_reads(tmp_path: Path):
    file = tmp_path / "password"
    file.write_text("s3cret\nof the gateway\n", encoding="utf-8")
    file.chmod(0o600)
    assert read({"mail": {**MAIL, "password_file": str(file)}}).mail.password == "s3cret"
    file.chmod(0o644)
    assert (
        "chmod 600" in wrong({"mail": {**MAIL, "password_file": str(file)}})["mail.password_file"]
    )


def test_a_secret_is_the_first_line_of_its_file(tmp_path: Path):
    file = tmp_path / "password"
    file.write_text("s3cret \nuntil March: 0ld\n", encoding="utf-8")
    file.chmod(0o600)
    assert read({"mail": {**MAIL, "password_file": str(file)}}).mail.password == "s3cret"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"mail": "smtp"}, "mail", "must be a table"),
        ({"mail": {"host": "smtp.example.in"}}, "mail.sender", "is needed"),
        ({"mail": {**MAIL, "port": "many"}}, "mail.port", "a number from 1 to 65535"),
        ({"mail": {**MAIL, "port": 0}}, "mail.port", "a number from 1 to 65535"),
        ({"mail": {**MAIL, "security": "ssl"}}, "mail.security", "one of tls, starttls, none"),
        ({"mail": {**MAIL, "colour": "red"}}, "mail.colour", "There is no setting"),
        ({"mail": {**MAIL, "sender": "complaints"}}, "mail.sender", "plain address"),
        ({"mail": {**MAIL, "password_file": "/nowhere"}}, "mail.password_file", "cannot be read"),
        ({"sms": {**SMS, "fields": 7}}, "sms.fields", "must be a table"),
        ({"sms": {**SMS, "fields": {"tO": "x"}}}, "sms.fields.tO", "fields are to, sender"),
        ({"sms": {**SMS, "fields": {"to": " "}}}, "sms.fields.to", "what the gateway calls"),
        ({"sms": {**SMS, "fields": {"to": 7}}}, "sms.fields.to", "what the gateway calls"),
        ({"sms": {**SMS, "fields": "to"}}, "sms.fields.to", "what the gateway calls"),
        ({"sms": {**SMS, "fields": {"to": "m", "body": "m"}}}, "sms.fields", "to and body alike"),
        ({"sms": {**SMS, "fields": {"to": "body"}}}, "sms.fields", "to and body alike: body."),
    ],
)
def test_what_is_wrong_is_named(given, field, sentence):
    assert sentence in wrong(given)[field]


def test_the_tables_may_stand_in_the_settings_file(tmp_path: Path):
    file = tmp_path / "config.toml"
    file.write_text('[mail]\nhost = "smtp.post.example"\nsender = "care@post.example"\n')
    settings = read_settings({"DOPCRM_CONFIG": str(file)})
    assert read(settings.outside).mail == Mail(**MAIL)
    assert "smtp" not in repr(settings)


def test_a_gateway_has_its_own_names_of_the_fields(tmp_path: Path):
    file = tmp_path / "config.toml"
    table = "\n".join(f'{key} = "{value}"' for key, value in SMS.items())
    file.write_text(f'[sms]\n{table}\n[sms.fields]\nto = "mobile"\nbody = "text"\n')
    settings = read_settings({"DOPCRM_CONFIG": str(file)})
    assert read(settings.outside).sms.fields == {"to": "mobile", "body": "text"}
    environ = {"DOPCRM_SMS_FIELDS": "to=mobile, body=message"}
    assert read({"sms": SMS}, environ).sms.fields == {"to": "mobile", "body": "message"}


def test_two_fields_may_change_their_names_with_each_other():
    swapped = {"to": "sender", "sender": "to"}
    assert read({"sms": {**SMS, "fields": swapped}}).sms.fields == swapped
