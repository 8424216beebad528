"""What three hosts are set up with is filled in whole, for nobody else to read."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

HA = Path(__file__).parents[2] / "contrib" / "ha"
EXAMPLE = HA / "hosts.example.toml"


def fill(told, folder):
    hosts = folder / "hosts.toml"
    hosts.write_text(told)
    return subprocess.run(
        [sys.executable, HA / "fill.py", hosts, folder / "filled"], capture_output=True, text=True
    )


def test_the_example_fills_every_file_of_every_host(tmp_path):
    done = fill(EXAMPLE.read_text(), tmp_path)
    assert done.returncode == 0, done.stderr
    templates = {each.name for each in (HA / "templates").iterdir()}
    for host, address in (("db1", "10.20.30.11"), ("db2", "10.20.30.12"), ("db3", "10.20.30.13")):
        files = list((tmp_path / "filled" / host).iterdir())
        assert {file.name for file in files} == templates
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
        words = "\n".join(file.read_text() for file in files)
        assert f"listen: {address}:5432" in words
        assert f'ETCD_NAME="{host}"' in words
        assert str(done.stdout).count(f"{host}/") == len(files)
        left = [line for line in words.splitlines() if "$" in line]
        assert left == ['case "$1 $2" in']


def test_a_value_may_name_the_host(tmp_path):
    told = EXAMPLE.read_text().replace("15/dopcrm", "15/$host")
    assert fill(told, tmp_path).returncode == 0
    words = (tmp_path / "filled" / "db2" / "patroni.yml").read_text()
    assert "data_dir: /var/lib/postgresql/15/db2\n" in words


@pytest.mark.parametrize(
    ("this", "that", "sentence"),
    [
        ('db3 = "10.20.30.13"', "", "hosts: an odd number is needed"),
        ('desk = "a fourth"', "", "secrets.desk: not given."),
        ('cluster = "dopcrm"', "", "cluster: not given."),
        ('"a fourth"', '"it\'s"', "secrets.desk: may hold no quotation mark"),
        ("[hosts]", "[hosts", "hosts.toml: "),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(tmp_path, this, that, sentence):
    done = fill(EXAMPLE.read_text().replace(this, that), tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "filled").exists()
