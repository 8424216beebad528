"""A changed number rehearsed over a desk's past: by office, and nothing is changed."""

import pytest
from casebook import EDAPALLY, KOCHI

from dopcrm_tui.rules.refusals import InvalidInput, NotPermitted
from dopcrm_tui.rules.rehearsal import Outcome
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.reports import Filters


@pytest.fixture
def past(book):
    """Three complaints of Kochi, answered after 12 days, and one of Edapally that is not."""
    numbers = [
        book.register(complainant={"mobile": f"980000000{place}"}, against_office=office)
        for place, office in enumerate((KOCHI, KOCHI, KOCHI, EDAPALLY))
    ]
    book.clock.advance(days=12)
    for number in numbers[:3]:
        book.act(number, Action.SEEK_CONFIRMATION, text="Delivered on 20 November.")


@pytest.mark.usefixtures("past")
def test_what_would_have_been_late_is_told_by_office(desk, book, staff):
    before = book.everything()
    done = desk.reports.rehearse(staff["division_supervisor"], "resolve_limit_mail", "P10D")
    assert done.complaints == 4
    assert {row.label: dict(row.would_be) for row in done.offices} == {
        "Kochi": {Outcome.LATE: 3, Outcome.ESCALATED: 3},
        "Edapally": {Outcome.LATE: 1, Outcome.ESCALATED: 1},
    }
    assert not done.total.was
    assert done.total.would_be[Outcome.LATE] == 4
    assert book.everything() == before


@pytest.mark.usefixtures("past")
def test_a_chief_sees_divisions_and_an_office_only_its_own(desk, staff):
    [circle] = desk.reports.rehearse(
        staff["directorate_supervisor"], "resolve_limit_mail", "P10D"
    ).offices
    assert circle.label == "Kerala Circle"
    [kochi] = desk.reports.rehearse(
        staff["office_supervisor"], "resolve_limit_mail", "P10D"
    ).offices
    assert kochi.would_be[Outcome.LATE] == 3
    there = Filters(office=EDAPALLY)
    done = desk.reports.rehearse(staff["division_supervisor"], "resolve_limit_mail", "P10D", there)
    assert done.total.would_be[Outcome.LATE] == 1


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("remark_max", "10", "key"),
        ("nonsense", "P1D", "key"),
        ("resolve_limit", "soon", "value"),
        ("resolve_limit", "-P1D", "value"),
    ],
)
def test_what_cannot_be_rehearsed_is_said(desk, staff, key, value, field):
    with pytest.raises(InvalidInput) as refused:
        desk.reports.rehearse(staff["division_supervisor"], key, value)
    assert set(refused.value.fields) == {field}


def test_who_decides_nothing_rehearses_nothing(desk, operator, administrator):
    for actor in (operator, administrator):
        with pytest.raises(NotPermitted):
            desk.reports.rehearse(actor, "resolve_limit", "P10D")
