"""Terminals of the toy app."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pty_terminal import PtyTerminal

TOY = Path(__file__).with_name("toy_app.py")
SUPPORT = TOY.parents[1] / "support"
OpenToy = Callable[..., PtyTerminal]


@pytest.fixture
def open_toy(tmp_path: Path) -> Iterator[OpenToy]:
    """Run the toy app with `tmp_path` as its state directory; it ends with the test."""
    with ExitStack() as terminals:

        def run(screen: str = "form", theme: str = "-", **options: object) -> PtyTerminal:
            path = f"{SUPPORT}:{SUPPORT.parents[1]}"
            env = {"PYTHONPATH": path, **options.pop("env", {})}
            argv = [sys.executable, str(TOY), str(tmp_path), theme, screen]
            return terminals.enter_context(PtyTerminal(argv, env=env, **options))

        yield run
