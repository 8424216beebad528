"""However the app ends, work is unmounted and the terminal is handed back."""

import signal

import pytest

F3, F9 = "\x1bOR", "\x1b[20~"
ALTERNATE_SCREEN_OFF, CURSOR_ON, PASTE_OFF = b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l"


def restored(toy):
    end = bytes(toy.raw[toy.raw.rfind(b"\x1b[?1049h") :])
    return all(mode in end for mode in (ALTERNATE_SCREEN_OFF, CURSOR_ON, PASTE_OFF))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_unmounts_returns_and_restores(number, open_toy, tmp_path):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("half a name")
    toy.wait_for("half a name")
    toy.signal(number)
    assert toy.exit_status() == 128 + number
    assert (tmp_path / "unmounted").read_text() == "half a name"
    assert (tmp_path / "returned").exists()
    assert restored(toy)


def test_a_lost_line_ends_the_program_in_order(open_toy, tmp_path):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("half a name")
    toy.wait_for("half a name")
    toy.hang_up()
    toy.exit_status()
    assert (tmp_path / "unmounted").read_text() == "half a name"
    assert (tmp_path / "returned").exists()


@pytest.mark.parametrize("keys", ["\x03", "\x11"], ids=["^C", "^Q"])
def test_control_c_and_q_only_say_how_to_leave(keys, open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(keys)
    toy.wait_for("F3 leaves")
    toy.press("x\x1b[21~")
    toy.wait_for("1: x|||.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTSTP])
def test_signals_of_the_keyboard_stop_nothing(number, open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.signal(number)
    toy.press("x\x1b[21~")
    toy.wait_for("1: x|||.")


def test_f3_leaves_with_status_0(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(F3)
    assert toy.exit_status() == 0
    assert restored(toy)


def test_a_fault_shows_its_incident_restores_the_terminal_and_logs_no_value(open_toy, tmp_path):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press(f"Ravi{F9}")
    assert toy.exit_status() == 1
    assert restored(toy)
    log = (tmp_path / "crash.log").read_text()
    incident = log.split("incident ")[1].split()[0]
    assert f"Incident {incident}" in toy.text.replace("\n", "")
    assert "action_fail" in log
    assert "ValueError" in log
    after = bytes(toy.raw[toy.raw.rfind(ALTERNATE_SCREEN_OFF) :])
    assert "9876543210" not in log
    assert b"9876543210" not in after
    assert b"Traceback" not in after
    assert (tmp_path / "crash.log").stat().st_mode & 0o777 == 0o600


def test_nothing_is_sent_while_nobody_types(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.settle()
    assert toy.settle(quiet=3) == 0


def test_a_window_too_small_says_so_and_keeps_what_was_typed(open_toy):
    toy = open_toy()
    toy.wait_for("ready")
    toy.press("Ravi")
    toy.wait_for("Ravi")
    toy.resize(60, 20)
    shown = toy.wait_for("Terminal is 60x20; needs 80x24")
    assert "Ravi" not in shown
    toy.press("unseen")
    toy.settle()
    toy.resize(100, 30)
    toy.wait_for("Ravi")
    toy.press("!\x1b[21~")
    shown = toy.wait_for("1: Ravi!|||.")
    assert "needs" not in shown
