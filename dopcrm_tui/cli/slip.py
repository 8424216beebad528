"""The customer's acknowledgement."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.output import Facts
from dopcrm_tui.cli.typed import number_of
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time

if TYPE_CHECKING:
    from dopcrm_tui.services.cases import ComplaintView
    from dopcrm_tui.services.directory import OfficeView

app = group()


class Format(StrEnum):
    """How a slip can be written."""

    TEXT = "text"


@verb(app, "slip")
def slip(
    call: Call,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Eleven digits, with or without hyphens.")
    ],
    written_as: Annotated[  # noqa: ARG001  Typer checks the word
        Format, typer.Option("--format", help="How it is written.")
    ] = Format.TEXT,
) -> None:
    """Print the acknowledgement that a customer takes home."""
    wanted = number_of(number)
    with call.logged_in() as (desk, actor):
        view = desk.cases.show(actor, wanted)
        registered_at = desk.directory.by_code(view.registered_office)
    call.out.give(
        {
            "number": view.number,
            "registered_at": view.registered_at,
            "registered_office": registered_at.code,
            "name": view.complainant["name"],
            "service": view.service,
            "grievance_type": view.grievance_type,
            "article_number": view.subject.get("article_number"),
            "office": view.office_code,
            "due_at": view.due_at,
        },
        "Department of Posts: acknowledgement of a complaint\n",
        _facts(view, registered_at),
        "\nPlease quote the number. The complaint is closed only with your word; you will be sent\n"
        "a code to answer with.",
    )


def _facts(view: ComplaintView, registered_at: OfficeView) -> Facts:
    return Facts(
        (
            ("Number", show_number(view.number)),
            ("Registered", f"{show_time(view.registered_at)} at {registered_at.label}"),
            ("Complainant", view.complainant["name"]),
            ("Complaint", f"{view.service} - {view.grievance_type}"),
            ("Article", view.subject.get("article_number")),
            ("Pending with", f"{view.office_name} ({view.office_code})"),
            ("To be resolved by", show_time(view.due_at)),
        )
    )
