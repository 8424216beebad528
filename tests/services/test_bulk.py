"""The same done to many: nobody's refusal stops the next."""

import pytest

from dopcrm_tui.rules.refusals import Conflict, NotFound
from dopcrm_tui.services.bulk import key_of, one_by_one


def test_each_is_told_as_soon_as_it_is_done_and_none_before_it_is_asked_for():
    done = []

    def act(name):
        done.append(name)
        if name == "b":
            raise Conflict("Somebody was faster.")
        return name.upper()

    coming = one_by_one("abc", act)
    assert done == []
    assert next(coming) == ("a", "A")
    assert done == ["a"]
    name, why = next(coming)
    assert (name, str(why)) == ("b", "Somebody was faster.")
    assert list(coming) == [("c", "C")]


def test_what_is_no_refusal_is_a_fault_and_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        list(one_by_one([0], lambda name: 1 / name))


def test_a_repeat_with_the_same_key_acts_once_on_each(book):
    numbers = [book.register() for _ in range(3)]

    def act(number):
        return book.act(number, "remark", text="Asked.", key=key_of("the-dialog", number))

    first = dict(one_by_one(numbers, act))
    again = dict(one_by_one([*numbers, "26079999990"], act))
    assert {number: again[number].version for number in numbers} == {
        number: first[number].version for number in numbers
    }
    assert isinstance(again["26079999990"], NotFound)
    assert [len(book.events(number)) for number in numbers] == [2, 2, 2]
