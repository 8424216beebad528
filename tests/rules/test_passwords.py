"""Passwords: long rather than crooked, and never what a colleague would guess first."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dopcrm_tui.rules.passwords import Demand, check_new_password, is_too_old, new_secret
from dopcrm_tui.rules.policy import PasswordProfile, Policy

COMMON = frozenset({"password", "passw0rd", "administrator", "welcome", "letmein", "12345678"})
RAVI = ("10000001", "Ravi Kumar", "Sansad Marg H.O", "शर्मिला")
thorough = settings(max_examples=300, deadline=None)


def check(password, *, has_token=False, profile=PasswordProfile.ASVS, context=RAVI):
    demand = Demand(profile, has_token)
    check_new_password(password, context=context, demand=demand, common=COMMON)


def refusal(password, **how):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        check(password, **how)
    return str(refused.value)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "the blue kettle sings",
        "मेरा नीला घोड़ा तेज है",
        "tR7#kq9!vX2$mPw",
        "x" * 3 + "morning tea at nine",
    ],
)
def test_a_long_password_of_any_kind_is_taken(password):
    check(password)


def test_beside_a_token_eight_characters_will_do():
    check("kettle4u", has_token=True)


@pytest.mark.parametrize(
    ("password", "has_token", "least", "length"),
    [("fourteen chars", False, 15, 14), ("kettle4", True, 8, 7), ("", True, 8, 0)],
)
def test_a_short_password_is_told_the_length(password, has_token, least, length):
    assert refusal(password, has_token=has_token) == (
        f"A password has at least {least} characters; this one has {length}."
    )


def test_a_password_of_megabytes_is_refused():
    assert "at most 128" in refusal("correct horse " * 100_000)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaa",
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "abcabcabcabcabcabc",
        "kettle4ukettle4u",
        "administrator123",
    ],
)
def test_a_pattern_is_refused_at_any_length(password):
    assert "guessed first" in refusal(password)


@pytest.mark.parametrize("password", ["Password1!", "12345678", "welcome2026", "Passw0rd"])
def test_a_pattern_is_refused_beside_a_token(password):
    assert "guessed first" in refusal(password, has_token=True)


@pytest.mark.parametrize(
    "password",
    [
        "my id is 10000001 ok",
        "KUMAR drinks much tea",
        "the sansad kettle sings",
        "India Post forever and on",
        "DOPCRM kettle sings",
        "शर्मिला का नीला घोड़ा",
    ],
)
def test_what_others_know_of_the_owner_is_refused(password):
    assert "holds your ID" in refusal(password)


def test_a_short_part_of_a_name_does_not_forbid_words_that_hold_it():
    check("programme of the harvest", context=["Ram Om Ho"])


def test_a_lone_surrogate_is_refused_before_it_is_hashed():
    assert "no keyboard" in refusal("correct horse \udc80 battery")


@thorough
@given(st.integers())
def test_a_secret_is_readable_at_a_counter_and_strong_enough(seed):
    secret = new_secret(random.Random(seed))
    assert [len(group) for group in secret.split("-")] == [4, 4, 4, 4]
    assert not set(secret) & set("0o1il2z5s6b8gquvBIOQSZ|")
    assert len(secret) >= 15


def test_two_secrets_differ():
    rng = random.Random(7)
    assert len({new_secret(rng) for _ in range(1_000)}) == 1_000


@thorough
@given(st.text(), st.booleans())
def test_any_text_is_taken_or_refused(text, has_token):
    try:
        check(text, has_token=has_token)
    except ValueError:
        return
    assert len(text) >= (8 if has_token else 15)
    text.encode()


@pytest.mark.parametrize("password", ["Kettle4u!", "Nile-24x", "नीलाAa1 "])
def test_the_profile_nic_takes_eight_signs_of_four_kinds(password):
    check(password, profile=PasswordProfile.NIC)


@pytest.mark.parametrize(
    "password", ["kettle4u!", "KETTLE4U!", "Kettleuu!", "Kettle4uu", "correct horse battery staple"]
)
def test_the_profile_nic_refuses_what_lacks_a_kind(password):
    assert "a capital letter, a small one, a digit" in refusal(
        password, profile=PasswordProfile.NIC
    )


def test_the_profile_nic_refuses_what_is_guessed_first_all_the_same():
    assert "guessed first" in refusal("Passw0rd!", profile=PasswordProfile.NIC)
    assert "holds your ID" in refusal("Kumar-24x", profile=PasswordProfile.NIC)


@pytest.mark.parametrize(
    ("profile", "days", "due"),
    [
        (PasswordProfile.NIC, 44, False),
        (PasswordProfile.NIC, 45, True),
        (PasswordProfile.ASVS, 4_500, False),
    ],
)
def test_a_new_password_is_due_by_age_in_the_profile_nic_alone(profile, days, due):
    policy = Policy(password_profile=profile)
    set_at = datetime(2026, 1, 1, tzinfo=UTC)
    assert is_too_old(set_at, set_at + timedelta(days=days), policy) is due
