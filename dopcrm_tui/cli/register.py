"""Registering complaints from JSON, and the form each grievance takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dopcrm_tui.cli import documents
from dopcrm_tui.cli.call import Call, group, verb
from dopcrm_tui.cli.files import documents_of, papers_of, text_of
from dopcrm_tui.cli.many import answer_all
from dopcrm_tui.cli.output import Facts, Part, Rows
from dopcrm_tui.rules.complaint_number import show_number
from dopcrm_tui.rules.dates import show_time
from dopcrm_tui.rules.refusals import InvalidInput, NotFound

if TYPE_CHECKING:
    from data.catalogues.taxonomy import Field
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.services.intake import Registered

app = group()


@verb(app, "form")
def form(
    call: Call, code: Annotated[str, typer.Argument(metavar="CODE", help="Three digits.")]
) -> None:
    """Show what `register` takes for a grievance; with --json as JSON Schema."""
    from data.catalogues.taxonomy import field_set, grievance
    from dopcrm_tui.cli.form_schema import schema_of

    try:
        kind = grievance(code)
    except KeyError:
        raise NotFound(f"{code} is not a grievance code; `taxonomy list` names them.") from None
    fields = field_set(kind.field_set)
    call.out.give(
        schema_of(kind),
        f"{kind.code} {kind.category}: {kind.label}\n",
        Rows(
            ("subject", "Label", "Kind", "Needed", "Help"),
            [(field.name, field.label, field.kind, _needed(field), field.help) for field in fields],
        ),
    )


def _needed(field: Field) -> str:
    if field.one_of:
        return f"one of {field.one_of}"
    return "yes" if field.required else ""


@verb(app, "register")
def register(
    call: Call,
    from_file: Annotated[
        str,
        typer.Option("--from", metavar="FILE", help="JSON or JSON Lines; `-` reads stdin."),
    ],
    idempotency_key: Annotated[
        str | None,
        typer.Option("--idempotency-key", metavar="KEY", help="Sent twice, it registers once."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what is wrong, save nothing.")
    ] = False,
    accept_warnings: Annotated[
        bool, typer.Option("--accept-warnings", help="Register in spite of warnings.")
    ] = False,
) -> None:
    """Register complaints, and print number, holder and due date of each."""
    forms, lines = documents_of(text_of(from_file))
    with call.logged_in() as (desk, actor):

        def one(place: int) -> tuple[dict[str, Any], Part]:
            key = f"{idempotency_key}-{place + 1}" if idempotency_key and lines else idempotency_key
            done = _register(desk, actor, forms[place], key, check, accept_warnings)
            return documents.registered(done), _told(done)

        names = [{"line": place + 1} for place in range(len(forms))]
        answer_all(call, names, one, one_alone=not lines)


def _register(
    desk: Desk, actor: Actor, form: object, key: str | None, check: bool, accept: bool
) -> Registered:
    """Register or check one form. Raises InvalidInput, files and fields told together."""
    from dopcrm_tui.services.new_complaint import parse_form

    typed = parse_form(form)
    if accept:
        typed = typed.model_copy(update={"accept_warnings": True})
    try:
        papers = papers_of(typed.attachments)
    except InvalidInput as unreadable:
        raise InvalidInput(unreadable.fields | _problems(desk, actor, typed)) from None
    if check:
        return desk.intake.check(actor, typed, papers)
    return desk.intake.register(actor, typed, papers, key=key)


def _problems(desk: Desk, actor: Actor, form: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what else is wrong with a form whose attachments cannot be read."""
    try:
        desk.intake.check(actor, form)
    except InvalidInput as problem:
        return problem.fields
    return {}


def _told(done: Registered) -> Facts:
    return Facts(
        (
            ("Number", show_number(done.number) if done.number else "(checked, not registered)"),
            ("Pending with", f"{done.office_code} {done.office_name}"),
            ("Due", show_time(done.due_at)),
            ("Please note", "\n".join(done.warnings.values())),
            ("Looks like", ", ".join(show_number(number) for number in done.lookalikes)),
        )
    )
