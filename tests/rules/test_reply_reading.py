"""Replies read: which complaint, which code, which answer; and nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import NOTICE, letter, quoted

from dopcrm_tui.rules.answer_words import Unclear
from dopcrm_tui.rules.complaint_number import make_number, show_number
from dopcrm_tui.rules.inbound_mail import read_letter
from dopcrm_tui.rules.inbound_sms import read_sms
from dopcrm_tui.rules.reply_numbers import without_codes
from dopcrm_tui.rules.reply_reading import read_reply
from dopcrm_tui.rules.vocabulary import Action

NUMBER, OTHER = make_number(2026, 12, 1), make_number(2026, 12, 2)
SHOWN, CODE = show_number(NUMBER), "123456"
ACCEPT, REJECT = Action.ACCEPT, Action.REJECT
EXPLAIN, WITHDRAW = Action.ASK_CLARIFICATION, Action.WITHDRAW
NONE, SEVERAL, DOUBTFUL = Unclear
MANY = "accept reject yes no explain withdraw i do not code: 123456 स्वीकार नहीं . , > ?"


def read(written: str, whole: str = "", to: tuple[str, ...] = (), subject: str = ""):
    return read_reply(written, whole or written, to, subject)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("ACCEPT", ACCEPT),
        ("accept 123456", ACCEPT),
        ("I accept the resolution. Thank you.", ACCEPT),
        ("I accept the\nresolution.", ACCEPT),
        ("Dear Sir,\n\nAccepted.\n\nRegards,\nNot A. Nobody", ACCEPT),
        ("My answer: AGREE", ACCEPT),
        ("ACCEPT. The postman was very kind.", ACCEPT),
        (f"Complaint No. {SHOWN} ACCEPT code 123456 rating 5", ACCEPT),
        ("Yes", ACCEPT),
        ("YES 123456", ACCEPT),
        ("Yes, I accept", ACCEPT),
        ("हाँ", ACCEPT),
        ("जी हां", ACCEPT),
        ("स्वीकार", ACCEPT),
        ("मुझे समाधान स्वीकार है।", ACCEPT),
        ("स्वीकार करता हूँ", ACCEPT),
        ("REJECT", REJECT),
        ("Reject, nothing has come and nobody is sorry.", REJECT),
        ("NO 123456", REJECT),
        ("अस्वीकार", REJECT),
        ("मैं इसे अस्वीकार करता हूँ, कुछ नहीं मिला", REJECT),
        ("नहीं", REJECT),
        ("Please explain who signed for it.", EXPLAIN),
        ("I do not understand, clarify", EXPLAIN),
        ("स्पष्टीकरण दें", EXPLAIN),
        ("WITHDRAW", WITHDRAW),
        ("I want to withdraw my complaint.", WITHDRAW),
        ("वापस", WITHDRAW),
        ("शिकायत वापस लेता हूँ", WITHDRAW),
        ("ACCEPT\N{ZERO WIDTH SPACE}", ACCEPT),
        ("ＡＣＣＥＰＴ", ACCEPT),
    ],
)
def test_an_answer_is_read_in_english_and_hindi(written, answer):
    reply = read(written)
    assert (reply.answer, reply.unclear) == (answer, None)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", NONE),
        ("Thank you", NONE),
        ("The parcel came.", NONE),
        ("The post office did accept my parcel and lost it", NONE),
        ("Yes, the parcel is broken.", NONE),
        ("I wanted to withdraw money", NONE),
        ("मेरा पैसा वापस दो", NONE),
        ("I disagree", NONE),
        ("accept or reject", SEVERAL),
        ("ACCEPT\n\nREJECT", SEVERAL),
        ("NO\nACCEPT", SEVERAL),
        ("Yes, please reject", SEVERAL),
        ("स्वीकार / अस्वीकार", SEVERAL),
        (NOTICE.format(number=SHOWN, code=CODE), SEVERAL),
        ("I do not accept", DOUBTFUL),
        ("do not accept", DOUBTFUL),
        ("don't accept", DOUBTFUL),
        ("I don’t accept", DOUBTFUL),
        ("I cannot accept this", DOUBTFUL),
        ("I do not\naccept the resolution", DOUBTFUL),
        ("I accept, but pay me first", DOUBTFUL),
        ("I accept. However nothing came", DOUBTFUL),
        ("Accept only if you pay", DOUBTFUL),
        ("I accept the\nresolution only when the money is here", DOUBTFUL),
        ("No, I accept", SEVERAL),
        ("accept?", DOUBTFUL),
        ("स्वीकार नहीं है", DOUBTFUL),
        ("मुझे स्वीकार नहीं", DOUBTFUL),
        ("I do not want to reject", DOUBTFUL),
        ("do not withdraw", DOUBTFUL),
    ],
)
def test_what_is_not_clear_is_not_guessed(written, why):
    reply = read(written)
    assert (reply.answer, reply.unclear) == (None, why)


@pytest.mark.parametrize(
    ("places", "number"),
    [
        ({"to": (f"The desk <care+{NUMBER}@desk.example>",)}, NUMBER),
        ({"to": (f"care+{SHOWN}@desk.example",)}, NUMBER),
        ({"to": (f"care+{NUMBER}@desk.example",), "subject": f"Re: {OTHER}"}, NUMBER),
        ({"subject": f"Re: your complaint {SHOWN}"}, NUMBER),
        ({"subject": f"Re: {SHOWN}", "whole": f"x {OTHER}"}, NUMBER),
        ({"whole": f"> complaint {SHOWN}:"}, NUMBER),
        ({"subject": "२६१२-००००००१-७"}, None),
        ({"subject": SHOWN.translate(str.maketrans("0123456789", "०१२३४५६७८९"))}, NUMBER),
        ({"subject": SHOWN.replace("-", " ")}, NUMBER),
        ({"subject": SHOWN.replace("-", "\N{NON-BREAKING HYPHEN}")}, NUMBER),
        ({"subject": f"{SHOWN} and {SHOWN}"}, NUMBER),
        ({"subject": f"{SHOWN} and {show_number(OTHER)}"}, None),
        ({"subject": f"{SHOWN[:-1]}8"}, None),
        ({"subject": f"1{NUMBER}"}, None),
        ({}, None),
    ],
)
def test_a_complaint_is_named_in_address_subject_or_text(places, number):
    assert read("ACCEPT", **places).number == number


@pytest.mark.parametrize(
    ("written", "quotes", "code"),
    [
        ("ACCEPT 123456", "", CODE),
        ("ACCEPT 123 456", "", CODE),
        ("ACCEPT १२३४५६", "", CODE),
        ("Code: 123456. ACCEPT", "", CODE),
        ("कोड १२३४५६ स्वीकार", "", CODE),
        ("ACCEPT", "with this code: 123456.", CODE),
        ("ACCEPT\nRavi Kumar, Kochi 682001", "with this code: 123456.", CODE),
        ("ACCEPT 123456\nRavi Kumar, Kochi 682001", "with this code: 999999.", CODE),
        (f"ACCEPT {SHOWN}", "", None),
        (f"ACCEPT {SHOWN[:-1]}9", "", None),
        ("ACCEPT 123456 or 654321", "", None),
        ("ACCEPT 1234567", "", None),
        ("ACCEPT, call 98765 43210 or +91 987 654 3210", "", None),
        ("ACCEPT", "", None),
    ],
)
def test_the_code_is_found_beside_the_other_numbers(written, quotes, code):
    assert read(written, f"{written}\n{quotes}").code == code


@pytest.mark.parametrize(
    ("written", "rating"),
    [
        ("ACCEPT rating 4", 4),
        ("rating: 5", 5),
        ("I rate 3", 3),
        ("रेटिंग ४", 4),
        ("rating 6", None),
        ("rating 45", None),
        ("rating 3, rating 4", None),
        ("4", None),
    ],
)
def test_a_rating_is_read_where_it_is_called_one(written, rating):
    assert read(written).rating == rating


def test_the_words_kept_hold_no_code():
    reply = read("REJECT, code: 123456. The box was empty, PIN 682001.")
    assert reply.code == CODE
    assert CODE not in reply.words
    assert reply.words.endswith("The box was empty, PIN 682001.")
    hidden = read("REJECT, code १२३४५६. The box was empty.")
    assert CODE not in hidden.words
    assert "१" not in hidden.words


def test_without_a_code_found_all_that_could_be_one_is_hidden():
    assert without_codes("123456 or 654 321\nat 9876543210") == "•••••• or ••••••\nat 9876543210"


@pytest.mark.parametrize(("written", "feedback"), [("ACCEPT 123456", ""), ("accept, thanks", "")])
def test_an_answer_alone_is_no_feedback(written, feedback):
    assert read(written).feedback == feedback
    assert "kind" in read("ACCEPT 123456. The postman was kind.").feedback


ANY = st.text(max_size=200)
WORDS = st.lists(st.sampled_from([*MANY.split(), "\n"]), max_size=12).map(" ".join)


@given(ANY | WORDS, ANY | WORDS, st.lists(ANY, max_size=2), ANY)
def test_any_text_is_read_and_at_most_one_answer_found(written, whole, to, subject):
    reply = read_reply(written, whole, to, subject)
    assert (reply.answer is None) != (reply.unclear is None)
    assert reply.rating in {None, 1, 2, 3, 4, 5}


@given(WORDS)
def test_no_acceptance_is_read_beside_a_not(words):
    for said in (f"not {words} accept", f"{words} do not accept", f"accept not {words}"):
        assert read(said.replace(".", "").replace("?", "")).answer is not ACCEPT


@given(WORDS | ANY, st.sampled_from(["", "Hello,\n\n", "Dear Sir,\n"]))
def test_no_answer_is_read_from_what_is_quoted(said, greeting):
    text = greeting + quoted(" ".join(said.split()) + "\n" + NOTICE.format(number=SHOWN, code=CODE))
    found = read_letter(letter(text))
    assert read_reply(found.written, found.whole, (), "").answer is None


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"{", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "one JSON object"),
        (b"{}", "id"),
        (b'{"id": 1, "from": "9", "text": "x", "received_at": "2026-11-23T04:30:00Z"}', "id"),
        (b'{"id": " ", "from": "9", "text": "x", "received_at": "2026-11-23T04:30:00Z"}', "empty"),
        (b'{"id": "1", "from": "9", "received_at": "2026-11-23T04:30:00Z"}', "text"),
        (b'{"id": "1", "from": "9", "text": "x", "received_at": "2026-11-23"}', "received_at"),
        (b'{"id": "1", "from": "9", "text": "x", "received_at": "now"}', "received_at"),
        (
            b'{"id": "1", "from": "9", "text": "x", "received_at": "0001-01-01T00:00:00+05:30"}',
            "received_at",
        ),
    ],
)
def test_what_is_no_sms_is_told_what_it_lacks(content, wrong):
    with pytest.raises(ValueError, match=wrong):
        read_sms(content)
