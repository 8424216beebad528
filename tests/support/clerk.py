"""Clerks in processes of their own, for races that are real and deaths that are sudden."""

import json
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

WORKER = Path(__file__).with_name("race_worker.py")
TOGETHER = 0.02
"""Seconds ahead at which clerks are told to begin, enough for both to have read the order."""


class Clerk:
    """One process working on a store."""

    def __init__(self, url: str, employee_id: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), url, employee_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        assert "ready" in self.hear(), "the clerk did not come to the counter"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    def order(self, **order: Any) -> None:
        """Give an order and do not wait for the answer."""
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Wait for the next answer; an empty one when the process is gone."""
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else {}

    def kill(self) -> list[dict[str, Any]]:
        """Kill the process at once (SIGKILL) and return what it still had answered."""
        if self._process.returncode is not None:
            return []
        self._process.kill()
        rest = [json.loads(line) for line in self._process.stdout if line.endswith("\n")]
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        return rest


def together(*clerks: tuple[Clerk, dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each clerk an order to begin at one moment; return their answers in the same order."""
    at = time.time() + TOGETHER
    for clerk, order in clerks:
        clerk.order(at=at, **order)
    return [clerk.hear() for clerk, _ in clerks]
