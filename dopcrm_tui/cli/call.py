"""A command as it was called: where the store is, who is logged in, where the answer goes."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dopcrm_tui.cli import session
from dopcrm_tui.cli.output import Output
from dopcrm_tui.rules.refusals import NotLoggedIn

if TYPE_CHECKING:
    from dopcrm_tui.desk import Desk
    from dopcrm_tui.rules.complaint import Actor
    from dopcrm_tui.settings import Settings

F = TypeVar("F", bound=Callable[..., object])

StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="sqlite:///path/to/file.db or postgresql://…; else DOPCRM_STORE, else your own file.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]


@dataclass(frozen=True, slots=True)
class Call:
    """What every verb is given first."""

    store: str | None
    out: Output

    @property
    def settings(self) -> Settings:
        """The settings, with the store named on the command line."""
        from dopcrm_tui.settings import read_settings

        return read_settings(os.environ, store=self.store)

    @contextmanager
    def desk(self, *, read_only: bool = False) -> Iterator[Desk]:
        """Open the desk, and let go of the store at the end. Raises StoreUnavailable."""
        from dopcrm_tui.desk import Desk

        settings = self.settings
        desk = Desk.open(
            settings.store,
            read_only=read_only,
            templates=settings.templates,
            spool_dir=settings.spool_dir,
            drafts_dir=settings.drafts_dir,
            place=settings.place,
            employee_id=settings.employee_id,
            attach_from=settings.attach_from,
        )
        try:
            yield desk
        finally:
            desk.store.close()

    @contextmanager
    def logged_in(self) -> Iterator[tuple[Desk, Actor]]:
        """Open the desk for whoever is logged in. Raises NotLoggedIn, StoreUnavailable."""
        with self.desk() as desk:
            token = session.kept(self.settings.token_file)
            if token is None:
                raise NotLoggedIn("You are not logged in. Please log in: dopcrm login")
            yield desk, desk.accounts.actor(token)


def group(about: str | None = None) -> typer.Typer:
    """Return a group of commands; help is plain text, for every terminal and screen reader."""
    return typer.Typer(help=about, rich_markup_mode=None)


def verb(of: typer.Typer, name: str) -> Callable[[F], F]:
    """Make a function a command of a group; it is given a `Call` first.

    Each command takes --store and --json itself, so that they may stand anywhere on the line.
    """

    def register(function: F) -> F:
        @functools.wraps(function)
        def command(context: typer.Context, **given: Any) -> object:  # noqa: ANN401
            above: Call = context.obj
            store, as_json = given.pop("store_url"), given.pop("as_json")
            return function(
                Call(store or above.store, Output(as_json or above.out.as_json)), **given
            )

        command.__signature__ = _signature(function)  # type: ignore[attr-defined]
        command.__annotations__ = {}
        of.command(name)(command)
        return function

    return register


def _signature(function: Callable[..., object]) -> inspect.Signature:
    """Return what Typer reads: a context in place of the call, and the two options of all."""
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    more = [
        inspect.Parameter("store_url", keyword, annotation=StoreUrl, default=None),
        inspect.Parameter("as_json", keyword, annotation=AsJson, default=False),
    ]
    context = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    return inspect.Signature([context, *(one.replace(kind=keyword) for one in own), *more])
