"""A token's code counts for its half minute and the ones beside it, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dopcrm_tui.rules.roles import EVERYBODY, NOBODY, Roles
from dopcrm_tui.rules.token_codes import NEVER, accepted_step, step_of
from dopcrm_tui.rules.vocabulary import ACCOUNT_ROLES, Role

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HERE = step_of(NOON)


def code_at(step):
    return f"{step % 1_000_000:06}"


@pytest.mark.parametrize(
    ("off", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_off_by_half_a_minute(off, counts):
    step = accepted_step(code_at(HERE + off), code_at, NEVER, NOON)
    assert step == (HERE + off if counts else None)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "१२३४५६", code_at(HERE)[:5]])
def test_what_is_no_code_does_not_count(typed):
    assert accepted_step(typed, code_at, NEVER, NOON) is None


def test_a_code_may_be_typed_in_two_groups():
    code = code_at(HERE)
    assert accepted_step(f" {code[:3]} {code[3:]} ", code_at, NEVER, NOON) == HERE


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 90)), max_size=20))
def test_no_code_counts_twice_and_none_older_than_the_last(tries):
    last, counted, now = NEVER, [], NOON
    for off, later in tries:
        now += timedelta(seconds=later)
        step = accepted_step(code_at(step_of(now) + off), code_at, last, now)
        if step is not None:
            last = step
            counted.append(step)
    assert counted == sorted(set(counted))


def test_roles_are_written_as_they_are_read():
    assert str(Roles("auditor operator")) == "operator auditor"
    assert Roles(str(EVERYBODY)) == EVERYBODY == frozenset(ACCOUNT_ROLES)
    assert Roles(NOBODY) == Roles("") == frozenset()
    assert str(Roles()) == NOBODY
    assert Roles("operator,supervisor") == {Role.OPERATOR, Role.SUPERVISOR}


@pytest.mark.parametrize("written", ["clerk", "sweeper", "operator complainant", "nobody operator"])
def test_what_is_no_role_of_an_account_is_refused(written):
    with pytest.raises(ValueError, match=r"is not a valid Role|Nobody logs in"):
        Roles(written)
