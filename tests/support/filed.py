"""Complaints on file, made through the services."""

import re

from dopcrm_tui.demo.letters import pdf
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.complaint import Act, Actor
from dopcrm_tui.rules.vocabulary import Action
from dopcrm_tui.services.new_complaint import Complainant, NewComplaint

PDF = pdf("A receipt.")
"""The smallest file that is a whole PDF."""


FORM = NewComplaint(
    grievance="102",
    complainant=Complainant(name="Ravi Kumar", mobile="9876543210"),
    subject={
        "article_number": "EM123456785IN",
        "booking_date": "01112026",
        "booking_office": "682001001",
    },
    against_office="682001001",
    description="Never came.",
)
"""A Speed Post complaint against Kochi H.O, as a clerk hands it in."""


def file_complaint(
    desk: Desk,
    by: Actor,
    *,
    name: str = "Ravi Kumar",
    mobile: str = "9876543210",
    email: str = "",
    article: str = "EM123456785IN",
    description: str = "The article was booked and never came.",
) -> str:
    """Register a Speed Post complaint against Kochi H.O and return its number."""
    form = NewComplaint(
        grievance="102",
        complainant=Complainant(
            name=name, mobile=mobile, email=email, address="12 MG Road", pin="682001"
        ),
        subject={
            "article_number": article,
            "booking_date": "2026-11-01",
            "booking_office": "682001001",
        },
        against_office="682001001",
        description=description,
        accept_warnings=True,
    )
    return desk.intake.register(by, form).number


def act(desk: Desk, by: Actor, number: str, action: Action, **said: object) -> None:
    """Do something to a complaint."""
    desk.processing.act(by, number, Act(action=action, **said))


def code_of(desk: Desk, by: Actor, number: str) -> str:
    """Return the response code the customer was sent, as the demo store's outbox shows it."""
    found = (re.search(r"code:? (\d{6})", each.text) for each in desk.outbox.notices(by, number))
    return next(match[1] for match in found if match)
