"""Letters taken apart: what is written, what is quoted, what is enclosed; nothing makes it fail."""

import base64
import time

import pytest
from casebook import PDF
from hypothesis import given
from hypothesis import strategies as st
from letters import DESK, NOTICE, bounced, letter, quoted

from dopcrm_tui.rules.bounces import notice_of
from dopcrm_tui.rules.inbound_mail import is_letter, letter_id, read_letter

HINDI = "स्वीकार है। धन्यवाद"
OUR_NOTICE = NOTICE.format(number="2612-000001-7", code="123456")


def test_a_letter_is_taken_apart():
    read = read_letter(
        letter("ACCEPT", to="care+26120000017@desk.example", message_id="<one@mail.test>")
    )
    assert (read.message_id, read.sender) == ("one@mail.test", "ravi@example.in")
    assert read.recipients == ("care+26120000017@desk.example",)
    assert (read.subject, read.written) == ("Re: your complaint", "ACCEPT")
    assert not read.is_automatic
    assert not read.is_bounce


def test_a_letter_without_an_id_is_known_by_its_bytes():
    nameless = b"From: a@example.in\r\n\r\nACCEPT"
    assert letter_id(nameless).startswith("sha256:")
    assert letter_id(nameless) == read_letter(nameless).message_id
    assert letter_id(nameless) != letter_id(nameless + b"!")


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_hindi_comes_in_by_every_encoding(encoding):
    head = (
        f"From: a@example.in\r\nContent-Type: text/plain; charset=utf-8\r\n{{}}{encoding}\r\n\r\n"
    )
    body = {
        "8bit": HINDI.encode(),
        "base64": base64.encodebytes(HINDI.encode()),
        "quoted-printable": "".join(f"={byte:02X}" for byte in HINDI.encode()).encode(),
    }[encoding]
    raw = head.format("Content-Transfer-Encoding: ").encode() + body
    assert read_letter(raw).written == HINDI


def test_hindi_headers_are_read_encoded_and_raw():
    word = base64.b64encode("शिकायत".encode()).decode()
    encoded = f"From: a@example.in\r\nSubject: =?utf-8?B?{word}?=\r\n\r\nx".encode()
    raw = "From: a@example.in\r\nSubject: शिकायत\r\n\r\nx".encode()
    assert read_letter(encoded).subject == read_letter(raw).subject == "शिकायत"


@pytest.mark.parametrize(
    ("charset", "body", "written"),
    [
        ("no-such-charset", HINDI.encode(), HINDI),
        ("us-ascii", HINDI.encode(), HINDI),
        ("idna", b"ACCEPT", "ACCEPT"),
        ("hex", b"ACCEPT", "ACCEPT"),
        ("utf-16", "ACCEPT".encode("utf-16"), "ACCEPT"),
        ("iso-8859-1", b"caf\xe9", "café"),
        ("utf-8", b"ACC\xff", "ACC\ufffd"),
        ("\x00", b"ACCEPT", "ACCEPT"),
    ],
)
def test_a_charset_that_is_wrong_is_not_believed(charset, body, written):
    head = f"From: a@example.in\r\nContent-Type: text/plain; charset={charset}\r\n"
    encoded = base64.encodebytes(body)
    raw = head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded
    assert read_letter(raw).written == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"ACCEPT\n\n{quoted(OUR_NOTICE)}", "ACCEPT"),
        (f"{quoted(OUR_NOTICE)}\nACCEPT", "ACCEPT"),
        (quoted(OUR_NOTICE), ""),
        (f"REJECT\n-----Original Message-----\n{OUR_NOTICE}", "REJECT"),
        (f"REJECT\n________________________________\nFrom: The desk\n{OUR_NOTICE}", "REJECT"),
        (f"REJECT\n\nFrom: The desk <{DESK}>\nSent: Monday\nTo: Ravi\n\n{OUR_NOTICE}", "REJECT"),
        (f"REJECT\n*From:* desk\n*Date:* Monday\n{OUR_NOTICE}", "REJECT"),
        (f"REJECT\n---------- Forwarded message ---------\n{OUR_NOTICE}", "REJECT"),
        (f"REJECT\nसोम, 23 नव॰ 2026 को 10:00 बजे\n<{DESK}> ने लिखा:\n{OUR_NOTICE}", "REJECT"),
        (
            f"REJECT\nOn Mon, 23 Nov 2026, somebody\nat the desk <{DESK}>\nwrote:\n\n{OUR_NOTICE}",
            "REJECT",
        ),
        ("REJECT\n-- \nACCEPT Insurance Ltd", "REJECT"),
        ("REJECT\nSent from my phone", "REJECT"),
        ("> Do you accept, reject, or\nwant it explained? ACCEPT\n\nREJECT", "REJECT"),
        (" > accept\n| accept\n\nREJECT", "REJECT"),
        ("He wrote to me on Monday:\nnothing came", "He wrote to me on Monday:\nnothing came"),
    ],
)
def test_only_what_the_customer_wrote_is_theirs(text, written):
    assert read_letter(letter(text)).written == written


HTML_QUOTES = [
    "<blockquote>{}</blockquote>",
    '<div class="gmail_quote"><div>On Monday the desk wrote:</div><div>{}</div></div>',
    '<div class="yahoo_quoted"><p>{}</p></div>',
    '<div class="moz-cite-prefix">On Monday wrote:</div><blockquote type="cite">{}</blockquote>',
    '<div id="appendonsend"></div><hr><div><b>From:</b> The desk</div><div>{}</div>',
    '<hr><div id="divRplyFwdMsg"><b>From:</b> The desk<br><b>Sent:</b> Monday</div><div>{}</div>',
]


@pytest.mark.parametrize("quote", HTML_QUOTES)
def test_quotations_in_html_are_known(quote):
    html = (
        "<html><head><style>p { accept: all }</style></head><body><p>REJECT<br>Nothing&nbsp;came"
        f"</p>{quote.format(OUR_NOTICE)}</body></html>"
    )
    raw = f"From: a@example.in\r\nContent-Type: text/html\r\n\r\n{html}".encode()
    read = read_letter(raw)
    assert read.written == "REJECT\nNothing came"
    assert "123456" in read.whole


def test_the_plain_text_goes_before_the_html():
    assert read_letter(letter("ACCEPT", html="<p>REJECT</p>")).written == "ACCEPT"


def test_a_letter_within_a_letter_is_not_read():
    inner = letter("ACCEPT").decode()
    raw = (
        "From: a@example.in\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    )
    assert read_letter(raw.encode()).written == "See below."


def test_enclosures_have_names_of_their_own():
    read = read_letter(letter(papers=(("रसीद.pdf", PDF), ("../../etc/x.pdf", PDF), ("", b"?"))))
    assert [each.file_name for each in read.enclosures] == ["रसीद.pdf", "x.pdf", "enclosure 4"]
    assert read.enclosures[0].content == PDF
    assert read.written == "ACCEPT"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; why=absence"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"Precedence": "junk"},
        {"List_Id": "<news.example.in>"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_no_person_wrote_is_known(headers):
    assert read_letter(letter(**headers)).is_automatic
    assert not read_letter(letter(Auto_Submitted="no", Precedence="normal")).is_automatic


def test_a_receipt_that_a_letter_was_opened_is_automatic():
    raw = (
        b"From: a@example.in\r\nContent-Type: multipart/report; "
        b"report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nACCEPT\r\n--b--\r\n"
    )
    assert read_letter(raw).is_automatic
    assert not read_letter(raw).is_bounce


def test_a_bounce_names_the_notice_that_did_not_arrive():
    bounce = read_letter(bounced("<dopcrm-77@desk.example>")).bounce
    assert bounce.final
    assert bounce.why == "smtp; 550 5.1.1 no such user"
    assert notice_of(bounce.original_id) == 77


def test_a_delay_is_no_end():
    assert not read_letter(bounced("<dopcrm-77@desk.example>", action="delayed")).bounce.final


def test_a_daemon_that_writes_no_report_is_a_bounce_too():
    text = (
        "Hi. I could not deliver it.\n--- Below is a copy.\nMessage-ID: <dopcrm-5@desk.example>\n"
    )
    bounce = read_letter(letter(text, sender="MAILER-DAEMON@mx.example")).bounce
    assert notice_of(bounce.original_id) == 5


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("<dopcrm-12@desk.example>", 12),
        ("<other@x> <dopcrm-12@desk.example>", 12),
        ("<not-dopcrm-12@x>", None),
        ("<dopcrm-@x>", None),
        ("<dopcrm-१२@x>", None),
        (f"<dopcrm-{2**63}@x>", None),
        (f"<dopcrm-{'9' * 400}@x>", None),
    ],
)
def test_only_our_own_ids_are_notices(text, notice):
    assert notice_of(text) == notice


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (letter(), True),
        (b"From a@b Mon Nov 23\nFrom: a@example.in\n\nx", True),
        (b"\xd8\xff\xe0 binary", False),
        (b'{"id": "1"}', False),
        (b"", False),
        (b"Colour: red\n\nx", False),
        (b"Hello, From: here", False),
    ],
)
def test_a_letter_is_known_by_its_head(content, answer):
    assert is_letter(content) is answer


HEADERS = ("From", "To", "Subject", "Message-ID", "Content-Type", "Content-Disposition", "Date")
PIECES = st.sampled_from(
    [
        *(f"{name}: " for name in HEADERS),
        "multipart/mixed; boundary=b",
        "text/plain; charset*=utf-8''%ff; name*0=\"x",
        "message/rfc822",
        "message/delivery-status",
        "Content-Transfer-Encoding: base64",
        '=?utf-8?b?!!!?= =?x?q?=ff?= ((((<@>,;:\\"',
        "\r\n",
        "\r\n\r\n",
        "--b\r\n",
        "--b--",
        "<blockquote><p>x</blockquote",
        "> ",
        "On x wrote:",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8) | st.binary(max_size=8), max_size=30))
def test_no_bytes_make_it_fail(pieces):
    raw = b"".join(
        each if isinstance(each, bytes) else each.encode("utf-8", "replace") for each in pieces
    )
    read = read_letter(raw)
    assert isinstance(is_letter(raw), bool)
    assert read.message_id == letter_id(raw)
    for text in (read.message_id, read.sender, read.subject, read.written, read.whole):
        text.encode()
        assert "\0" not in text


def test_a_letter_too_broken_to_be_taken_apart_has_a_sender_still():
    parts = b"--b\r\n\r\n" * 5_000
    read = read_letter(b"From: a@b.in\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts)
    assert (read.readable, read.sender) == (False, "a@b.in")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"(" * 500_000,
        b"To: " + b"<a@b>," * 100_000,
        b"Subject: " + b"=?utf-8?q?x?= " * 50_000,
        b"Content-Type: text/html\r\n\r\n" + b"<!" * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<a " * 500_000,
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 500_000,
        b"From: a@b\r\n\r\n" + b"On 1 1\n" * 200_000,
        b"From: a@b\r\n\r\n" + b"From: x\n" * 200_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(2_000)
        ),
        b"From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 50_000,
        b"x: y\r\n" * 300_000,
        b"From: a@b\r\n\r\n" + b"1234-" * 500_000,
    ],
    ids=lambda raw: raw[:24].decode(),
)
def test_no_letter_keeps_the_desk_busy(raw):
    begun = time.process_time()
    read_letter(raw)
    is_letter(raw)
    assert time.process_time() - begun < 5
