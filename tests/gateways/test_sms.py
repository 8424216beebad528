"""SMS against a real gateway: queued, rejected, put off, dropped; and replies pulled in."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from mail_server import Certified, encrypted, free_port
from sms_gateway import Gateway, answering

from dopcrm_tui.gateways.channel import DoorShut, Fate, Outgoing, Sent
from dopcrm_tui.gateways.opening import channels_of
from dopcrm_tui.gateways.sms import LONGEST_LIST, SmsChannel, SmsDoor
from dopcrm_tui.outside_settings import SMS_FIELDS, read_outside
from dopcrm_tui.rules.inbound_sms import read_sms
from dopcrm_tui.settings import Settings

NOTICE = Outgoing(
    reference="dopcrm-77",
    to="9876543210",
    text="Your complaint 26120000013",
    template_id="1107161234",
    variables=("26120000013", "123456"),
)


@pytest.fixture
def gateway():
    return Gateway()


def channel(url, **options):
    return SmsChannel(url, "INPOST", "1101", token="a token", timeout=1.0, **options)


def sent(url, *notices, **options):
    return list(channel(url, **options).send(notices or [NOTICE]))


def test_a_notice_is_posted_with_all_that_the_rules_of_dlt_ask_for(gateway):
    with answering(gateway) as url:
        assert sent(url) == [Sent(Fate.ACCEPTED)]
    (form,) = gateway.posted
    assert form["to"] == "9876543210"
    assert (form["sender"], form["entity_id"]) == ("INPOST", "1101")
    assert (form["template_id"], form["reference"]) == ("1107161234", "dopcrm-77")
    assert json.loads(form["variables"]) == ["26120000013", "123456"]
    assert form["encoding"] == "gsm"
    assert gateway.headers[0]["Authorization"] == "Bearer a token"


def test_hindi_goes_out_as_unicode(gateway):
    with answering(gateway) as url:
        sent(url, Outgoing(reference="dopcrm-1", to="9876543210", text="शिकायत दर्ज हुई"))
    assert gateway.posted[0]["encoding"] == "unicode"
    assert gateway.posted[0]["body"] == "शिकायत दर्ज हुई"


@pytest.mark.parametrize(("text", "encoding"), [("Shop `Asha`", "unicode"), ("Café é", "gsm")])
def test_the_encoding_is_what_the_telephone_network_counts_by(gateway, text, encoding):
    with answering(gateway) as url:
        sent(url, Outgoing(reference="dopcrm-1", to="9876543210", text=text))
    assert gateway.posted[0]["encoding"] == encoding


def test_a_gateway_is_spoken_to_in_the_names_that_are_set(gateway, tmp_path):
    names = {name: f"its-{name}" for name in SMS_FIELDS}
    with answering(gateway) as url:
        table = {"url": url, "sender": "INPOST", "entity_id": "1101", "fields": names}
        outside = read_outside({"sms": table}, {}, "DOPCRM_")
        way = channels_of(Settings(state_dir=tmp_path), outside)["sms"]
        assert list(way.send([NOTICE])) == [Sent(Fate.ACCEPTED)]
        sent(url)
    renamed, plain = gateway.posted
    assert set(plain) == set(SMS_FIELDS)
    assert renamed == {f"its-{name}": value for name, value in plain.items()}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((200, {}, b'{"status": "rejected"}'), Fate.NEVER),
        ((202, {}, b"no json"), Fate.ACCEPTED),
        ((400, {}, b""), Fate.NEVER),
        ((422, {}, b""), Fate.NEVER),
        ((401, {}, b""), Fate.SHUT),
        ((403, {}, b""), Fate.SHUT),
        ((404, {}, b""), Fate.SHUT),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), Fate.SHUT),
        ((429, {}, b""), Fate.FAULT),
        ((500, {}, b""), Fate.FAULT),
        ((503, {}, b"[" * 100_000), Fate.FAULT),
    ],
)
def test_what_the_gateway_says_is_of_the_notice_or_of_the_way(gateway, answer, expected):
    gateway.plan.append(answer)
    with answering(gateway) as url:
        told = sent(url, NOTICE, NOTICE)
    assert [one.fate for one in told] == [expected, Fate.ACCEPTED]
    assert "9876543210" not in repr(told)


def test_the_gateway_can_ask_for_patience(gateway):
    gateway.plan.append((429, {"Retry-After": "90"}, b""))
    with answering(gateway) as url:
        assert sent(url)[0].wait == timedelta(seconds=90)


def test_a_dropped_connection_sends_the_same_reference_again(gateway):
    gateway.drop = 1
    with answering(gateway) as url:
        assert [one.fate for one in sent(url) + sent(url)] == [Fate.FAULT, Fate.ACCEPTED]
    assert [form["reference"] for form in gateway.posted] == ["dopcrm-77"] * 2


def test_a_gateway_that_does_not_answer_is_tried_later(gateway):
    gateway.wait = 0.6
    with answering(gateway) as url:
        slow = SmsChannel(url, "INPOST", "1101", timeout=0.2)
        assert [one.fate for one in slow.send([NOTICE])] == [Fate.FAULT]


def test_a_gateway_that_nobody_reaches_is_a_way_that_is_shut():
    (told,) = sent(f"http://127.0.0.1:{free_port()}/sms")
    assert told == Sent(Fate.SHUT, "The SMS gateway cannot be reached: nobody answers at its port.")


def test_a_certificate_that_nobody_knows_is_a_way_that_is_shut():
    with encrypted(Certified()) as port:
        (told,) = sent(f"https://127.0.0.1:{port}/sms")
    assert told == Sent(
        Fate.SHUT, "The SMS gateway cannot be reached: its certificate is not known."
    )


@pytest.mark.parametrize(
    "url", ["http://gateway.example.in/sms", "https://[", "https://127.0.0.1:port/", "sms"]
)
def test_an_address_that_is_none_or_goes_in_the_clear_is_a_way_that_is_shut(url):
    (told,) = sent(url)
    assert told.fate is Fate.SHUT
    assert "The address of the gateway" in told.detail


def reply(number, text="ACCEPT 123456"):
    return {
        "id": str(number),
        "from": "+919876543210",
        "text": text,
        "received_at": "2026-11-23T10:00:00+05:30",
    }


def test_replies_are_read_on_from_where_they_were_read_to(gateway):
    gateway.replies = [reply(1), reply(2, "स्वीकार 123456")]
    with answering(gateway) as url:
        door = SmsDoor(url, timeout=1.0)
        first = list(door.read(None))
        gateway.replies.append(reply(3))
        second = list(door.read(first[-1].cursor))
    assert [one.reference for one in first + second] == ["sms-1", "sms-2", "sms-3"]
    assert first[0].received_at == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert json.loads(first[1].content)["text"] == "स्वीकार 123456"


@pytest.mark.parametrize(
    "replies",
    [
        b"no json",
        b"{}",
    ],
)
def test_a_gateway_that_gives_no_list_of_replies_is_a_shut_door(gateway, replies):
    gateway.replies = replies
    with answering(gateway) as url, pytest.raises(DoorShut, match="gateway"):
        list(SmsDoor(url, timeout=1.0).read(None))


def test_a_gateway_that_is_down_is_a_shut_door(gateway):
    gateway.plan.append((500, {}, b""))
    with answering(gateway) as url, pytest.raises(DoorShut, match="said 500"):
        list(SmsDoor(url, timeout=1.0).read(None))
    with pytest.raises(DoorShut):
        list(SmsDoor(url, timeout=1.0).read(None))


def test_a_token_that_cannot_be_sent_is_told_to_nobody(gateway):
    with answering(gateway) as url:
        (told,) = SmsChannel(url, "INPOST", "1101", token="secret\ntoken").send([NOTICE])
        with pytest.raises(DoorShut) as shut:
            list(SmsDoor(url, token="secret\ntoken").read(None))
    assert told.fate is Fate.SHUT
    assert "secret" not in told.detail + str(shut.value)


def test_our_own_mistake_says_where_to_look(gateway):
    gateway.plan.append((401, {}, b""))
    with answering(gateway) as url:
        assert "sms.token" in sent(url)[0].detail


def test_a_redirect_is_not_followed(gateway):
    elsewhere = Gateway()
    with answering(gateway) as url, answering(elsewhere) as other:
        gateway.plan += [(307, {"Location": other}, b""), (302, {"Location": other}, b"")]
        sent(url)
        with pytest.raises(DoorShut, match="said 302"):
            list(SmsDoor(url, "a token", timeout=1.0).read(None))
    assert elsewhere.posted == elsewhere.asked == []


def test_the_address_of_the_replies_may_have_a_question_of_its_own(gateway):
    with answering(gateway) as url:
        list(SmsDoor(f"{url}?account=7", timeout=1.0).read("3"))
    assert gateway.asked == ["/sms?account=7&since=3"]


def test_a_gateway_may_count_its_replies(gateway):
    gateway.replies = [{**reply(0), "id": 1, "from": 919876543210}]
    with answering(gateway) as url:
        (arrived,) = SmsDoor(url, timeout=1.0).read(None)
    assert (arrived.reference, arrived.cursor) == ("sms-1", "1")
    assert arrived.sender == "919876543210"
    assert read_sms(arrived.content).text == "ACCEPT 123456"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": None},
        {"from": ["+919876543210"]},
        {"id": " "},
        {"id": True},
        {"received_at": "2026-11-23T10:00:00"},
        {"received_at": "0001-01-01T00:00:00+05:30"},
    ],
)
def test_a_reply_that_is_none_is_kept_and_passed_over(gateway, wrong):
    gateway.replies = json.dumps([reply(1), {**reply(2), **wrong}, reply(3)]).encode()
    with answering(gateway) as url:
        first, none, last = SmsDoor(url, timeout=1.0).read(None)
    assert (first.reference, last.reference) == ("sms-1", "sms-3")
    assert none.reference.startswith("sha256-")
    assert none.cursor in {"1", "2"}
    assert json.loads(none.content)["from"] == {**reply(2), **wrong}["from"]


def test_what_is_no_object_moves_the_place_of_the_door_nowhere(gateway):
    gateway.replies = b"[1, null]"
    with answering(gateway) as url:
        read = list(SmsDoor(url, timeout=1.0).read(None))
    assert [(one.content, one.cursor) for one in read] == [(b"1", ""), (b"null", "")]


def test_the_replies_of_a_busy_day_come_at_once(gateway):
    gateway.replies = [reply(number, "x" * 1_000) for number in range(1, 2_001)]
    with answering(gateway) as url:
        assert len(list(SmsDoor(url, timeout=5.0).read(None))) == 2_000


def test_a_gateway_without_end_is_a_shut_door(gateway):
    gateway.replies = b"[" + b" " * LONGEST_LIST + b"]"
    with answering(gateway) as url, pytest.raises(DoorShut, match="more than"):
        list(SmsDoor(url, timeout=5.0).read(None))
