"""Writers at work on a cluster, and what the store holds of what it acknowledged."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ha_cluster import Cluster
from sqlmodel import col, select

from data.database import Store
from data.models.complaint import Complaint
from data.models.papers import Submission

WRITER = Path(__file__).with_name("ha_writer.py")
CLERKS = ("10000002", "10000003", "10000004", "10000012")


@dataclass
class Hall:
    """Who writes, and what they were told."""

    writers: list[subprocess.Popen]
    prefix: str
    begun: float
    told: list[dict] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """Let them write for some seconds."""
        time.sleep(max(0.0, self.begun + seconds - time.monotonic()))

    def finish(self) -> None:
        """Wait for all, and gather what each was told."""
        for writer in self.writers:
            said, wrong = writer.communicate(timeout=180)
            assert writer.returncode == 0, wrong
            self.told += [json.loads(line) for line in said.splitlines()]

    @property
    def saved(self) -> list[dict]:
        return [one for one in self.told if "number" in one]

    @property
    def longest_pause(self) -> float:
        """The longest time (seconds) in which nobody's complaint was saved."""
        moments = sorted([self.begun, *(one["at"] for one in self.saved)])
        return max(later - sooner for sooner, later in pairwise(moments))


@contextmanager
def hall(cluster: Cluster, prefix: str, seconds: float, url: str = "") -> Iterator[Hall]:
    """Let four write for some seconds."""
    writers = [
        subprocess.Popen(
            [sys.executable, WRITER, url or cluster.url, clerk, f"{prefix}-{clerk}", str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for clerk in CLERKS
    ]
    try:
        for writer in writers:
            assert writer.stdout.readline(), writer.stderr.read()
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        yield Hall(writers, prefix, time.monotonic())
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def check_kept(store: Store, hall: Hall) -> None:
    """Every number that was told is there, once and for its key; nothing else was made."""
    with store.reading(unhurried=True) as session:
        kept = session.exec(
            select(Submission.once, Complaint.number)
            .join(Complaint, col(Complaint.id) == col(Submission.complaint_id))
            .where(col(Submission.once).contains(f"{hall.prefix}-"))
        ).all()
    assert not [one for one in hall.told if "refused" in one]
    told = sorted((one["key"], one["number"]) for one in hall.saved)
    assert len({number for _, number in kept}) == len(kept)
    assert sorted(map(tuple, kept)) == told


def found_by_name(store: Store, name: str) -> list[str]:
    """The numbers of the complaints of a customer."""
    with store.reading() as session:
        wanted = select(Complaint.number).where(Complaint.complainant_name == name)
        return list(session.exec(wanted))
