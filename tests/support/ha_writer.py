"""A clerk who registers one complaint after the other for some seconds.

    python ha_writer.py STORE_URL EMPLOYEE_ID PREFIX SECONDS

Says `{"ready"}`, begins at the next line of standard input, says every number the store
acknowledged with the form's key and the moment (seconds of the monotonic clock, one for all
processes of a machine), and `{"refused"}` with the sentence where the store was given up.
"""

import random
import sys
import time

from race_worker import FORM, actor_of, say

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.services.new_complaint import parse_form


def main(url: str, employee_id: str, prefix: str, seconds: str) -> None:
    """Register, and end."""
    desk = Desk.open(url, chance=random.SystemRandom())
    actor, form = actor_of(desk.store, employee_id), parse_form(FORM)
    say({"ready": employee_id})
    sys.stdin.readline()
    until, place = time.monotonic() + float(seconds), 0
    while time.monotonic() < until:
        key = f"{prefix}-{place}"
        try:
            number = desk.intake.register(actor, form, key=key).number
        except Refusal as refusal:
            say({"refused": str(refusal), "key": key})
        else:
            say({"number": number, "key": key, "at": time.monotonic()})
        place += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
