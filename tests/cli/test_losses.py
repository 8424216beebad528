"""Enquiries, compensation and incidents by command."""

import pytest
from busy_desk import article
from casebook import ERNAKULAM, KOCHI, Casebook
from command_line import Shell
from post_office import PASSWORD, STAFF

from dopcrm_tui.desk import Desk


@pytest.fixture
def lost(store, clock, random, staff):
    book = Casebook(Desk.over(store, clock=clock, chance=random), staff, clock)
    # the commands go by the clock on the wall, which may be behind that of the tests
    book.desk.policy.set(staff["administrator"], "clock_slack", "P999D")
    return [
        book.register(
            complainant={"mobile": f"970000000{place}"},
            subject={
                "article_number": article(place),
                "booking_date": "2026-11-10",
                "booking_office": ERNAKULAM,
                "postage_paid": "41.30",
            },
        )
        for place in range(3)
    ]


@pytest.fixture
def shell(store, tmp_path):
    (tmp_path / "home").mkdir()
    made = Shell(store.engine.url.render_as_string(hide_password=False), tmp_path / "home")
    made.log_in(STAFF["operator"][0], PASSWORD)
    return made


def test_an_enquiry_is_led_from_office_to_office(shell, lost):
    offices = f"{ERNAKULAM},{KOCHI}"
    shell.ask("complaint", "open-enquiry", lost[0], "--offices", offices, "--reason", "Lost.")
    shell.ask("complaint", "disposal", lost[0], "--office", ERNAKULAM, "--item", "dispatched")
    bag = ["--bag", "not_received", "--bag-number", "B 14", "--on", "11-11-2026"]
    shell.ask("complaint", "disposal", lost[0], "--office", KOCHI, "--item", "no_record", *bag)
    said = shell.run("complaint", "show", lost[0]).text
    assert "The bag was sent from Ernakulam (682011001)" in said
    shell.ask("complaint", "close-enquiry", lost[0], "--text", "Lost between the two.")
    enquiry = shell.ask("complaint", "show", lost[0])["enquiry"]
    assert enquiry["finding"] == "Lost between the two."
    assert enquiry["postings"][KOCHI]["on"] == "2026-11-11"
    assert "Lost between the two." in shell.run("complaint", "history", lost[0]).text


def test_compensation_is_claimed_sanctioned_and_paid(shell, lost):
    words = ["--carriage", "speed_post", "--harm", "delay", "--days-late", "2"]
    said = shell.run("complaint", "claim", lost[0], *words, "--proof-of-booking").text
    assert "speed post, delay: Rs 41.30 claimed, to be paid by" in said
    shell.log_in(STAFF["division_supervisor"][0], PASSWORD)
    words = ["--reference", "CPT/88", "--amount"]
    too_much = shell.run("complaint", "sanction", lost[0], *words, "41.31")
    assert (too_much.code, b"up to Rs 41.30" in too_much.err) == (7, True)
    shell.ask("complaint", "sanction", lost[0], *words, "40")
    shell.log_in(STAFF["operator"][0], PASSWORD)
    shell.ask("complaint", "paid", lost[0], "--reference", "V/1204")
    case = shell.ask("complaint", "show", lost[0])["compensation"]
    assert (case["stage"], case["amount"], case["voucher"]) == ("paid", 4_000, "V/1204")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["claim"], "claim"),
        (["claim", "--carriage", "speed_post", "--harm", "delay", "--postage", "much"], "postage"),
        (["claim", "--carriage", "insured", "--harm", "loss", "--booked-on", "x"], "booked_on"),
        (["disposal", "--office", KOCHI], "posting"),
        (["open-enquiry", "--offices", KOCHI, "--reason", "Lost."], "route"),
        (["open-enquiry", "--offices", f"{KOCHI} 9", "--reason", "Lost."], "route"),
        (["join-incident", "--reference", "12"], "reference"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(shell, lost, words, field):
    verb, *rest = words
    if verb == "disposal":
        offices = f"{ERNAKULAM},{KOCHI}"
        shell.ask("complaint", "open-enquiry", lost[0], "--offices", offices, "--reason", "Lost.")
    said = shell.run("complaint", verb, lost[0], *rest, "--json")
    assert said.code == 7
    assert field in said.document["error"]["fields"]


def test_an_incident_is_put_together_and_acted_on_as_one(shell, lost):
    [proposed] = shell.ask("incident", "proposed")["proposed"]
    assert proposed["numbers"] == lost
    assert "682011001 to 682001001" in shell.run("incident", "proposed").text
    shell.ask("complaint", "join-incident", *lost, "--reference", lost[0])
    assert shell.ask("incident", "proposed")["proposed"] == []
    [known] = shell.ask("incident", "list")["incidents"]
    assert (known["number"], known["open"]) == (lost[0], 3)
    members = shell.run("incident", "members", lost[0]).text.split()
    assert members == lost
    done = shell.ask("complaint", "seek-confirmation", *members, "--text", "Found and delivered.")
    assert len(done["complaints"]) == 3
    shell.ask("complaint", "leave-incident", lost[2], "--reason", "Another bag.")
    assert shell.ask("incident", "members", lost[0])["numbers"] == lost[:2]
