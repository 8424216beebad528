"""Finding complaints by words people type, in English, Hindi and Tamil."""

from datetime import date, timedelta

import pytest

from data.models import Complaint
from data.queries.text_search import index_text, match_text

TEXTS = (
    ("Rajan Pillai", "Rakhi sent by Speed Post arrived damaged, the passport did not."),
    ("O'Brien", "Parcel 'not delivered'; see e-mail to help@example.in - twice."),
    ("सीता देवी", "पार्सल नहीं मिला, डाकघर ने उत्तर नहीं दिया।"),
    ("முருகன்", "கடிதம் வரவில்லை; தபால் நிலையம் மூடப்பட்டது."),
    ("Rajani", "Money order not paid. Café account 12345 was debited."),
)


@pytest.fixture
def found(store, staff, clock):
    """Who is found by what is typed, newest first."""
    with store.writing() as session:
        for number, (name, description) in enumerate(TEXTS, start=1):
            session.add(complaint(number, name, description, staff["operator"], clock()))
            session.flush()
            index_text(session, number, name, description)

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
        complainant_mobile="9876543210",
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
