"""A new complaint refers to an old one, and each tells of the other to who may see it."""

import pytest
from casebook import EDAPALLY, KOCHI, against_staff

from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.refusals import InvalidInput


def test_both_directions_are_told(book):
    old = book.register()
    newer = [book.register(refers_to=old) for _ in range(2)]
    show = book.desk.cases.show
    operator = book.staff["operator"]
    assert show(operator, old).referred_to_by == tuple(newer)
    assert show(operator, newer[0]).refers_to == old
    assert show(operator, newer[0]).referred_to_by == ()


def test_who_may_not_see_the_new_one_does_not_learn_of_it(book):
    old = book.register()
    operator = book.staff["operator"]
    staff = against_staff(refers_to=old, named=["10000002"])
    confined = book.desk.intake.register(book.staff["call_centre"], staff).number
    show = book.desk.cases.show
    assert show(operator, old).referred_to_by == ()
    assert show(book.staff["auditor"], old).referred_to_by == (confined,)


def test_a_complaint_at_another_office_can_be_referred_to_and_nothing_of_it_is_told(book):
    elsewhere = book.register("other_operator", against_office=EDAPALLY)
    far = book.staff["far_operator"]
    number = book.register("far_operator", refers_to=elsewhere, against_office=KOCHI)
    view = book.desk.cases.show(far, number)
    assert view.refers_to == elsewhere
    assert "Edapally" not in str(view)


@pytest.mark.parametrize("change", ["a digit too few", "check digit", "nobody's", "letters"])
def test_a_number_that_is_not_known_is_refused_by_the_same_words(book, change):
    old = book.register()
    typed = {
        "a digit too few": old[:-1],
        "check digit": old[:-1] + str((int(old[-1]) + 1) % 10),
        "nobody's": "26079999990",
        "letters": "the first one",
    }[change]
    with pytest.raises(InvalidInput) as refused:
        book.register(refers_to=typed)
    assert list(refused.value.fields) == ["refers_to"]
    if change in ("check digit", "nobody's"):
        known = f"No complaint {typed} is known. Please compare it with the slip."
        assert str(refused.value) == known
    else:
        assert "eleven digits" in str(refused.value)


def test_a_number_is_taken_with_and_without_its_hyphens(book):
    old = book.register()
    assert book.row(book.register(refers_to=show_number(old))).refers_to == old
    assert book.row(book.register(refers_to=f" {old} ")).refers_to == old
