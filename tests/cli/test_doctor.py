"""The doctor looks outside: what is set, whether servers let us in; it sends and tells nothing."""

import socket
import time
from contextlib import contextmanager

import pytest
from command_line import Shell
from imap_server import PASSWORD as BOX_PASSWORD
from imap_server import USER as BOX_USER
from imap_server import open_mailbox
from mail_server import Certified, Post, encrypted, serving
from sms_gateway import Gateway, answering

SECRET = "stamp-and-seal"
SMS = {"SMS_SENDER": "INPOST", "SMS_ENTITY_ID": "1101", "SMS_TOKEN": SECRET}
MAIL = {"MAIL_HOST": "127.0.0.1", "MAIL_SENDER": "care@post.example", "MAIL_SECURITY": "none"}
BOX = {"MAILBOX_HOST": "127.0.0.1", "MAILBOX_USER": BOX_USER, "MAILBOX_SECURITY": "none"}


@pytest.fixture
def examined(stranger: Shell):
    """Give what the doctor finds under these settings, by what was looked at."""

    def examine(**named):
        more = {f"DOPCRM_{name}": str(value) for name, value in named.items()}
        shell = Shell(stranger.store, stranger.home, more)
        said, shown = shell.run("doctor", "--json"), shell.run("doctor")
        for each in (said, shown):
            assert each.code == 0, each
            assert SECRET.encode() not in each.out + each.err
        assert all(check["name"] in shown.text for check in said.document["checks"])
        return {check["name"]: check for check in said.document["checks"]}

    return examine


def test_what_is_not_set_is_no_error_and_says_where_notices_go(examined, stranger):
    found = examined()
    for way in ("mail", "sms"):
        assert found[way]["finding"].startswith("not set: notices are laid into the folder")
        assert str(stranger.home) in found[way]["finding"]
    assert not any(found[name]["remedy"] for name in ("mail", "sms", "mailbox", "wording"))


def test_servers_that_let_us_in_are_well_and_get_nothing(examined):
    post, gateway = Post(), Gateway()
    with serving(post) as port, answering(gateway) as url, open_mailbox() as box:
        found = examined(
            **{**MAIL, "MAIL_PORT": port},
            **{**SMS, "SMS_URL": url, "SMS_INBOUND_URL": url},
            **{**BOX, "MAILBOX_PORT": box, "MAILBOX_PASSWORD": BOX_PASSWORD},
        )
    names = ("mail", "sms", "sms replies", "mailbox")
    assert not any(found[name]["remedy"] for name in names), found
    assert found["mail"]["finding"] == f"127.0.0.1:{port} answers; no login is set"
    assert "INBOX can be read" in found["mailbox"]["finding"]
    assert post.letters == gateway.posted == []


def test_servers_that_do_not_let_us_in_are_named_with_what_to_mend(examined):
    gateway = Gateway()
    gateway.plan = [(401, {}, b"")] * 2
    certified = Certified()
    with (
        serving(Post(), certified) as port,
        answering(gateway) as url,
        open_mailbox() as box,
    ):
        found = examined(
            **{**MAIL, "MAIL_PORT": port, "MAIL_SECURITY": "starttls", "MAIL_PASSWORD": SECRET},
            **{**SMS, "SMS_URL": "https://127.0.0.1:1/sms?key=" + SECRET, "SMS_INBOUND_URL": url},
            **{**BOX, "MAILBOX_PORT": box, "MAILBOX_PASSWORD": SECRET},
        )
    assert found["mail"]["finding"] == "The mail server's certificate is not known."
    assert "nobody answers at its port" in found["sms"]["finding"]
    assert found["sms replies"]["finding"] == "The SMS gateway said 401 and gives no replies."
    assert found["mailbox"]["finding"] == "The mailbox refused the user or the password."
    for name in ("mail", "sms", "mailbox"):
        assert f"[{name}]" in found[name]["remedy"]


def test_a_token_that_the_gateway_does_not_take_is_told(examined):
    gateway = Gateway()
    gateway.token = "another"
    with answering(gateway) as url:
        found = examined(**SMS, SMS_URL=url)
    assert "does not take our sms.token" in found["sms"]["finding"]


def test_a_gateway_whose_certificate_is_not_known_is_told(examined):
    with encrypted(Certified()) as port:
        found = examined(**SMS, SMS_URL=f"https://127.0.0.1:{port}/")
    assert "certificate is not known" in found["sms"]["finding"]


def test_every_wrong_setting_is_named_with_where_to_correct_it(examined):
    found = examined(
        MAIL_HOST="smtp.example.in",
        MAIL_PORT="many",
        MAIL_PASSWORD=SECRET,
        SMS_URL="https://sms.example.in",
        SMS_FIELDS="to=m,body=m",
        MAILBOX_SECURITY="ssl",
    )
    wrong = {
        *("mail.port", "mail.sender", "sms.sender", "sms.entity_id", "sms.fields"),
        *("mailbox.host", "mailbox.user", "mailbox.security"),
    }
    assert wrong == {name for name in found if "." in name}
    assert "DOPCRM_MAIL_PORT" in found["mail.port"]["remedy"]
    assert found["mail.port"]["finding"] == "The setting mail.port is a number from 1 to 65535."


@contextmanager
def silent():
    """Let people in, and say nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_servers_that_say_nothing_keep_nobody_waiting(examined):
    with silent() as port:
        begun = time.monotonic()
        found = examined(
            **{**MAIL, "MAIL_PORT": port},
            **{**SMS, "SMS_URL": f"http://127.0.0.1:{port}/"},
            **{**BOX, "MAILBOX_PORT": port, "MAILBOX_PASSWORD": SECRET},
        )
    assert time.monotonic() - begun < 2 * 12, "twice, and all three at once"
    for name in ("mail", "sms", "mailbox"):
        assert "does not answer" in found[name]["finding"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[registered]\nsms = 'Nothing.'\n", "must speak of {number}"),
        ("[unheard_of]\nsms = 'x'\n", "there is no such notice"),
        ("[registered\n", "cannot be read"),
        (None, "names no folder"),
    ],
)
def test_words_of_the_department_that_cannot_be_used_are_told(
    examined, tmp_path, written, sentence
):
    folder = tmp_path / "words"
    if written is not None:
        folder.mkdir()
        (folder / "en.toml").write_text(written, encoding="utf-8")
    found = examined(TEMPLATES=folder)["wording"]
    assert sentence in found["finding"]
    assert str(folder) in found["remedy"]


def test_words_of_the_department_that_are_right_are_well(examined, tmp_path):
    words = "[registered]\nsubject = 'Complaint {number} is with us'\n"
    (tmp_path / "en.toml").write_text(words, encoding="utf-8")
    assert not examined(TEMPLATES=tmp_path)["wording"]["remedy"]
