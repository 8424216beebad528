"""How many of the smallest writes a second a store takes: what saves are measured against."""

import re
import sqlite3
import subprocess
import time
from pathlib import Path

import pg_server
import psycopg

from data.database import Store

SECONDS = 10.0


def bare_writes(store: Store, clients: int, folder: Path) -> tuple[str, float]:
    """What was measured, and how many transactions a second it was."""
    if store.is_sqlite:
        return "a bare INSERT loop", _insert_loop(folder / "bare.db")
    return f"pgbench with {clients} clients", _pgbench(store, clients)


def _insert_loop(file: Path) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, word TEXT)")
    done, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        connection.execute("INSERT INTO bare (word) VALUES (?)", ("The article never came.",))
        done += 1
    connection.close()
    return done / SECONDS


def _pgbench(store: Store, clients: int) -> float:
    url = store.engine.url.set(drivername="postgresql")
    program = pg_server.programs() / "pgbench"
    beside = url.set(database="bare")
    server = url.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as host:
        host.execute("CREATE DATABASE bare")
        try:
            address = beside.render_as_string(hide_password=False)
            subprocess.run(
                [program, "-i", "-q", "-s", "50", address], check=True, stderr=subprocess.DEVNULL
            )
            counts = ["-c", str(clients), "-j", "2", "-T", str(int(SECONDS))]
            done = subprocess.run(
                [program, *counts, address], check=True, capture_output=True, text=True
            )
        finally:
            host.execute("DROP DATABASE bare WITH (FORCE)")
    told = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert told, done.stdout
    return float(told[1])
