"""A clerk on a busy day, in a process of their own.

    python hall_worker.py STORE_URL EMPLOYEE_ID SEED ACTIONS

Registers, looks at queues and works what is there. Says `{"ready"}`, begins at the next line of
standard input, says of every write what was acknowledged and how long it took, and then how many
were refused because somebody else was faster.
"""

import random
import sys
import time
from collections import Counter
from datetime import timedelta

from busy_desk import article
from race_worker import FORM, actor_of, say

from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.refusals import Conflict, NotFound, NotPermitted
from dopcrm_tui.rules.vocabulary import Action, Queue
from dopcrm_tui.services.new_complaint import NewComplaint, parse_form

TRANSFERRED_TO = ("682024001", "560005001", "682011001", "682001001")
PAGE = 200


def main(url: str, employee_id: str, seed: str, actions: str) -> None:
    """Work, and end."""
    chance = random.Random(int(seed))
    desk = Desk.open(url, chance=random.SystemRandom())
    actor = actor_of(desk.store, employee_id)
    say({"ready": employee_id})
    sys.stdin.readline()
    refused: Counter[str] = Counter()
    for place in range(int(actions)):
        try:
            page = desk.queues.page(actor, Queue.PENDING, limit=PAGE)
            begun = time.perf_counter()
            if chance.random() < 0.3 or not page.lines:
                form = _form(int(seed) * 1_000_000 + place)
                done = {"number": desk.intake.register(actor, form).number, "version": 1}
            else:
                begun, done = _act(desk, actor, chance, chance.choice(page.lines).number)
        except (Conflict, NotFound, NotPermitted) as refusal:
            refused[refusal.code] += 1
            continue
        say({**done, "ms": (time.perf_counter() - begun) * 1_000})
    say({"refused": dict(refused)})


def _form(place: int) -> NewComplaint:
    """A complaint about an article of its own, as nearly all are."""
    subject = {**FORM["subject"], "article_number": article(place)}
    return parse_form({**FORM, "subject": subject})


def _act(
    desk: Desk, actor: Actor, chance: random.Random, number: str
) -> tuple[float, dict[str, object]]:
    """Do something that is allowed to a complaint; when the save began, and what became of it."""
    view = desk.cases.show(actor, number)
    able = [name for name, against in view.actions.items() if against is None and name in _ACTS]
    if not able:
        raise NotPermitted("Nothing is allowed here.")
    action = chance.choice(sorted(able))
    act = _ACTS[action](desk)
    target = None
    if action is Action.TRANSFER:
        target = chance.choice([code for code in TRANSFERRED_TO if code != view.office_code])
    begun = time.perf_counter()
    done = desk.processing.act(actor, number, act, version=view.version, target_code=target)
    return begun, {"number": done.number, "version": done.version}


def _interim(desk: Desk) -> Act:
    by = desk.clock().date() + timedelta(days=5)
    return Act(action=Action.INTERIM_REPLY, reason="It is looked for.", expected_by=by)


_ACTS = {
    Action.TAKE: lambda _desk: Act(action=Action.TAKE),
    Action.RELEASE: lambda _desk: Act(action=Action.RELEASE),
    Action.REMARK: lambda _desk: Act(action=Action.REMARK, text="Seen."),
    Action.INTERIM_REPLY: _interim,
    Action.SEEK_CONFIRMATION: lambda _desk: Act(
        action=Action.SEEK_CONFIRMATION, text="It was delivered."
    ),
    Action.TRANSFER: lambda _desk: Act(action=Action.TRANSFER, reason="Theirs."),
}


if __name__ == "__main__":
    main(*sys.argv[1:])
