"""Many clerks and two sweepers on one store: what was acknowledged is there, and there once."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

import pytest
from bare_writes import bare_writes
from command_line import Shell
from overdue import make_due, make_others
from sqlalchemy import text
from sqlmodel import col, select
from whole import check_whole

from data.models.complaint import Complaint
from data.models.history import Event
from dopcrm_tui.desk import Desk
from dopcrm_tui.rules.vocabulary import Role

WORKER = Path(__file__).parent.parent / "support" / "hall_worker.py"
CLERKS = ("10000002", "10000003", "10000004", "10000012", "10000005")


def _url(store):
    return store.engine.url.render_as_string(hide_password=False)


def _started(words, hall, env=None):
    process = subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )
    hall.callback(_ended, process)
    return process


def _ended(process):
    process.kill()
    process.communicate()


def work(store, clerks, actions, folder):
    """Let them all work at once; return what each process said, and how long it took."""
    with ExitStack() as hall:
        home = Shell(_url(store), folder).environment()
        watch = ["-m", "dopcrm_tui", "sweep", "--watch", "1"]
        sweepers = [_started(watch, hall, home) for _ in range(2)]
        at_work = [
            _started([str(WORKER), _url(store), CLERKS[seed % 5], str(seed), str(actions)], hall)
            for seed in range(clerks)
        ]
        for each in (*at_work, *sweepers):
            assert each.stdout.readline(), each.stderr.read()
        begun = time.monotonic()
        for each in at_work:
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate() for each in at_work]
        took = time.monotonic() - begun
        for each in sweepers:
            assert each.poll() is None, each.stderr.read()
            each.terminate()
            each.communicate()
            assert each.returncode == 0
    for process, (_, errors) in zip(at_work, said, strict=True):
        assert process.returncode == 0, errors
    return [[json.loads(line) for line in out.splitlines()] for out, _ in said], took


def check(store, staff, told, registered_before):
    """Every acknowledged write is there once, nobody else's is, and the whole store is sound."""
    acknowledged = [(one["number"], one["version"]) for each in told for one in each if "ms" in one]
    assert len(set(acknowledged)) == len(acknowledged)
    with store.reading() as session:
        check_whole(session)
        kept = session.exec(
            select(Complaint.number, Event.sequence)
            .join(Complaint, col(Complaint.id) == col(Event.complaint_id))
            .where(col(Event.actor_role) != Role.SWEEPER, col(Event.id) > registered_before)
        ).all()
        assert sorted(map(tuple, kept)) == sorted(acknowledged)
        if not store.is_sqlite:
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            assert session.scalar(text(waiting)) == 0
    assert Desk.over(store).audit.verify(staff["auditor"]).findings == 0


def race(store, staff, folder, *, complaints, due, clerks, actions):
    make_due(store, staff, due)
    make_others(store, staff, complaints - due)
    with store.reading() as session:
        newest = session.exec(select(Event.id).order_by(col(Event.id).desc()).limit(1)).one()
    told, seconds = work(store, clerks, actions, folder)
    check(store, staff, told, newest)
    took = sorted(one["ms"] for each in told for one in each if "ms" in one)
    refused = sum(sum(each[-1]["refused"].values()) for each in told)
    middle, last = quantiles(took, n=100)[49], quantiles(took, n=100)[98]
    print(  # noqa: T201  the figures are for people
        f"{len(took)} saves, {refused} refused; a save {middle:.1f} ms in the middle, "
        f"{last:.1f} ms the 99th of a hundred"
    )
    assert len(took) + refused == clerks * actions
    return len(took) / seconds


def test_a_few_clerks_and_two_sweepers(store, staff, tmp_path):
    race(store, staff, tmp_path, complaints=120, due=40, clerks=5, actions=12)


@pytest.mark.campaign
def test_fifty_clerks_two_hundred_actions_each_and_two_sweepers(store, staff, tmp_path):
    a_second = race(store, staff, tmp_path, complaints=100_000, due=2_000, clerks=50, actions=200)
    what, floor = bare_writes(store, 50, tmp_path)
    print(  # noqa: T201  the figures are for people
        f"{a_second:.0f} saves a second, each after a look at its queue; "
        f"{what}: {floor:.0f} writes, 1 to {floor / a_second:.0f}"
    )
