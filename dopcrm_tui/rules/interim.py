"""The interim reply: why a complaint takes longer and until when, as far as its standing tells.

Beyond the time limit a complainant is owed an interim reply with the reason for the delay and the
date by which to expect the answer (DARPG, office memorandum of 23 August 2024).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dopcrm_tui.rules.dates import show_day, today
from dopcrm_tui.rules.policy import Policy
from dopcrm_tui.rules.vocabulary import Authority, Language, Level, State


@dataclass(frozen=True, slots=True)
class InterimDraft:
    """An interim reply to be read over and sent."""

    reason: str
    """A clause without a full stop: the notice puts it behind a colon and closes it."""
    expected_by: date


@dataclass(frozen=True, slots=True)
class Outside:
    """Where a complaint lies outside the department, and when the answer is due."""

    authority: Authority
    reference: str
    answer_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Wording:
    """The reasons of one language."""

    here: str
    risen: str
    outside: str
    authorities: dict[Authority, str]


_WORDINGS = {
    Language.ENGLISH: _Wording(
        here="the inquiry at {office} is not complete yet",
        risen="it has been placed before a higher office, {handler}, and the inquiry there is not "
        "complete yet",
        outside="we are waiting for the answer of {authority} (reference {reference})",
        authorities={
            Authority.AIR_CARGO: "the air cargo authority",
            Authority.CUSTOMS: "Customs",
            Authority.FOREIGN_ADMINISTRATION: "the foreign postal administration",
        },
    ),
    Language.HINDI: _Wording(
        here="{office} में जाँच अभी पूरी नहीं हुई है",
        risen="यह उच्च कार्यालय {handler} के सामने रखी गई है और वहाँ जाँच अभी पूरी नहीं हुई है",
        outside="हम {authority} के उत्तर (संदर्भ {reference}) की प्रतीक्षा कर रहे हैं",
        authorities={
            Authority.AIR_CARGO: "एयर कार्गो प्राधिकरण",
            Authority.CUSTOMS: "सीमा शुल्क विभाग",
            Authority.FOREIGN_ADMINISTRATION: "विदेशी डाक प्रशासन",
        },
    ),
}


def draft_interim(
    state: State,
    *,
    office: str,
    now: datetime,
    policy: Policy,
    due_at: datetime | None = None,
    level: Level = Level.NONE,
    handler: str = "",
    outside: Outside | None = None,
    language: Language = Language.ENGLISH,
) -> InterimDraft:
    """Draft an interim reply from where a complaint stands.

    `office` and `handler` are the names of its holder and of the office it was escalated to,
    `due_at` is when its resolution is due, `outside` where it lies while it is external.
    """
    wording = _WORDINGS[language]
    if state is State.EXTERNAL and outside is not None:
        reason = wording.outside.format(
            authority=wording.authorities[outside.authority], reference=outside.reference
        )
        return InterimDraft(reason, _when_answered(outside.answer_due, now, policy))
    higher = level > Level.NONE and handler
    reason = wording.risen.format(handler=handler) if higher else wording.here.format(office=office)
    return InterimDraft(reason, _when_resolved(due_at, now, policy))


def earliest_expected(now: datetime) -> date:
    """Return the first day an interim reply can promise: tomorrow in India."""
    return today(now) + timedelta(days=1)


def too_early(expected_by: date, now: datetime) -> str | None:
    """Return the sentence against a day that cannot be promised, None where it can."""
    earliest = earliest_expected(now)
    if expected_by >= earliest:
        return None
    return (
        f"Expected by {show_day(expected_by)} cannot be promised: "
        f"name a day from tomorrow, {show_day(earliest)}, on."
    )


def _when_answered(answer_due: datetime | None, now: datetime, policy: Policy) -> date:
    """An answer that is overdue is hoped for within the time of a step."""
    expected = answer_due if answer_due and answer_due > now else now + policy.escalation_step
    return max(today(expected), earliest_expected(now))


def _when_resolved(due_at: datetime | None, now: datetime, policy: Policy) -> date:
    """What nears its limit needs as long as a higher office would be given."""
    step = now + policy.escalation_step
    return max(today(max(due_at or step, step)), earliest_expected(now))
