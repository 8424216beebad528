"""Each part of what is kept can be loaded by itself, and `every` loads them all."""

import pkgutil
import subprocess
import sys

from pty_terminal import ROOT

from data import models

MODULES = [f"data.models.{each.name}" for each in pkgutil.iter_modules(models.__path__)]

ALONE = """
import importlib, os, sys
from sqlmodel import SQLModel
for name in sys.argv[1:]:
    if not os.fork():
        importlib.import_module(name)
        for table in SQLModel.metadata.tables.values():
            for reference in table.foreign_keys:
                reference.column  # raises where what it refers to is not loaded
        os._exit(0)
    if os.wait()[1]:
        print(name)
"""

EVERY = """
import sys
import data.models.every
print(*(name for name in sys.argv[1:] if name not in sys.modules))
"""


def said(code: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, *MODULES], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return ran.stdout.strip()


def test_what_a_model_refers_to_is_loaded_with_it():
    assert said(ALONE) == ""


def test_every_model_is_among_every():
    assert said(EVERY) == ""
