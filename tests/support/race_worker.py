"""A clerk in a process of their own: takes orders as JSON lines, answers each with one.

    python race_worker.py STORE_URL EMPLOYEE_ID

Orders: {"do": "act", "action", "number", "version", "at", …}, {"do": "register", "key", "at"}, and
{"do": "register_on", "prefix"}, which registers one complaint after another until the process ends.
{"do": "inbound", "letter"} hands in an e-mail; {"do": "answer", "number", "action", "code"} takes
an answer down at the counter; {"do": "open", "number"} has a complaint open; {"do": "ring"} answers
the alarms that have rung. `at` is the moment (seconds of `time.time`) to begin at, so that two
begin together.
"""

import json
import random
import sys
import time

from sqlmodel import select

from data.database import Store
from data.models.message import NoticeChannel
from data.models.office import Office
from data.models.operator import Operator
from data.queries.offices import path_of
from dopcrm_tui.desk import Desk
from dopcrm_tui.gateways.channel import Arrived
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.refusals import Refusal
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.new_complaint import NewComplaint, parse_form

FORM = {
    "grievance": "101",
    "complainant": {"name": "Asha Nair", "mobile": "9876543210"},
    "subject": {
        "article_number": "EM123456785IN",
        "booking_date": "2026-11-01",
        "booking_office": "682001001",
    },
    "against_office": "682001001",
    "description": "The article has not reached the addressee.",
}


def main(url: str, employee_id: str) -> None:
    """Serve until standard input ends."""
    desk = Desk.open(url, chance=random.SystemRandom())
    actor = actor_of(desk.store, employee_id)
    form = parse_form(FORM)
    say({"ready": employee_id})
    for line in sys.stdin:
        order = json.loads(line)
        _wait_until(order.get("at", 0.0))
        try:
            say(_obey(desk, actor, form, order))
        except Refusal as refusal:
            say({"refused": refusal.code, "sentence": str(refusal)})


def _obey(desk: Desk, actor: Actor, form: NewComplaint, order: dict) -> dict:
    if order["do"] == "act":
        act = Act(action=Action(order["action"]), text=order.get("text", ""))
        done = desk.processing.act(actor, order["number"], act, version=order["version"])
        return {"done": done.number, "version": done.version}
    if order["do"] == "inbound":
        arrived = Arrived("", "ravi@example.in", desk.clock(), order["letter"].encode(), "")
        return {"done": desk.inbound.take_in(NoticeChannel.EMAIL, arrived).outcome}
    if order["do"] == "answer":
        act = Act(action=Action(order["action"]), reason="Nothing came.")
        done = desk.answers.respond(actor, order["number"], act, code=order["code"])
        return {"done": done.number}
    if order["do"] == "open":
        desk.viewings.begin(actor, order["number"])
        return {"done": order["number"]}
    if order["do"] == "ring":
        return {"done": sum(desk.sweeper.ring().done.values())}
    if order["do"] == "register_on":
        place = 0
        while True:
            key = f"{order['prefix']}-{place}"
            say({"done": desk.intake.register(actor, form, key=key).number, "key": key})
            place += 1
    return {"done": desk.intake.register(actor, form, key=order["key"]).number}


def actor_of(store: Store, employee_id: str) -> Actor:
    """Return who works under an ID, without a login."""
    with store.reading() as session:
        row = session.exec(select(Operator).where(Operator.employee_id == employee_id)).one()
        office = session.get_one(Office, row.office_id)
        return Actor(row.id, row.role, path_of(office), employee_id, row.name)


def _wait_until(at: float) -> None:
    while time.time() < at:
        pass


def say(answer: dict) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
