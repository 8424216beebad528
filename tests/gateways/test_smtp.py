"""E-mail against a real server: taken, refused, delayed, dropped; encrypted and authenticated."""

import email
from email import policy

import pytest
from mail_server import PASSWORD, USER, Certified, Post, free_port, serving

from dopcrm_tui.gateways.channel import Fate, Outgoing, WayShut
from dopcrm_tui.gateways.smtp import SmtpChannel

HINDI = "प्रिय रवि, आपकी शिकायत बंद करने का प्रस्ताव है। कोड: 123456"
NOTICE = Outgoing(
    reference="dopcrm-77",
    to="ravi@example.in",
    text=HINDI,
    subject="Complaint 2612-000001-3",
    number="26120000013",
)


@pytest.fixture(scope="module")
def certified():
    return Certified()


@pytest.fixture
def post():
    return Post()


def channel(port, security="none", **options):
    return SmtpChannel("127.0.0.1", port, security, "care@post.example", timeout=2.0, **options)


def sent(channel, *notices):
    return [(each.fate, each.detail) for each in channel.send(notices or [NOTICE])]


def fates(channel, *notices):
    return [fate for fate, _ in sent(channel, *notices)]


def test_a_notice_arrives_whole_and_says_how_to_answer_it(post):
    with serving(post) as port:
        assert fates(channel(port)) == [Fate.ACCEPTED]
    letter = email.message_from_bytes(post.letters[0], policy=policy.default)
    assert letter.get_content().strip() == HINDI
    assert letter["Message-ID"] == "<dopcrm-77@post.example>"
    assert letter["Reply-To"] == "care+26120000013@post.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["To"] == "ravi@example.in"


def test_many_go_over_one_connection(post):
    with serving(post) as port:
        assert fates(channel(port), *[NOTICE] * 5) == [Fate.ACCEPTED] * 5
    assert len(post.letters) == 5


def test_it_is_encrypted_and_authenticated(post, certified):
    with serving(post, certified, auth=True) as port:
        open_line = channel(
            port,
            "starttls",
            user=USER.decode(),
            password=PASSWORD.decode(),
            context=certified.known,
        )
        assert fates(open_line) == [Fate.ACCEPTED]


@pytest.mark.parametrize(
    ("rcpt", "data", "fate"),
    [
        (["451 4.7.1 try later"], [], Fate.LATER),
        (["550 5.1.1 no such user"], [], Fate.NEVER),
        ([], ["452 4.2.2 full"], Fate.LATER),
        ([], ["554 5.6.0 not wanted"], Fate.NEVER),
        (["554 5.7.1 relay access denied"], [], Fate.FAULT),
        (["530 5.7.0 authentication required"], [], Fate.SHUT),
        ([], ["421 4.3.2 going down"], Fate.FAULT),
    ],
)
def test_what_the_server_refuses_is_this_letter_or_all_of_ours(post, rcpt, data, fate):
    post.rcpt, post.data = rcpt, data
    with serving(post) as port:
        told = sent(channel(port), NOTICE, NOTICE)
    assert [each for each, _ in told] == [fate, Fate.ACCEPTED]
    assert "ravi" not in repr(told)


def test_a_connection_dropped_after_the_letter_was_taken_sends_the_same_letter_again(post):
    post.data = ["drop"]
    with serving(post) as port:
        assert fates(channel(port)) == [Fate.FAULT]
        assert fates(channel(port)) == [Fate.ACCEPTED]
    identities = {email.message_from_bytes(one)["Message-ID"] for one in post.letters}
    assert len(post.letters) == 2
    assert identities == {"<dopcrm-77@post.example>"}


def test_a_connection_that_was_lost_is_opened_anew_for_the_next(post):
    post.data = ["", "drop"]
    with serving(post) as port:
        assert fates(channel(port), NOTICE, NOTICE, NOTICE)[-1] is Fate.ACCEPTED


def test_a_server_that_does_not_answer_is_tried_later(post):
    post.wait = 4.0
    with serving(post) as port:
        slow = SmtpChannel("127.0.0.1", port, "none", "care@post.example", timeout=0.3)
        assert fates(slow) == [Fate.FAULT]


def test_nobody_there_is_a_way_that_is_shut():
    told = "The mail server cannot be reached: nobody answers at its port."
    assert sent(channel(free_port())) == [(Fate.SHUT, told)]


def test_a_sender_that_the_server_does_not_take_is_our_own_fault(post):
    post.mail = ["550 5.1.8 unknown sender"]
    with serving(post) as port:
        assert sent(channel(port)) == [(Fate.SHUT, "The mail server said 550 of our mail.sender.")]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_without_the_encryption_that_is_set_gets_nothing(post, security):
    with serving(post) as port:
        assert fates(channel(port, security, user="desk", password="x")) == [Fate.SHUT]
    assert not post.letters


def test_an_address_that_the_server_cannot_write_stops_no_other(post):
    with serving(post, utf8=False) as port:
        wrong = Outgoing(reference="dopcrm-1", to="रवि@example.in", text="x")
        assert fates(channel(port), wrong, NOTICE) == [Fate.NEVER, Fate.ACCEPTED]


def test_looking_in_sends_nothing(post, certified):
    login = {"user": "desk", "context": certified.known}
    with serving(post, certified, auth=True) as port:
        channel(port, "starttls", password=PASSWORD.decode(), **login).look()
        with pytest.raises(WayShut, match="does not accept our login"):
            channel(port, "starttls", password="wrong seal", **login).look()
    assert not post.letters


def test_a_wrong_password_makes_no_notice_undeliverable_and_is_told_nobody(post, certified):
    login = {"user": "desk", "password": "wrong seal", "context": certified.known}
    with serving(post, certified, auth=True) as port:
        wrong = channel(port, "starttls", **login)
        told = sent(wrong)
    assert told == [(Fate.SHUT, "The mail server does not accept our login.")]
    assert "wrong seal" not in repr(wrong)


def test_an_unknown_certificate_is_not_believed(post, certified):
    with serving(post, certified) as port:
        (told,) = sent(channel(port, "starttls"))
    assert told == (Fate.SHUT, "The mail server's certificate is not known.")
    assert not post.letters


@pytest.mark.parametrize("to", ["a@example.in\nBcc: all@example.in", "a@example.in\r\nX: y"])
def test_no_address_can_write_headers(post, to):
    with serving(post) as port:
        wrong = Outgoing(reference="dopcrm-1", to=to, text="x")
        assert fates(channel(port), wrong, NOTICE) == [Fate.NEVER, Fate.ACCEPTED]
    assert len(post.letters) == 1


def test_a_login_does_not_go_to_another_machine_in_the_open():
    away = SmtpChannel(
        "mail.example.in", 25, "none", "care@post.example", user="desk", password="x"
    )
    assert sent(away) == [
        (Fate.SHUT, "The mail server is on another machine and gets our login by TLS only.")
    ]
