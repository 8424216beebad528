"""What outside authorities have of a complaint, and the interim reply drafted of it."""

from datetime import date

import pytest

from dopcrm_tui.rules.refusals import NotFound
from dopcrm_tui.rules.vocabulary import Action, Authority

CUSTOMS = {"authority": Authority.CUSTOMS, "reference": "FPO/77"}


def shown(book, number):
    return book.desk.cases.show(book.staff["operator"], number).referrals


def test_a_referral_is_shown_with_its_due_answer_and_its_updates(book):
    number = book.register()
    assert shown(book, number) == ()
    book.act(number, Action.REFER_EXTERNAL, **CUSTOMS, postal_inquiry=True)
    referred = book.clock.now
    book.clock.advance(days=1)
    book.act(number, Action.EXTERNAL_UPDATE, text="Opened.")
    (one,) = shown(book, number)
    assert (one.authority, one.reference, one.referred_at) == (
        Authority.CUSTOMS,
        "FPO/77",
        referred,
    )
    assert (one.answer_due - referred).days == 60
    assert [(each.at, each.text) for each in one.updates] == [(book.clock.now, "Opened.")]
    assert (one.returned_at, one.outcome) == (None, None)


def test_each_stay_keeps_its_own_updates_and_the_newest_comes_first(book):
    number = book.register()
    for place, authority in enumerate((Authority.AIR_CARGO, Authority.CUSTOMS)):
        book.clock.advance(hours=1)
        book.act(number, Action.REFER_EXTERNAL, authority=authority, reference=f"R/{place}")
        book.clock.advance(hours=1)
        book.act(number, Action.EXTERNAL_UPDATE, text=f"Word {place}.")
        book.clock.advance(hours=1)
        book.act(number, Action.EXTERNAL_RETURN, text=f"Outcome {place}.")
    told = [(one.authority, [each.text for each in one.updates]) for one in shown(book, number)]
    assert told == [(Authority.CUSTOMS, ["Word 1."]), (Authority.AIR_CARGO, ["Word 0."])]
    assert [one.outcome for one in shown(book, number)] == ["Outcome 1.", "Outcome 0."]
    assert all(one.answer_due is None and one.returned_at for one in shown(book, number))


def draft(book, number, post="operator"):
    return book.desk.cases.draft_interim(book.staff[post], number)


def test_a_draft_speaks_of_where_the_complaint_lies_and_can_be_sent_as_it_is(book):
    number = book.register()
    book.act(number, Action.REFER_EXTERNAL, **CUSTOMS)
    found = draft(book, number)
    assert found.reason == "we are waiting for the answer of Customs (reference FPO/77)"
    assert found.expected_by == date(2026, 12, 23)
    book.act(number, Action.INTERIM_REPLY, reason=found.reason, expected_by=found.expected_by)
    (notice,) = (each for each in book.notices(number) if each.template == "interim_reply")
    assert found.reason in notice.variables["reason"]


def test_a_draft_is_in_the_complainants_language_and_names_the_handler(book):
    number = book.register(complainant={"language": "hi"})
    assert draft(book, number).reason == "Kochi में जाँच अभी पूरी नहीं हुई है"
    book.act(number, Action.ESCALATE, reason="Needs the division.")
    risen = draft(book, number).reason
    assert "Ernakulam Division" in risen
    assert "उच्च कार्यालय" in risen


def test_who_does_not_see_a_complaint_is_given_no_draft(book):
    number = book.register()
    with pytest.raises(NotFound):
        draft(book, number, "far_operator")
