"""An interim reply says honestly why it takes longer, and promises a day that can be kept."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.interim import Outside, draft_interim, earliest_expected, too_early
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import Authority, Language, Level, State

POLICY = Policy()
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""Noon in India; a step of the policy from here ends on the 30th."""


def draft(state=State.PENDING, **standing):
    return draft_interim(state, **{"office": "Kochi", "now": NOON, "policy": POLICY, **standing})


def lying_with(authority, days=20):
    return Outside(authority, "FPO/77", NOON + timedelta(days=days))


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        ({}, "the inquiry at Kochi is not complete yet"),
        (
            {"level": Level.DIVISION, "handler": "Ernakulam Division"},
            "it has been placed before a higher office, Ernakulam Division, and the inquiry there "
            "is not complete yet",
        ),
        (
            {"state": State.EXTERNAL, "outside": lying_with(Authority.CUSTOMS)},
            "we are waiting for the answer of Customs (reference FPO/77)",
        ),
        (
            {
                "state": State.EXTERNAL,
                "outside": lying_with(Authority.FOREIGN_ADMINISTRATION),
                "level": Level.CIRCLE,
                "handler": "Kerala Circle",
            },
            "we are waiting for the answer of the foreign postal administration (reference FPO/77)",
        ),
        (
            {"state": State.EXTERNAL, "outside": lying_with(Authority.AIR_CARGO)},
            "we are waiting for the answer of the air cargo authority (reference FPO/77)",
        ),
        ({"language": Language.HINDI}, "Kochi में जाँच अभी पूरी नहीं हुई है"),
        (
            {
                "state": State.EXTERNAL,
                "outside": lying_with(Authority.CUSTOMS),
                "language": Language.HINDI,
            },
            "हम सीमा शुल्क विभाग के उत्तर (संदर्भ FPO/77) की प्रतीक्षा कर रहे हैं",
        ),
    ],
)
def test_the_reason_is_where_the_complaint_stands(standing, reason):
    assert draft(**standing).reason == reason


@pytest.mark.parametrize(
    ("standing", "day"),
    [
        pytest.param({}, date(2026, 11, 30), id="no due date: a step"),
        pytest.param({"due_at": NOON + timedelta(days=2)}, date(2026, 11, 30), id="due soon"),
        pytest.param({"due_at": NOON - timedelta(days=40)}, date(2026, 11, 30), id="overdue"),
        pytest.param({"due_at": NOON + timedelta(days=12)}, date(2026, 12, 5), id="due later"),
        pytest.param(
            {"state": State.EXTERNAL, "outside": lying_with(Authority.CUSTOMS, 20)},
            date(2026, 12, 13),
            id="when the authority's answer is due",
        ),
        pytest.param(
            {"state": State.EXTERNAL, "outside": lying_with(Authority.CUSTOMS, -1)},
            date(2026, 11, 30),
            id="the authority is late",
        ),
        pytest.param(
            {
                "state": State.EXTERNAL,
                "outside": Outside(Authority.CUSTOMS, "FPO/77", NOON + timedelta(hours=3)),
            },
            date(2026, 11, 24),
            id="its answer is due today",
        ),
        pytest.param(
            {
                "now": datetime(2026, 11, 23, 18, 30, tzinfo=UTC),  # midnight in India
                "policy": Policy(escalation_step=timedelta(minutes=1)),
            },
            date(2026, 11, 25),
            id="tomorrow as India counts it",
        ),
    ],
)
def test_the_day_is_one_that_can_be_kept(standing, day):
    assert draft(**standing).expected_by == day


def test_a_day_from_tomorrow_on_can_be_promised():
    late = datetime(2026, 11, 23, 18, 29, 59, tzinfo=UTC)  # a second before midnight in India
    assert too_early(date(2026, 11, 23), late) == (
        "Expected by 23-11-2026 cannot be promised: name a day from tomorrow, 24-11-2026, on."
    )
    assert too_early(date(2026, 11, 24), late) is None
    assert too_early(date(2026, 11, 24), late + timedelta(seconds=1)) is not None


BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), END - BEGIN).map(lambda since: BEGIN + since)
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(days=400))
OUTSIDE = st.builds(Outside, st.sampled_from(Authority), st.text(max_size=100), st.none() | MOMENTS)


@given(
    now=MOMENTS,
    state=st.sampled_from(State),
    due_at=st.none() | MOMENTS,
    outside=st.none() | OUTSIDE,
    level=st.sampled_from(Level),
    language=st.sampled_from(Language),
    step=SPANS,
)
def test_no_draft_promises_a_day_before_tomorrow_or_is_silent(
    now, state, due_at, outside, level, language, step
):
    found = draft_interim(
        state,
        office="Kochi {office}",
        handler="Kerala Circle",
        now=now,
        policy=Policy(escalation_step=step),
        due_at=due_at,
        level=level,
        outside=outside,
        language=language,
    )
    in_india = now.astimezone(ZoneInfo("Asia/Kolkata")).date()
    assert found.expected_by > in_india
    assert found.expected_by >= earliest_expected(now)
    assert too_early(found.expected_by, now) is None
    assert found.reason.strip()
    assert found.reason[-1] not in ".।"


@given(now=MOMENTS, due_at=MOMENTS, later=SPANS)
def test_a_later_due_date_never_promises_an_earlier_day(now, due_at, later):
    days = [draft(now=now, due_at=due).expected_by for due in (due_at, due_at + later)]
    assert days == sorted(days)
