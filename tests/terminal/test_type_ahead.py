"""Keys typed faster than the screen can follow land where they were meant to."""

import pytest

F8, F10 = "\x1b[19~", "\x1b[21~"
PAUSES = [0, 0.005, 0.010, 0.020, 0.030]


@pytest.mark.parametrize("pause", PAUSES)
def test_tabs_and_full_fields_move_on_at_any_speed(open_toy, pause):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"Ravi Kumar\t9876543210110001EN123456789IN{F10}", pause=pause)
    assert "1: Ravi Kumar|9876543210|110001|EN123456789IN." in toy.wait_for("1: ")


@pytest.mark.parametrize("pause", PAUSES)
def test_a_dialog_asked_for_by_a_key_gets_the_keys_behind_it(open_toy, pause):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"Ravi{F8}office 12\rEN123456789IN{F10}", pause=pause)
    shown = toy.wait_for("1: ")
    assert "1: Ravi|||EN123456789IN." in shown
    toy.wait_for("note office 12")


def test_a_burst_of_ten_forms_is_saved_ten_times_and_nothing_is_mixed(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    to_the_first_field = "\x1b[Z" * 3
    forms = (
        f"name {turn}\t987654321{turn}11000{turn}x{turn}{F10}{to_the_first_field}"
        for turn in range(10)
    )
    toy.press("".join(forms))
    assert "10: name 9|9876543219|110009|x9." in toy.wait_for("10: ")


@pytest.mark.parametrize("keys", ["\x1b0", "\x1b\x5b21~"], ids=["Esc 0", "F10"])
def test_escape_and_a_digit_are_an_f_key(open_toy, keys):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"Ravi{keys}")
    assert "1: Ravi|||." in toy.wait_for("1: ")


@pytest.mark.parametrize("pause", [0.01, 0.2])
def test_escape_and_a_digit_may_be_typed_slowly(open_toy, pause):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("Ravi\x1b0", pause=pause)
    assert "1: Ravi|||." in toy.wait_for("1: ")


def test_escape_twice_cancels_one_level(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"{F8}half a note\x1b\x1bEN1{F10}")
    toy.wait_for("note None")
    assert "1: |||EN1." in toy.wait_for("1: ")


def test_a_paste_goes_where_the_keys_before_it_led(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"Ravi\t\x1b[200~9876543210\x1b[201~110001\x1b[200~EN1\x1b[201~{F10}")
    assert "1: Ravi|9876543210|110001|EN1." in toy.wait_for("1: ")


def test_a_paste_with_an_escape_in_it_presses_no_key(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("\x1b[200~a\x1b\x13b\x1b[21~c\r\x1b[201~")
    toy.wait_for("\u241b")
    toy.press(F10)
    assert "1: a\u241b\ufffdb\u241b[21~c|||." in toy.wait_for(": a").replace("^S", "\ufffd")
