"""The whole command line, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from dopcrm_tui.cli import (
    accounts,
    asking,
    audit,
    backups,
    complaints,
    demo,
    doctor,
    drafts,
    exporting,
    host,
    inbound,
    inbox,
    incidents,
    init,
    losses,
    notices,
    offices,
    operators,
    policies,
    processing,
    register,
    reports,
    respond,
    slip,
    spool,
    store,
    supervising,
    sweep,
    taxonomy,
    tokens,
)
from dopcrm_tui.cli.call import AsJson, Call, StoreUrl
from dopcrm_tui.cli.output import Output

app = typer.Typer(name="dopcrm", rich_markup_mode=None, pretty_exceptions_enable=False)

for module in (demo, init, accounts, slip, doctor, host, inbound, sweep, backups, reports):
    app.add_typer(module.app)
for part in (register, processing, asking, supervising, losses, respond, exporting):
    complaints.app.add_typer(part.app)
complaints.app.add_typer(incidents.joining)

app.add_typer(audit.app, name="audit")
app.add_typer(complaints.app, name="complaint")
app.add_typer(drafts.app, name="draft")
app.add_typer(inbox.app, name="inbox")
app.add_typer(incidents.app, name="incident")
app.add_typer(notices.app, name="notice")
app.add_typer(offices.app, name="office")
app.add_typer(operators.app, name="operator")
app.add_typer(policies.app, name="policy")
app.add_typer(spool.app, name="spool")
app.add_typer(store.app, name="store")
app.add_typer(taxonomy.app, name="taxonomy")
app.add_typer(tokens.app, name="token")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dopcrm {version('dopcrm-tui')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def dopcrm(
    context: typer.Context,
    store_url: StoreUrl = None,
    as_json: AsJson = False,
    version: Annotated[  # noqa: ARG001  its callback acts
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """Complaints, from desk to closure. Without a command it opens the screens."""
    call = Call(store_url, Output(as_json))
    context.obj = call
    if context.invoked_subcommand is None:
        from screens.opening import open_screens

        open_screens(call.settings)
