"""Finding complaints by words people type, in English, Hindi and Tamil."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.complaint import Complaint
from data.queries.text_search import Findable, index_text, match_text, renew_text, words_in

TEXTS = (
    ("Rajan Pillai", "Rakhi sent by Speed Post arrived damaged, the passport did not."),
    ("O'Brien", "Parcel 'not delivered'; see e-mail to help@example.in - twice."),
    ("सीता देवी", "पार्सल नहीं मिला, डाकघर ने उत्तर नहीं दिया।"),
    ("முருகன்", "கடிதம் வரவில்லை; தபால் நிலையம் மூடப்பட்டது."),
    ("Rajani", "Money order not paid. Café account 12345 was debited."),
)

ARTICLES = {1: "EM998877665IN", 3: "RK987654321IN"}
MOBILE = "9876543210"


@pytest.fixture
def found(store, staff, clock):
    """Who is found by what is typed, newest first."""
    with store.writing() as session:
        for number, (name, description) in enumerate(TEXTS, start=1):
            session.add(complaint(number, name, description, staff["operator"], clock()))
            session.flush()
            index_text(session, [Findable(number, name, description, ARTICLES.get(number), MOBILE)])

    def find(typed, **options):
        with store.reading() as session:
            return match_text(session, typed, **{"limit": 50, **options})

    return find


def complaint(number, name, description, operator, now):
    office = operator.office
    return Complaint(
        id=number,
        number=f"2612000000{number}",
        state="pending",
        queue="pending",
        office_id=office.id,
        circle_id=office.circle_id,
        due_at=now + timedelta(days=21),
        registered_at=now,
        registered_office_id=office.id,
        registered_circle_id=office.circle_id,
        registered_by=operator.id,
        received_on=date(2026, 11, 23),
        channel="counter",
        grievance="101",
        category="mail",
        against_office_id=office.id,
        complainant_name=name,
        complainant_mobile=MOBILE,
        language="en",
        relation="sender",
        description=description,
    )


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("rakhi damaged", [1]),
        ("RAKHI", [1]),
        ("dama", [1]),
        ("dama rakhi", []),
        ("raj", [5, 1]),
        ("rajan pillai", [1]),
        ("not delivered", [2]),
        ("not", [5, 2, 1]),
        ("e-mail", [2]),
        ("example.in", [2]),
        ("O'Brien", [2]),
        ("नहीं", [3]),
        ("पार्सल", [3]),
        ("पार्", [3]),
        ("नह", [3]),
        ("नह मिला", []),
        ("கடிதம்", [4]),
        ("தபால் நிலை", [4]),
        ("café", [5]),
        ("cafe\u0301", [5]),
        ("12345", [5]),
        ("passport parcel", []),
    ],
)
def test_all_words_are_found_and_of_the_last_its_beginning_is_enough(found, typed, ids):
    assert found(typed) == ids


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("illa", [1]),
        ("an pil", [1]),
        ("'brie", [2]),
        ("brien", [2]),
        ("ीता", [3]),
        ("ता देव", [3]),
        ("ுருக", [4]),
        ("ருகன்", [4]),
        ("665in", [1]),
        ("M9988", [1]),
        ("rk 9876", [3]),
        ("998-877", [1]),
        ("765432", [5, 4, 3, 2, 1]),
        ("98765 43", [5, 4, 3, 2, 1]),
        ("8765432101", []),
        ("il", []),
        ("lai EM9", []),
        ("665IN9876", []),
        ("illb", []),
    ],
)
def test_a_part_of_name_article_or_mobile_is_enough(found, typed, ids):
    assert found(typed) == ids


SIGNS = st.text(st.sampled_from("aBcÉß 'कीனெ9\u0301"), min_size=3, max_size=12)


@given(SIGNS, st.from_regex(r"[A-Z]{2}[0-9]{9}IN", fullmatch=True), st.data())
def test_every_part_of_three_signs_or_more_finds_it(name, article, data):
    one = Findable(1, name, "", article, MOBILE)
    for line in one.parts.split("\n"):
        if len(line) >= 3:
            start = data.draw(st.integers(0, len(line) - 3))
            part = line[start : data.draw(st.integers(start + 3, len(line)))]
            typed = " ".join(words_in(part))
            assert typed in line
            assert len(typed) < 3 or {f"_{typed[:3]}", f"_{typed[-3:]}"} <= {*one.lexemes}


def test_what_is_corrected_is_found_by_what_it_is_now_and_no_more_by_what_it_was(found, store):
    with store.writing() as session:
        renew_text(session, Findable(4, *TEXTS[3], None, "7012345678"))
    assert found("701234") == [4]
    assert 4 not in found("98765")
    assert found("ருகன்") == [4]
    assert found("கடிதம்") == [4]


@pytest.mark.parametrize(
    "typed", ["", "   ", "*", '"', "' OR 1=1 --", "foo AND", "NEAR(a b)", "-x", "a:b", "^", "\0"]
)
def test_what_looks_like_query_syntax_is_only_words(found, typed):
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["description:rakhi", "rakhi AND damaged", "rakhi OR damaged"])
def test_operators_of_a_query_language_mean_nothing(found, typed):
    assert found(typed) == []


def test_a_long_list_is_read_in_pages(found):
    assert found("not", limit=2) == [5, 2]
    assert found("not", limit=2, before=2) == [1]
